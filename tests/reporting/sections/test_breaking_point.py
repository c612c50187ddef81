"""A breaking point in the report: its two sides, all that was tried, and what the replications cannot tell."""

from itertools import pairwise

from ..hand import around, build, hand, printed, section


def test_a_drill_has_no_such_section():
    assert build("breaking_point", hand()) is None


def rows(result, lang="zh"):
    (part,) = section("breaking_point", result, lang).parts
    return [[cell.replace("\u00a0", " ") for cell in row] for row in printed(part.table, lang)]


def levelled():
    tried = [
        {"at": at, **around(mean, 0.01), "holds": mean >= 0.9, "sure": True}
        for at, mean in (("1", 0.5), ("5", 0.88), ("6", 0.93))
    ]
    found = {"key": "shocks.0.factor", "target": "fulfilment_rate >= 0.9", "kpi": "fulfilment_rate",
             "scenario": "a_rush", "holds": tried[2], "breaks": tried[1], "tried": tried,
             "uncertain_from": None, "uncertain_to": None}  # fmt: skip
    return hand() | {"kind": "breaking_point", "level": found}


def test_a_breaking_point_has_its_two_sides_in_words_and_all_that_was_tried():
    found = section("breaking_point", levelled(), "en").parts[0]
    assert found.finding == (
        "fulfilment_rate >= 0.9 in a_rush: holds at shocks.0.factor = 6 (93.0%), no longer at 5 (88.0%)."
    )
    assert [(row[0], row[2]) for row in rows(levelled())] == [("1", "■ 不成立"), ("5", "■ 不成立"), ("6", "● 成立")]


def bisected(*settings, uncertain=(None, None)):
    """A search through (setting, mean, sure), low to high, of which the two around the middle are its sides."""
    result = levelled()
    tried = [{"at": at, **around(mean, 0.01), "holds": mean >= 0.9, "sure": sure} for at, mean, sure in settings]
    holds, breaks = next((a, b) if a["holds"] else (b, a) for a, b in pairwise(tried) if a["holds"] != b["holds"])
    low, high = uncertain
    result["level"] |= {"tried": tried, "holds": holds, "breaks": breaks, "uncertain_from": low, "uncertain_to": high}
    return result


FINE = (("1", 1.0, True), ("6.125", 0.95, False), ("7.69921875", 0.903, False), ("7.7265625", 0.899, False),
        ("8", 0.5, True))  # fmt: skip


def test_a_setting_is_told_in_no_more_digits_than_keep_the_tried_apart():
    found = bisected(*FINE)
    assert [row[0] for row in rows(found)] == ["1", "6.12", "7.7", "7.73", "8"]
    assert "holds at shocks.0.factor = 7.7 (90.3%), no longer at 7.73 (89.9%)." in (
        section("breaking_point", found, "en").parts[0].finding
    )
    near = bisected(("100.0234min", 1.0, True), ("100.0241min", 0.5, True))
    assert [row[0] for row in rows(near)] == ["100.023min", "100.024min"]
    whole = bisected(("20261", 1.0, True), ("20262", 0.5, True), ("12345.678d", 0.4, True))
    assert [row[0] for row in rows(whole)] == ["20261", "20262", "12300d"]


def test_what_the_replications_cannot_tell_is_marked_and_said():
    found = bisected(*FINE, uncertain=("6.125", "7.7265625"))
    english = section("breaking_point", found, "en").parts[0].finding
    assert english.endswith(
        " ▲ With n = 10 at least the values from 6.12 to 7.73 cannot be told apart: play more replications."
    )
    chinese = section("breaking_point", found).parts[0].finding
    assert chinese.endswith("▲ n = 10 时，至少 6.12 与 7.73 之间分不清成立与否：请增加重复次数。")
    assert [row[2] for row in rows(found, "en")] == [
        "● holds", "▲ holds on average, not sure", "▲ holds on average, not sure", "▲ breaks on average, not sure",
        "■ breaks",
    ]  # fmt: skip
    assert rows(found)[1][2] == "▲ 均值成立，不确定"


def test_a_search_whose_two_sides_are_sure_says_nothing_of_replications():
    assert "▲" not in section("breaking_point", bisected(*FINE), "en").parts[0].finding
