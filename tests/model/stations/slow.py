"""Reference stations: one order at a time, every question answered by looking at everything. Slow and plain."""

import math
from types import SimpleNamespace

import numpy as np

from sim.model.stations.routing import Routing

FOREVER = math.inf


def one(draw, order, visit):
    return float(draw(np.array([order]), visit)[0])


class SlowDesk:
    def __init__(self, spec):
        self.spec, self.jobs, self.factor, self.halted, self.down = spec, [], 1.0, False, False
        self.schedule = spec.servers
        self.level = self.wanted(0.0)
        self.next_break = {}

    def wanted(self, now):
        if self.halted or self.factor == 0:
            return 0
        base = self.schedule.at(now) if hasattr(self.schedule, "at") else self.schedule
        return base if math.isinf(base) else math.floor(base * self.factor + 0.5)

    def step(self, now):
        return self.schedule.next_change(now) if hasattr(self.schedule, "at") else FOREVER

    def running(self):
        return [job for job in self.jobs if job.since is not None]

    def queue(self):
        def rank(job):
            fresh = math.isnan(job.visit["started"])
            return (job.priority, fresh, -job.number if self.spec.lifo and fresh else job.number)

        return sorted((job for job in self.jobs if job.since is None), key=rank)

    def worst(self):
        return max(self.running(), key=lambda job: (job.priority, job.turn))

    def interrupt(self, job, now, lose=False):
        job.left = job.minutes if lose else job.end - now
        job.since = job.end = job.server = None

    def settle(self, now, running="drain"):
        self.level = self.wanted(now)
        if self.spec.breakdown and self.spec.breakdown.per == "server":
            for server in range(len(self.next_break), int(self.level)):
                self.next_break[server] = ("fail", 0, now + self.spec.breakdown.up(server, 0))
        while running != "drain" and len(self.running()) > self.level:
            self.interrupt(self.worst(), now, running == "lose")

    def obey(self, name, arguments, now):
        if name == "servers":
            self.schedule = arguments[0]
            self.settle(now, *arguments[1:])
        elif name == "factor":
            self.factor = arguments[0]
            self.settle(now, *arguments[1:])
        else:
            self.halted = name == "halt"
            self.settle(now, *arguments)

    def toggle(self, server, kind, nth, now):
        breakdown = self.spec.breakdown
        if kind == "repair":
            self.next_break[server] = ("fail", nth + 1, now + breakdown.up(server, nth + 1))
            self.down = False
            return
        self.next_break[server] = ("repair", nth, now + breakdown.down(server, nth))
        self.down = breakdown.per == "station"
        for job in self.running():
            if self.down or job.server == server:
                self.interrupt(job, now)


class SlowFloor:
    """Several desks, what comes to them, and what came of it."""

    def __init__(self, specs, arrivals, commands, until):
        self.routing, self.desks, self.until = Routing(specs), [SlowDesk(spec) for spec in specs], until
        rows = enumerate(sorted(arrivals, key=lambda arrival: arrival[0]))
        self.arrivals = [(at, row, order, desk) for row, (at, order, desk) in rows]
        self.commands = sorted(commands, key=lambda command: command[0])
        self.out, self.visits, self.lost, self.seen, self.turn = [], [], [], {}, 0
        for desk in self.desks:
            if desk.spec.breakdown:
                counts = getattr(desk.schedule, "servers", (desk.schedule,))
                count = int(max(counts)) if desk.spec.breakdown.per == "server" else 1
                desk.next_break = {s: ("fail", 0, desk.spec.breakdown.up(s, 0)) for s in range(count)}

    def next_instant(self, now):
        desks = self.desks
        times = [arrival[0] for arrival in self.arrivals[:1]] + [command[0] for command in self.commands[:1]]
        times += [job.end for desk in desks for job in desk.running()]
        times += [job.deadline for desk in desks for job in desk.queue() if math.isnan(job.visit["started"])]
        if self.arrivals or self.commands or any(desk.jobs for desk in desks):
            times += [desk.step(now) for desk in desks]
            times += [at for desk in desks for _, _, at in desk.next_break.values()]
        return min(times, default=FOREVER)

    def run(self):
        now = -1.0
        while True:
            last, now = now, self.next_instant(now)
            if now > self.until or now == FOREVER:
                return self.out, self.visits, self.lost
            moving = self.finish(now)
            self.change(last, now)
            while True:
                for code, row, order in sorted(moving, key=lambda move: move[1]):
                    self.arrive(code, row, order, now)
                while self.arrivals and self.arrivals[0][0] == now:
                    _, row, order, code = self.arrivals.pop(0)
                    self.arrive(code, row, order, now)
                for desk in self.desks if now < self.until else ():
                    self.begin(desk, now)
                if not any(job.end == now for desk in self.desks for job in desk.running()):
                    break
                moving = self.finish(now)
            self.renege(now)

    def arrive(self, code, row, order, at):
        desk, spec = self.desks[code], self.desks[code].spec
        visit = self.seen.get((code, row), 0)
        if len(desk.jobs) >= spec.room:
            self.lost.append((order, at, "blocked", code))
            return
        self.seen[code, row] = visit + 1
        minutes = one(spec.work, order, visit)
        line = {"station": code, "order": order, "arrived": at, "started": math.nan, "finished": math.nan}
        self.visits.append(line)
        job = SimpleNamespace(order=order, row=row, number=len(self.visits), nth=visit, visit=line)
        job.minutes = job.left = minutes
        job.since = job.end = job.server = None
        job.priority = one(spec.priority, order, visit) if spec.priority else 0.0
        job.deadline = at + one(spec.patience, order, visit) if spec.patience else FOREVER
        desk.jobs.append(job)

    def finish(self, at):
        moving, desks = [], self.desks
        done = [(job.row, code, job) for code, desk in enumerate(desks) for job in desk.running() if job.end == at]
        for _, code, job in sorted(done, key=lambda item: item[:2]):
            desks[code].jobs.remove(job)
            job.visit["finished"] = at
            u = 0.0 if self.routing.certain(code) else one(desks[code].spec.branch, job.order, job.nth)
            after = self.routing.step(code, u)
            if after < 0:
                self.out.append((job.order, at))
            else:
                moving.append((after, job.row, job.order))
        return moving

    def change(self, last, now):
        for desk in self.desks:
            if desk.step(last) == now:
                desk.settle(now, desk.schedule.running)
        while self.commands and self.commands[0][0] == now:
            _, code, name, arguments = self.commands.pop(0)
            self.desks[code].obey(name, arguments, now)
        for desk in self.desks:
            for wanted in ("repair", "fail"):
                for server, (kind, nth, at) in sorted(desk.next_break.items()):
                    if at == now and kind == wanted:
                        desk.toggle(server, kind, nth, now)

    def begin(self, desk, now):
        by_server = bool(desk.spec.breakdown) and desk.spec.breakdown.per == "server"
        level = 0 if desk.down else desk.level
        while desk.queue() and level:
            job, busy = desk.queue()[0], desk.running()
            idle = [s for s, (kind, _, _) in desk.next_break.items() if kind == "fail"] if by_server else []
            idle = [s for s in idle if s not in {other.server for other in busy}]
            if len(busy) >= level or (by_server and not idle):
                if not (desk.spec.preemptive and 0 < len(busy) <= level and desk.worst().priority > job.priority):
                    return
                server = desk.worst().server
                desk.interrupt(desk.worst(), now)
                idle = sorted([*idle, server]) if by_server else []
            self.turn += 1
            job.since, job.end, job.turn = now, now + job.left, self.turn
            job.server = idle[0] if by_server else None
            if math.isnan(job.visit["started"]):
                job.visit["started"] = now

    def renege(self, now):
        for code, desk in enumerate(self.desks):
            for job in desk.queue():
                if job.deadline <= now and math.isnan(job.visit["started"]):
                    desk.jobs.remove(job)
                    self.lost.append((job.order, now, "reneged", code))


def play(specs, arrivals, commands=(), until=FOREVER):
    """Play `arrivals` [(time, order, station)] and `commands` [(time, station, name, arguments)] up to `until`.

    Returns the orders that left [(order, time)], the visits (dicts) and the lost [(order, time, reason, station)].
    """
    return SlowFloor(specs, arrivals, commands, until).run()


def table(visits):
    """Visits as a sorted list of tuples, NaN as None, so that two of them can be compared."""
    rows = [tuple(None if isinstance(v, float) and math.isnan(v) else v for v in row) for row in visits]
    return sorted(rows, key=lambda row: tuple(-1 if v is None else v for v in row))
