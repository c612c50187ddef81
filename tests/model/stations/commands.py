"""Changes to a stage, drawn at random: when, at which station, what, with which arguments."""

from hypothesis import strategies as st

from sim.model.stations.schedule import Schedule

running = st.sampled_from(["drain", "halt", "lose"])
factors = st.sampled_from([0.0, 0.4, 1.0, 2.0])


def changes(quarters):
    """One change: the instant, its name and its arguments, the last of them what becomes of work in service."""
    return st.one_of(
        st.tuples(quarters, st.just("servers"), st.tuples(st.integers(0, 4), running)),
        st.tuples(quarters, st.just("factor"), st.tuples(factors, running)),
        st.tuples(quarters, st.just("halt"), st.tuples(running)),
        st.tuples(quarters, st.just("resume"), st.just(())),
    )


def in_time(commands):
    return sorted(commands, key=lambda command: command[0])


schedules = st.builds(
    lambda steps, running, period: Schedule(
        tuple(sorted(steps)), tuple(steps[t] for t in sorted(steps)), 24.0 if period else None, running
    ),
    st.dictionaries(st.integers(0, 23).map(float), st.integers(0, 3), min_size=1, max_size=4),
    running,
    st.booleans(),
)


def carry_out(stage, now, name, arguments, **station):
    """Make the change to a stage, or to one station of a floor."""
    if name in ("servers", "factor"):
        stage.set_capacity(now, **{name: arguments[0]}, running=arguments[1], **station)
    elif name == "halt":
        stage.halt(now, *arguments, **station)
    else:
        stage.resume(now, **station)
