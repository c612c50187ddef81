"""Bottlenecks: utilisation with its interval, and what binds first in how many replications."""

from ..hand import build, fill, hand, heads, printed, run, section


def part(result, number, lang="zh"):
    return section("bottleneck", result, lang).parts[number]


def test_every_resource_is_called_by_its_title_and_has_its_interval_in_every_run():
    found = part(hand(), 0).table
    assert heads(found) == ["资源", "基线", "A", "A+", "B", "B+"]
    assert printed(found)[0] == [
        "中心仓拣货", "60.0%|58.0 – 62.0", "100.0%|98.0 – 102.0", "90.0%|88.0 – 92.0", "96.0%|94.0 – 98.0",
        "94.0%|92.0 – 96.0",
    ]  # fmt: skip
    assert printed(found)[1] == ["riders", *["50.0%|40.0 – 60.0"] * 5]
    assert printed(part(hand(), 0, "en").table, "en")[0][0] == "DC picking"


def test_a_number_that_rests_on_fewer_replications_says_so():
    result = hand()
    run(result, "A")["intervals"]["utilisation"]["dc.pick"]["n"] = 7
    assert printed(part(result, 0).table)[0][2] == "100.0%|98.0 – 102.0 · n = 7"


def test_the_busiest_resource_stands_on_top():
    result = hand()
    run(result, "B")["utilisation"]["riders"] = 1.2
    assert [row[0] for row in printed(part(result, 0).table)] == ["riders", "中心仓拣货"]


def test_of_equally_busy_resources_the_names_decide_so_that_pages_are_the_same():
    result = hand()
    fill(result, "utilisation", {f"line.{letter}": 1.0 for letter in "qwertyuiop"})
    assert [row[0] for row in printed(part(result, 0).table)] == [f"line {letter}" for letter in sorted("qwertyuiop")]


def test_without_a_shock_nothing_is_said_about_shocks():
    result = hand()
    result["scenarios"] = result["scenarios"][:1]
    assert part(result, 0, "en").finding == "How busy everything is in the ordinary month."


def test_what_binds_first_is_told_with_moment_load_and_replications():
    found = part(hand(), 1).table
    assert heads(found) == ["场景 / 预案", "最先到顶", "时刻", "峰值利用率", "最先的重复（共 10 次）"]
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in printed(found)] == [
        ["基线", "—", "—", "—", "—"],
        ["A 爆单", "中心仓拣货", "06-17 12:00", "100.0%|98.0 – 102.0", "9次"],
        ["A+ 加人", "riders", "06-18 00:00", "50.0%|40.0 – 60.0", "4次"],
        ["B 断料", "中心仓拣货", "06-18 00:00", "96.0%|94.0 – 98.0", "6次"],
        ["B+ 换厂", "—", "—", "—", "—"],
    ]
    assert printed(part(hand(), 1, "en").table, "en")[1][2:] == ["17 Jun 12:00", "100.0%|98.0 – 102.0", "9times"]


def test_the_finding_names_what_binds_most_often_where_and_when():
    assert part(hand(), 0).finding.replace("\u00a0", " ") == (
        "最先到顶的多半是 中心仓拣货：无预案的 2 个冲击场景里有 2 个（A、B）；A 中在 06-17 12:00。"
    )
    assert part(hand(), 0, "en").finding.replace("\u00a0", " ") == (
        "DC picking binds first in 2 of 2 shocks without a plan (A, B); in A at 17 Jun 12:00."
    )


def test_scenarios_that_bind_in_different_places_are_told_one_by_one():
    result = hand()
    run(result, "B")["binds_first"]["resource"] = "riders"
    assert part(result, 0).finding == "各场景最先到顶的环节都不同：A 中心仓拣货、B riders。"
    assert part(result, 0, "en").finding == "Every scenario binds somewhere else first: A DC picking, B riders."


def test_where_nothing_binds_that_is_the_finding():
    result = hand()
    for one in result["scenarios"]:
        one["binds_first"] = None
    assert part(result, 0).finding == "冲击下没有任何环节到顶。"
    assert part(result, 0, "en").finding == "Nothing reaches its limit under any shock."


def test_the_picture_has_the_same_shares_and_frames_what_binds():
    (picture,) = part(hand(), 0).pictures
    rows, columns, shares, binding = picture.draw.args
    assert (rows, columns) == (["中心仓拣货", "riders"], ["基线", "A", "A+", "B", "B+"])
    assert shares == [[0.6, 1.0, 0.9, 0.96, 0.94], [0.5] * 5]
    assert binding == [None, "中心仓拣货", "riders", "中心仓拣货", None]


def test_of_many_resources_the_picture_shows_the_busiest_sixteen_and_says_so():
    result = hand()
    fill(result, "utilisation", {f"r{k:02d}": k / 20 for k in range(20)})
    (picture,) = part(result, 0).pictures
    assert picture.draw.args[0] == [f"r{k:02d}" for k in range(19, 3, -1)]
    assert len(part(result, 0).table.rows) == 20
    assert "图中只画最忙的 16 个（共 20 个）" in part(result, 1).finding
    assert "the 16 busiest of 20" in part(result, 1, "en").finding
    assert "共" not in part(hand(), 1).finding


def test_the_note_says_what_the_small_print_is():
    assert "n = 10" in part(hand(), 0).table.note


def test_a_resource_that_a_run_does_not_have_stays_open():
    result = hand()
    del run(result, "A")["utilisation"]["riders"]
    assert printed(part(result, 0).table)[1][2] == "—"


def test_without_any_resource_there_is_no_section():
    result = hand()
    fill(result, "utilisation", {})
    assert build("bottleneck", result) is None
