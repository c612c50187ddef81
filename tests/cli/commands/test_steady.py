"""`surge steady`: the table and its note, one JSON document, and mistakes told without a trace."""

import json

import pytest

WORDS = ("steady", "shop.yaml", "-n", 2, "-j", 1)


def test_the_series_that_can_be_measured_are_told_and_the_others_named(shop, surge):
    ended = surge(*WORDS, "--step", "30min", "--lang", "en")
    assert (ended.exit_code, ended.stderr) == (0, "")
    heads, first, second, note = ended.stdout.splitlines()[:4]
    assert heads.split()[0] == "Series"
    assert (first.split()[:2], second.split()[:3]) == (["Open", "orders"], ["Units", "on", "hand"])
    assert note.startswith("Warm-up by MSER-5")
    assert "Left out" in ended.stdout and "Lead time" in ended.stdout
    (run,) = (shop / "out").glob("steady-*")
    assert "Steady state" in (run / "report.en.html").read_text("utf-8")


def test_json_is_one_document(shop, surge):
    ended = surge(*WORDS, "--step", "30min", "--series", "open_orders,on_hand", "--json")
    found = json.loads(ended.stdout)
    assert (ended.exit_code, ended.stderr, list(found["series"])) == (0, "", ["open_orders", "on_hand"])
    assert {"mean", "ci_low", "ci_high", "n", "warm_up_hours", "series"} <= set(found["series"]["open_orders"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--series", "open_order"), "did you mean 'open_orders'?"),
        (("--step", "1x"), "--step"),
        (("--step", "0min"), "must be longer than 0"),
        (("--step", "6h"), "steps are too few to find a warm-up"),
        (("--series", "lead_time", "--step", "30min"), "'lead_time' has steps of 0.5 h in which there is nothing"),
    ],
)
def test_a_mistake_is_told_without_a_trace(shop, surge, words, said):
    ended = surge(*WORDS, *words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not list((shop / "out").glob("*/result.json"))
