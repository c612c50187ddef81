"""The length of a run of a queue, and the probability of a tail that only some cases give."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.single_station import ORDERS, WARM_UP, run_size, tail_probability
from validation.measures.queueing import sojourn_tail


def test_a_case_that_says_nothing_is_played_at_the_usual_length():
    assert run_size(RunLength()) == (ORDERS, WARM_UP)
    assert run_size(RunLength(10, 300, 0)) == (300, 0)


def test_a_tail_is_measured_where_the_case_gives_its_time():
    assert tail_probability(Inputs({}), "P_late", sojourn_tail) == {}
    assert list(tail_probability(Inputs({"t": 2}), "P_late", sojourn_tail)) == ["P_late"]
