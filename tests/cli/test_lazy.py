"""A group finds its commands because their files are there, and imports one only when it is asked for."""

import sys

import click
import pytest
from click.testing import CliRunner

from sim.cli.lazy import LazyGroup

COMMAND = '''"""A command."""
import click

@click.command()
def command():
    """Says {name}. And more that the help leaves out."""
    click.echo("{name}")
'''


@pytest.fixture
def group(tmp_path, monkeypatch):
    room = tmp_path / "a_room_of_commands"
    room.mkdir()
    (room / "__init__.py").touch()
    for name in ("brew", "pour", "wash"):
        (room / f"{name}.py").write_text(COMMAND.format(name=name), encoding="utf-8")
    (room / "broken.py").write_text("raise ImportError('not asked for')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield LazyGroup(
        name="cafe",
        room="a_room_of_commands",
        chapters={"Drink": ("pour", "brew", "sell"), "Sell": ("sell",), "Clean": ("wash", "broken")},
    )
    for module in [name for name in sys.modules if name.startswith("a_room_of_commands")]:
        del sys.modules[module]


def call(group, *words):
    ended = CliRunner().invoke(group, words)
    return ended.exit_code, ended.stdout, ended.stderr


def test_commands_are_in_the_order_of_the_chapters_and_those_not_there_are_left_out(group):
    assert group.list_commands(click.Context(group)) == ["pour", "brew", "wash", "broken"]


def test_a_command_that_no_chapter_names_comes_last(group, tmp_path):
    (tmp_path / "a_room_of_commands/added.py").write_text(COMMAND.format(name="added"), encoding="utf-8")
    assert group.list_commands(click.Context(group))[-1] == "added"


def test_only_the_command_that_is_asked_for_is_imported(group):
    assert call(group, "brew") == (0, "brew\n", "")
    loaded = {name for name in sys.modules if name.startswith("a_room_of_commands.")}
    assert loaded == {"a_room_of_commands.brew"}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("brw", "there is no command 'brw' (did you mean 'brew'?)"),
        ("zzz", "there is no command 'zzz': there are pour, brew, wash, broken"),
        ("y" * 80, f"there is no command '{'y' * 40}': there are pour, brew, wash, broken"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest_or_with_all(group, word, said):
    code, out, told = call(group, word)
    assert (code, out) == (2, "")
    assert said in told


def test_the_help_has_a_line_of_each_under_its_heading(group, tmp_path):
    (tmp_path / "a_room_of_commands/broken.py").unlink()
    code, told, _ = call(group, "--help")
    assert code == 0
    lines = [line.strip() for line in told.splitlines()]
    assert lines.index("Drink:") < lines.index("Clean:") < lines.index("Options:")
    assert "Sell:" not in lines
    assert "pour          Says pour." in " ".join(lines) or "pour  Says pour." in " ".join(lines)


def test_an_option_that_nobody_knows_is_no_command(group):
    code, _, told = call(group, "--nope")
    assert code == 2
    assert "No such option" in told
