"""What every kind of study promises: found and not listed, each with the example in the test of its module."""

import importlib
import json
from dataclasses import replace

import pytest

from sim.experiment.play.run_folder import carry_out
from sim.experiment.studies import kinds
from sim.reporting import formats, render
from sim.results.folder import RunFolder
from sim.results.index import RunIndex
from sim.results.studies import KINDS, read_study


def example_of(kind, folder):
    """A small study of a kind: (study, setup)."""
    test = f"tests.experiment.studies.test_{kind.__module__.rpartition('.')[2]}"
    return importlib.import_module(test).example(folder)


def files(out):
    """Everything that a study has left, by name; the index alone knows the time."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".sqlite" not in path.name
    }


@pytest.fixture(scope="module", params=kinds().values(), ids=list(kinds()))
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def example(kind, tmp_path_factory):
    return example_of(kind, tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def whole(example):
    """The result of a study that was played in one go by one worker."""
    return carry_out(*example)


def test_every_class_of_result_has_a_kind_of_study_that_makes_it():
    assert set(kinds()) == set(KINDS)


def test_its_design_is_played_in_a_folder_and_entered_in_the_index(example, whole):
    study, setup = example
    design = study.design(setup)
    folder = RunFolder(setup.out / whole.run_id)
    assert whole.run_id.startswith(f"{design.label}-")
    manifest = folder.manifest()
    assert (manifest.seed, manifest.replications) == (design.seed, design.replications)
    assert [entry.run_id for entry in RunIndex(setup.out).runs()] == [whole.run_id]


def test_its_result_is_its_class_and_comes_back_from_disk(kind, example, whole):
    assert type(whole) is KINDS[kind.name]
    assert whole.kind == kind.name
    assert RunFolder(example[1].out / whole.run_id).result() == whole
    assert read_study(json.loads(whole.model_dump_json(by_alias=True)), "memory") == whole


def test_its_answer_is_a_document(whole):
    answer = json.loads(json.dumps({"run_id": whole.run_id, **whole.answer()}))
    assert len(answer) > 1


def test_two_workers_leave_the_same_bytes(kind, example, whole, tmp_path):
    study, setup = example_of(kind, tmp_path)
    assert carry_out(study, replace(setup, jobs=2)) == whole
    assert files(setup.out) == files(example[1].out)


def test_interrupted_and_resumed_it_leaves_the_same_bytes(kind, example, whole, tmp_path):
    study, setup = example_of(kind, tmp_path)

    def interrupt(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(study, replace(setup, progress=interrupt))
    assert RunIndex(setup.out).runs() == []
    assert carry_out(study, replace(setup, resume=True)) == whole
    assert files(setup.out) == files(example[1].out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_of_the_report_shows_it(whole, tmp_path, lang):
    # the view of the command line belongs here too, as soon as there is one for every kind
    assert all(path.stat().st_size for path in render(whole, tmp_path, formats(), lang))
