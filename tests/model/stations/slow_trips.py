"""Reference trips: at every instant at which anything can happen, look at everything. Slow and plain."""

import math

from sim.model.stations.schedule import scheduled


def oldest(able):
    return min(able)


def play(parcels, couriers, minutes, carries, patience=0.0, commands=(), until=200.0, departures=None, choose=oldest):
    """Play `parcels` [(ready, zone)], each an order by its row, and `commands` [(time, name, arguments)] to `until`.

    `minutes(k, orders)` is the length of the k-th trip. With `departures` trips leave only then. `choose` picks from
    the zones that may go, each (ready of its oldest order, zone, load, orders ready).
    Returns trips [(departed, zone, orders)].
    """
    waiting = [(at, number, zone) for number, (at, zone) in enumerate(parcels)]
    schedule, factor, halted = scheduled(couriers), 1.0, False
    commands = sorted(commands, key=lambda command: command[0])
    trips, back = [], []
    instants = {0.0, *(at for at, _ in parcels), *(at + patience for at, _ in parcels), *(c[0] for c in commands)}
    instants |= set(departures or ())
    step = schedule.next_change(-1.0)
    while True:
        instants |= {step} if step < until else set()
        now = min(instants, default=math.inf)
        if not now < until:
            return trips
        instants.discard(now)
        while commands and commands[0][0] == now:
            _, name, arguments = commands.pop(0)
            if name == "servers":
                schedule = scheduled(arguments[0])
            elif name == "factor":
                factor = arguments[0]
            else:
                halted = name == "halt"
        step = schedule.next_change(now)
        on_duty = 0 if halted else math.floor(schedule.at(now) * factor + 0.5)
        while len([b for b in back if b > now]) < on_duty and (departures is None or now in departures):
            able = []
            for zone in sorted({zone for _, _, zone in waiting}):
                ready = [order for order in waiting if order[2] == zone and order[0] <= now]
                if ready and (len(ready) >= carries or ready[0][0] + patience <= now + 1e-9):
                    able.append((ready[0][0], zone, ready[: int(min(carries, len(ready)))], len(ready)))
            if not able:
                break
            _, zone, load, _ = choose(able)
            waiting = [order for order in waiting if order not in load]
            orders = [order for _, order, _ in load]
            back.append(now + minutes(len(trips), orders))
            instants.add(back[-1])
            trips.append((now, zone, orders))


def delivered(trips, minutes, share):
    """When each order is delivered, at `share(order)` of its trip."""
    return {o: now + share(o) * minutes(k, orders) for k, (now, _, orders) in enumerate(trips) for o in orders}


def trips_of(stage):
    """The trips of a stage, in the form of the reference."""
    trips, loads = stage.trips(), stage.loads()
    return [
        (float(trips.departed[k]), int(trips.zone[k]), loads.order[loads.trip == k].tolist())
        for k in range(trips.zone.size)
    ]
