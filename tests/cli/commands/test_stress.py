"""`surge stress`: a ranking or a breaking point, one JSON document, and mistakes told without a trace."""

import json

import pytest

WORDS = ("stress", "shop.yaml", "-n", 1, "-j", 1)


def test_everything_is_ranked_by_what_its_loss_costs(shop, surge):
    ended = surge(*WORDS, "--from", "d0 12:00", "--for", "12h", "--lang", "en")
    assert (ended.exit_code, ended.stderr) == (0, "")
    rows = ended.stdout.splitlines()
    assert "Time to survive" in rows[0] and "Lost contribution" in rows[0]
    assert [row.split()[0] for row in rows[1:4]] == ["1.", "2.", "3."]
    assert "Each of 3 elements out for 12h" in ended.stdout
    (run,) = (shop / "out").glob("stress-*")
    assert "what hurts most" in (run / "report.en.html").read_text("utf-8")
    assert "最怕失去什么" in (run / "report.html").read_text("utf-8")


def test_json_gives_each_element_its_times_its_loss_and_its_rank(shop, surge):
    ended = surge(*WORDS, "--from", "d0 12:00", "--for", "12h", "--only", "supplier,riders", "--json")
    found = json.loads(ended.stdout)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert {row["element"] for row in found["elements"]} == {"mill", "riders"}
    for row in found["elements"]:
        assert {"time_to_survive", "time_to_recover", "lost_contribution", "rank"} <= set(row)


def test_a_dry_run_names_the_elements_and_writes_nothing(shop, surge):
    ended = surge(*WORDS, "--dry-run", "-n", 5)
    assert ended.stdout.splitlines()[:3] == ["site-shop", "supplier-mill", "couriers-riders"]
    assert "3 elements x 5 = 15 runs and 5 without a loss" in ended.stdout
    assert json.loads(surge(*WORDS, "--dry-run", "--json").stdout)["elements"][0] == "site-shop"
    assert not (shop / "out").exists()


def test_a_breaking_point_is_told_with_both_sides(shop, surge):
    ended = surge(
        *WORDS, "-x", "regular.everyday.promise=1min..240min", "--target", "on_time_rate>=50%", "--lang", "en"
    )
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "on_time_rate >= 0.5: holds at regular.everyday.promise = " in ended.stdout
    assert "no longer at " in ended.stdout
    assert "▲ With n = 1 at least the values from 1min to 240min cannot be told apart" in " ".join(ended.stdout.split())


def test_json_of_a_breaking_point_is_one_document(shop, surge):
    ended = surge(*WORDS, "-x", "regular.everyday.promise=1min..240min", "--target", "on_time_rate>=50%", "--json")
    found = json.loads(ended.stdout)
    holds, breaks = (float(found[end]["at"].removesuffix("min")) for end in ("holds", "breaks"))
    assert 1 < breaks < holds < breaks + 1.5
    assert found["breaks"]["mean"] < 0.5 <= found["holds"]["mean"]
    assert (found["kpi"], found["scenario"]) == ("on_time_rate", None)
    # one replication has no interval, so that it cannot tell anywhere
    assert (found["uncertain_from"], found["uncertain_to"]) == ("1min", "240min")


def test_a_target_that_is_never_crossed_ends_with_both_ends(shop, surge):
    ended = surge(*WORDS, "-x", "couriers.riders.full_time=3..4", "--target", "fulfilment_rate>=1%")
    assert (ended.exit_code, ended.stdout) == (4, "")
    assert "holds at both ends of couriers.riders.full_time" in ended.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--only", "suplier"), 2, "did you mean 'supplier'?"),
        (("--from", "d9"), 3, "d9"),
        (("--from", "tomorrow"), 3, "tomorrow"),
        (("--for", "long"), 3, "long"),
        (("-x", "horizon=1d..2d"), 2, "-x and --target belong together"),
        (("--target", "fulfilment_rate>=0.9"), 2, "-x and --target belong together"),
        (("-s", "m"), 2, "-s needs -x and --target"),
        (("-x", "horizon=1d..2d", "--target", "fulfilment_rate>=0.9", "--only", "site"), 2, "--only"),
        (("-x", "horizon=1d,2d", "--target", "fulfilment_rate>=0.9"), 2, "needs a range"),
        (("-x", "shocks.0.factor=0.0..1", "--target", "fulfilment_rate>=0.9"), 2, "say which with -s"),
        (("-x", "horizn=1d..2d", "--target", "fulfilment_rate>=0.9"), 3, "horizon"),
        (("-x", "horizon=1d..2d", "--target", "fulfilment_rate=0.9"), 2, "is written like"),
    ],
)
def test_a_mistake_is_told_without_a_trace_and_nothing_is_written(shop, surge, words, code, said):
    ended = surge(*WORDS, *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (shop / "out").exists()
