"""What the contract of measures finds out: words that lack, answers that are no numbers, records that are changed."""

import numpy as np
import pytest

from sim.kpi.contract import check, records
from sim.kpi.registry import kpi
from sim.results.record import Record

WORDS = {"unit": "d", "better": "lower", "title_zh": "天", "title_en": "Days", "source": "house rule"}


def measure(function, **words):
    function.__doc__ = "Days of a run, measured in one way or another."
    return kpi(**{**WORDS, **words})(function)


def days(record):
    return record.horizon / 1440


COUNTED = []


def counts_itself(record):
    COUNTED.append(1)
    return float(len(COUNTED))


def empties(record):
    record.orders["paid"][:] = 0.0
    return 1.0


@pytest.mark.parametrize(
    ("function", "words", "complaint"),
    [
        (days, {"title_zh": "Days"}, "lacks a title in Chinese"),
        (days, {"title_en": "Tāge"}, "lacks a title in Chinese, or one in English"),
        (days, {"unit": ""}, "lacks a unit"),
        (days, {"source": ""}, "or a source"),
        (days, {"better": "bigger"}, "neither better when higher"),
        (lambda record, seed: 1.0, {}, "takes record, seed"),
        (lambda record: "many", {}, "answers str: no number"),
        (lambda record: {"a": 1.0}, {}, "answers dict: no number"),
        (lambda record: 1.0, {"by": "site"}, "answers float: a family is a dict by name of site"),
        (counts_itself, {}, "answers differently"),
        (empties, {}, "changes the record"),
    ],
)
def test_a_measure_that_breaks_the_contract_is_named_with_what_it_does(function, words, complaint):
    check(measure(days))
    with pytest.raises(AssertionError, match=f"{function.__name__} .*{complaint}"):
        check(measure(function, **words))


def test_a_measure_without_a_definition_is_found():
    with pytest.raises(AssertionError, match="has no definition"):
        check(kpi(**WORDS)(lambda record: 1.0))


def test_a_family_and_a_measure_against_the_twin_are_tried_too():
    check(measure(lambda record: {"all": days(record)}, by="site"))
    check(measure(lambda record, twin: days(record) - days(twin)))


def test_the_drawn_records_are_whole_and_all_their_tables_have_rows():
    for one in records():
        assert isinstance(one, Record)
        assert one.check() == []
        assert {one.rows(table) for table in one.tables} == {8}
        assert np.isnan(one.orders["delivered"]).any() or np.isfinite(one.orders["delivered"]).all()
