"""Every example of the page about shocks, plans and levers changes the run of the shipped tiny brand."""

from functools import cache

import numpy as np
import pytest

import sim
from sim.model.simulate import simulate
from sim.schema.load_scenario import scenario_text
from sim.schema.reader import read_text
from tests.docs.pages import ROOT, rows

WORLD = sim.load(ROOT / "configs" / "tiny.yaml", ["horizon=8d", "shows.summer.surprise=true"])
MILL = "{kind: hold, lever: supply, where: mill, factor: 0, from: d3, for: 1d}"
RECALL = "{kind: recall, products: toast, made_within: 4d, from: d3 12:00, handed_back: 6h}"


def examples(heading):
    found = [(row.codes("Kind") or row.codes("Name"), row.codes("Example")) for row in rows("disruptions.md")
             if row.heading == heading and "Example" in row.cells]  # fmt: skip
    return [pytest.param(example, id=name) for (name,), (example,) in found]


def play(shocks, action=""):
    text = f"{{title: test, shocks: [{', '.join(shocks)}]" + (
        f", plans: {{it: {{do: [{action}]}}}}}}" if action else "}"
    )
    return simulate(WORLD, scenario_text(text, WORLD), ("it",) if action else (), seed=7)


@cache
def calm(*shocks):
    return play(shocks)


def differs(one, other):
    """Whether goods or orders moved otherwise, or others were on duty."""
    looked_at = {"moves": ("time", "qty"), "orders": ("delivered", "allocated"), "capacity": ("time", "servers")}
    return any(
        not np.array_equal(one.tables[table][column], other.tables[table][column], equal_nan=True)
        for table, columns in looked_at.items()
        for column in columns
    )


@pytest.mark.parametrize("example", examples("Shocks"))
def test_a_shock_of_the_page_changes_the_run(example):
    assert differs(play([example]), calm())


@pytest.mark.parametrize("example", examples("Plans"))
def test_an_action_of_the_page_changes_the_run_under_a_shock(example):
    assert differs(play([MILL], example), calm(MILL))


@pytest.mark.parametrize("example", examples("Levers"))
def test_a_lever_of_the_page_changes_the_run(example):
    fields = {"kind": "hold", "from": "d3 06:00", "for": "2d", **read_text(example).tree}
    held = "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"
    assert differs(play([held, RECALL]), calm(RECALL))


def test_the_scenario_at_the_head_of_the_page_reads_in():
    text = (ROOT / "docs" / "disruptions.md").read_text(encoding="utf-8")
    scenario = scenario_text(text.partition("```yaml\n")[2].partition("```")[0], WORLD)
    assert list(scenario.plans) == ["second_mill"]


@pytest.mark.parametrize(
    "trigger", [row.codes("Trigger")[0] for row in rows("disruptions.md") if "Trigger" in row.cells]
)
def test_a_trigger_of_the_page_reads_in(trigger):
    when = f"{trigger}, " if ":" in trigger else ""
    action = "{kind: hold, lever: line, where: '*', factor: 2}"
    text = f"{{title: test, shocks: [{MILL}, {MILL}], plans: {{it: {{{when}do: [{action}]}}}}}}"
    assert scenario_text(text, WORLD).plans["it"].do
