"""`surge run`: the table on stdout, no report, the run kept."""

import json

QUICK = ("-n", 1, "-j", 1)


def test_without_scenarios_only_the_ordinary_month_is_played(surge, shop):
    ended = surge("run", "--lang", "en", *QUICK)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "Baseline" in ended.stdout
    assert "mill" not in ended.stdout
    assert list(shop.glob("out/**/*.html")) == []
    assert len(list(shop.glob("out/run-*/result.json"))) == 1


def test_named_scenarios_are_played_with_their_plans(surge, shop):
    document = json.loads(surge("run", "-s", "m", "--json", *QUICK).stdout)
    assert [(run["id"], run["plan"]) for run in document["scenarios"]][1:] == [
        ("m_mill_stops", None),
        ("m_mill_stops", "spare"),
    ]


def test_the_same_command_gives_the_same_document(surge, shop):
    told = {surge("run", "--json", "--seed", 5, *QUICK).stdout for _ in range(2)}
    assert len(told) == 1
    assert surge("run", "--json", "--seed", 6, *QUICK).stdout not in told


def test_a_broken_world_is_refused_and_nothing_is_written(surge, shop):
    (shop / "shop.yaml").write_text("brand: X\nhorizon: .nan\n")
    ended = surge("run", *QUICK)
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert "shop.yaml:2:10" in ended.stderr
    assert not (shop / "out").exists()


def test_a_broken_order_file_is_refused_and_nothing_is_written(surge, shop):
    with (shop / "shop.yaml").open("a", encoding="utf-8") as config:
        config.write("recorded: {history: {file: orders.csv}}\n")
    (shop / "orders.csv").write_text("order,time,sku\na,0,laof\n", encoding="utf-8")
    for words in (("check",), ("run", *QUICK)):
        ended = surge(*words)
        assert (ended.exit_code, ended.stdout) == (3, "")
        assert "orders.csv:2:5" in ended.stderr and "'loaf'" in ended.stderr
    assert not (shop / "out").exists()
