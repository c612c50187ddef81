"""The worst dips: when, how deep, and what was to blame."""

from ..hand import build, hand, heads, printed, run, section


def part(result, lang="zh"):
    (found,) = section("worst", result, lang).parts
    return found


def rows(result, lang="zh"):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in printed(part(result, lang).table, lang)]


def test_a_dip_has_three_moments_a_depth_and_a_cause_by_its_title():
    assert heads(part(hand()).table) == ["场景 / 预案", "开始", "最低", "恢复", "深度", "原因"]
    assert rows(hand()) == [["A 爆单", "06-17 00:00", "06-18 00:00", "06-20 00:00", "35.0%", "中心仓拣货"]]
    assert rows(hand(), "en") == [["A Rush", "17 Jun 00:00", "18 Jun 00:00", "20 Jun 00:00", "35.0%", "DC picking"]]


def test_a_dip_that_was_not_over_by_the_end_has_no_recovery():
    result = hand()
    run(result, "A")["worst"][0]["recovered"] = None
    assert rows(result)[0][3] == "—"


def test_causes_are_told_in_words_whatever_they_are():
    result = hand()
    dip = run(result, "A")["worst"][0]
    causes = ("shock", None, "dc", "milk", "dc.pack", "dc->shop")
    run(result, "A")["worst"] = [dip | {"cause": cause} for cause in causes]
    assert [row[5] for row in rows(result)] == ["冲击本身", "—", "中心仓", "牛奶", "中心仓 pack", "中心仓 → 门店"]
    assert [row[5] for row in rows(result, "en")] == ["The shock itself", "—", "DC", "Milk", "DC pack", "DC → Shop"]


def test_the_deepest_ten_are_listed_deepest_first():
    result = hand()
    dip = run(result, "A")["worst"][0]
    run(result, "A")["worst"] = [dip | {"depth": depth / 100} for depth in range(1, 8)]
    run(result, "B")["worst"] = [dip | {"depth": depth / 100} for depth in range(8, 15)]
    assert [row[4] for row in rows(result)] == [f"{depth}.0%" for depth in range(14, 4, -1)]
    assert [row[0] for row in rows(result)] == ["B 断料"] * 7 + ["A 爆单"] * 3


def test_the_finding_is_the_deepest_of_all():
    assert part(hand()).finding.replace("\u00a0", " ") == "最深的一次在 A，06-18 00:00 触底，深 35.0%。"
    assert part(hand(), "en").finding.replace("\u00a0", " ") == "The deepest: A, bottom at 18 Jun 00:00, 35.0% deep."
    result = hand()
    run(result, "B")["worst"] = [run(result, "A")["worst"][0] | {"depth": 0.5}]
    assert part(result).finding.startswith("最深的一次在 B，")


def test_where_nothing_dipped_there_is_no_section():
    result = hand()
    run(result, "A")["worst"] = []
    assert build("worst", result) is None
