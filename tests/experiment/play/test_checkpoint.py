"""Samples on disk: where they lie, that they come back, and that half of one is never met."""

import pytest

from sim.experiment.play.checkpoint import Checkpoint
from sim.experiment.play.variants import Variant
from tests.experiment.samples import sample

PLAIN, PLANNED = Variant("b"), Variant("b", "second_mill")


def test_a_sample_lies_under_its_variant_and_replication(tmp_path):
    kept = Checkpoint(tmp_path)
    assert kept.path(PLAIN, 3) == tmp_path / "replications" / "b" / "0003.json"
    assert kept.path(PLANNED, 12345) == tmp_path / "replications" / "b+second_mill" / "12345.json"


def test_what_was_kept_comes_back_and_what_was_not_is_none(tmp_path):
    kept = Checkpoint(tmp_path)
    one = sample(kpis={"z": 0.1 + 0.2, "a": None}, curve=[None, 1.0])
    kept.write(one, PLANNED, 2)
    assert kept.read(PLANNED, 2) == one
    assert list(kept.read(PLANNED, 2).kpis) == ["z", "a"], "steps and stages have an order"
    assert kept.read(PLANNED, 1) is None
    assert kept.read(PLAIN, 2) is None


def test_keeping_again_replaces(tmp_path):
    kept = Checkpoint(tmp_path)
    for cost in (1.0, 2.0):
        kept.write(sample(plan_cost=cost), PLAIN, 0)
    assert kept.read(PLAIN, 0).plan_cost == 2.0


def test_sweeping_removes_what_was_left_half_done_and_nothing_else(tmp_path):
    kept = Checkpoint(tmp_path)
    kept.write(sample(), PLAIN, 0)
    draft = kept.path(PLAIN, 1).with_name(".0001.json.77.ab")
    draft.write_text("{", encoding="utf-8")
    kept.sweep()
    assert not draft.exists()
    assert kept.read(PLAIN, 0) == sample()
    Checkpoint(tmp_path / "nothing").sweep()


def test_clearing_forgets_all_samples_and_leaves_the_rest_of_the_run(tmp_path):
    kept = Checkpoint(tmp_path)
    kept.write(sample(), PLAIN, 0)
    (tmp_path / "config.yaml").touch()
    kept.clear()
    assert kept.read(PLAIN, 0) is None
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
    kept.clear()


@pytest.mark.parametrize(
    ("variant", "folder"), [(PLAIN, "b"), (PLANNED, "b+second_mill"), (Variant("baseline"), "baseline")]
)
def test_a_variant_is_written_as_its_folder(variant, folder):
    assert str(variant) == folder


@pytest.mark.parametrize("text", ["{}", "[]", '{"kpis": {}, "stages": {}}'])
def test_a_sample_of_another_layout_is_as_good_as_none(tmp_path, text):
    kept = Checkpoint(tmp_path)
    kept.write(sample(), PLAIN, 0)
    kept.path(PLAIN, 0).write_text(text, encoding="utf-8")
    assert kept.read(PLAIN, 0) is None
