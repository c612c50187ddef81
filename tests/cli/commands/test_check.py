"""`surge check`: everything wrong at once, each with line and caret; else the world in words."""

import json
from pathlib import Path

import pytest


def test_a_good_world_is_described_in_words(surge, shop):
    ended = surge("check", "shop.yaml", "--lang", "en")
    assert ended.exit_code == 0
    for words in ("Corner shop", "2 days", "1 product", "1 micro-warehouse", "The mill stops", "300 households"):
        assert words in ended.stdout
    assert ended.stderr == "next: surge drill shop.yaml\n"


def test_all_problems_are_told_at_once_with_line_and_caret(surge, shop):
    text = Path("shop.yaml").read_text()
    broken = (
        text.replace("price: 30", "price: -3")
        .replace("micro_warehouse", "micro_warehose")
        .replace("rate: 200/d", "rate: 200")
    )
    Path("shop.yaml").write_text(broken)
    ended = surge("check", "shop.yaml")
    assert (ended.exit_code, ended.stdout) == (3, "")
    for words in ("shop.yaml:5:", "did you mean 'micro_warehouse'", "200", "3 problems found"):
        assert words in ended.stderr
    assert ended.stderr.count("^") == 3


def test_a_scenario_that_does_not_fit_is_told_with_the_names_that_would(surge, shop):
    file = Path("scenarios/m_mill_stops.yaml")
    file.write_text(file.read_text().replace("where: mill", "where: mil").replace("fulfilment_rate", "fulfilment_rat"))
    ended = surge("check", "shop.yaml")
    assert ended.exit_code == 3
    assert "did you mean 'mill'" in ended.stderr
    assert "did you mean 'fulfilment_rate'" in ended.stderr


def test_a_scenario_that_is_named_is_checked_even_beside_a_wrong_world(surge, shop):
    Path("shop.yaml").write_text(Path("shop.yaml").read_text().replace("price: 30", "price: -3"))
    Path("quake.yaml").write_text("title: x\nshocks: [{kind: quake}]\n")
    ended = surge("check", "shop.yaml", "quake.yaml", "m")
    assert ended.exit_code == 3
    assert "found -3" in ended.stderr
    assert "quake.yaml:2:17  shocks.0.kind: 'quake' is not one of" in ended.stderr
    assert "2 problems found" in ended.stderr
    assert "quake" not in surge("check", "shop.yaml").stderr


def test_json_carries_every_problem_for_editors(surge, shop):
    Path("shop.yaml").write_text("brand: X\nstartt: 2026-01-01\n")
    ended = surge("check", "shop.yaml", "--json")
    document = json.loads(ended.stdout)
    assert (ended.exit_code, document["ok"]) == (3, False)
    slip = next(one for one in document["problems"] if one["path"] == "startt")
    assert (slip["line"], slip["column"], slip["suggestion"]) == (2, 1, "start")
    fine = json.loads(surge("check", "tiny", "--json").stdout)
    assert (fine["ok"], fine["problems"]) == (True, [])


def test_a_table_is_told_by_the_name_one_would_write_here(surge, shop):
    text = Path("shop.yaml").read_text()
    Path("shop.yaml").write_text(text + "recorded:\n  past: {file: tables/o.csv}\n")
    Path("tables").mkdir(exist_ok=True)
    Path("tables/o.csv").write_text("order,time,sku\nA,soon,loaf\n")
    assert surge("check").stderr.startswith("tables/o.csv:2:3  time: is not a time")
    document = json.loads(surge("check", "--json").stdout)
    assert [one["file"] for one in document["problems"]] == ["tables/o.csv"]


def test_a_possible_mistake_is_a_warning_and_not_an_error(surge, shop):
    text = Path("shop.yaml").read_text()
    Path("shop.yaml").write_text(text.replace("promise: 4h}", "promise: 4h, pickup: 100%}"))
    ended = surge("check", "shop.yaml")
    assert ended.exit_code == 0
    assert "▲" in ended.stderr


def hostile(kind: str) -> None:
    file = Path("bad.yaml")
    good = Path("shop.yaml").read_text()
    match kind:
        case "folder":
            file.mkdir()
        case "huge":
            with file.open("wb") as stream:
                stream.truncate(100_000_000)
        case "bomb":
            rows = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
            rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 9)]
            file.write_text("\n".join(rows))
        case "gbk":
            file.write_bytes(good.encode("gb18030"))
        case "nan":
            file.write_text(good.replace("price: 30", "price: .nan"))
        case "control":
            file.write_text(good + "\x1b[31m")
        case "twice":
            file.write_text(good + "horizon: 3d\n")
        case "empty":
            file.touch()
        case "python":
            file.write_text("brand: !!python/object/apply:os.system ['touch owned']\n")


@pytest.mark.parametrize(
    "kind", ["folder", "huge", "bomb", "gbk", "nan", "control", "twice", "empty", "python", "missing"]
)
@pytest.mark.parametrize("command", ["check", "drill", "run", "verify"])
def test_hostile_files_end_with_3_and_words_and_leave_nothing(surge, shop, kind, command):
    hostile(kind)
    before = sorted(shop.rglob("*"))
    ended = surge(command, "bad.yaml")
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert "bad.yaml" in ended.stderr
    assert "\x1b" not in ended.stderr
    assert sorted(shop.rglob("*")) == before
