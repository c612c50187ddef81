"""The output of a line is counted batch by batch."""

import pytest

from tests.kpi.records import NAN, record
from validation.measures.production import made_between

H = 60.0


def test_what_a_line_makes_counts_with_the_beginning_of_its_batch():
    jobs = {"resource": 0, "setup": [0.0, H, 2 * H, 3 * H], "started": [0.0, H, 2 * H, 3 * H]}
    run = record(6 * H, jobs={**jobs, "finished": [H, 2 * H, 3 * H, NAN], "good": [5.0, 7.0, 11.0, NAN]})
    assert made_between(run, "pick", 0.0, 2 * H) == 18
    assert made_between(run, "pick", 2 * H, 9 * H) == 0
    with pytest.raises(ValueError, match="not in list"):
        made_between(run, "moon", 0.0, H)
