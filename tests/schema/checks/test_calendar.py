"""What lies outside the run is told with the moment that was written and the moments that are allowed."""

import pytest

from sim.schema.checks.calendar import check
from tests.schema.checks.drafts import draft_of, reported

SHOW = "shows:\n  s: {{orders: 10, products: {{thing: 1}}, start: {}}}"
GROUP_BUY = "group_buys:\n  g: {{product: thing, groups: {{size: 2, within: 1d}}, joins: 1/h, opens: {}}}"
ALLOWED = "allowed: from d0 08:00, for 3d"  # the world of these tests starts at eight and runs three days


@pytest.mark.parametrize("moment", ["d0 08:00", "d1", "d3 07:59:59", "2026-06-15 08:00", "2026-06-18 07:59 +08:00"])
def test_the_run_has_its_first_minute_and_not_its_last(moment):
    assert reported(check, SHOW.format(moment)) == []
    assert reported(check, GROUP_BUY.format(moment)) == []


@pytest.mark.parametrize(
    ("moment", "when", "found"),
    [
        ("d0 07:59:59", "before the run begins", "d0 07:59:59"),
        ("d0", "before the run begins", "d0 00:00"),
        ("2026-06-14 23:00", "before the run begins", "2026-06-14 23:00:00"),
        ("d3 08:00", "after the run has ended", "d3 08:00"),
        ("2026-06-18 00:00 Z", "after the run has ended", "2026-06-18 00:00:00+00:00"),
    ],
)
def test_what_lies_outside_is_reported_at_the_moment(moment, when, found):
    assert reported(check, SHOW.format(moment)) == [
        f"w.yaml:2:48 shows.s.start: the show starts {when}; found '{found}'; {ALLOWED}"
    ]
    assert reported(check, GROUP_BUY.format(moment)) == [
        f"w.yaml:2:73 group_buys.g.opens: the group buy opens {when}; found '{found}'; {ALLOWED}"
    ]


def test_every_show_is_looked_at():
    shows = "\n".join(f"  s{n}: {{orders: 1, products: {{thing: 1}}, start: d{n}}}" for n in range(2, 6))
    assert [one.split(" ")[1] for one in reported(check, f"shows:\n{shows}")] == ["shows.s4.start:", "shows.s5.start:"]


@pytest.mark.parametrize("broken", ["start: tomorrow", "horizon: 3"])
def test_while_the_run_itself_is_unknown_nothing_lies_outside_it(broken):
    assert reported(check, f"{SHOW.format('d99')}\n{broken}") == []
    assert draft_of(f"{SHOW.format('d99')}\n{broken}").world.shows["s"].start.day == 99
