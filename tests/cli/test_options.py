"""Options that commands share: before the command or after it, refused where they would be ignored."""

import click
import pytest
from click.testing import CliRunner

from sim.cli.options import Command, Settings, everything, shared, take


@click.group()
@everything()
def group() -> None:
    """A group with every shared option before its commands."""


@group.command("play", cls=Command)
@shared("overrides", "seed", "json")
@take
def play(settings: Settings) -> None:
    """A command with some of them."""
    click.echo(f"{settings.overrides} {settings.seed} {settings.json} {settings.quiet} {settings.language}")


def call(*words: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(group, words, obj=Settings())
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("play",), "[] None False False zh"),
        (("--seed", "3", "play"), "[] 3 False False zh"),
        (("play", "--seed", "3"), "[] 3 False False zh"),
        (("--seed", "3", "play", "--seed", "4"), "[] 4 False False zh"),
        (("--seed", "0", "play", "--json", "-q"), "[] 0 True True zh"),
        (("-S", "a=1", "play", "-S", "b=2", "-S", "c="), "['a=1', 'b=2', 'c='] None False False zh"),
        (("--lang", "en", "play"), "[] None False False en"),
        (("--lang", "en", "play", "--lang", "zh"), "[] None False False zh"),
    ],
)
def test_what_is_said_before_and_after_the_command_adds_up(words, told):
    assert call(*words) == (0, f"{told}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-S", "a", "play"), "takes KEY=VALUE, like regular.everyday.arrives.rate=800/d; found 'a'"),
        (("play", "-S", " =3"), "takes KEY=VALUE, like regular.everyday.arrives.rate=800/d; found ' =3'"),
        (("play", "--seed", "-1"), "-1 is not in the range"),
        (("--lang", "fr", "play"), "'fr' is not one of 'zh', 'en'"),
        (("--resume", "play"), "'play' has no use for --resume"),
        (("-j", "2", "--dry-run", "play"), "'play' has no use for --dry-run, --jobs"),
        (("-j", "0", "play"), "0 is not in the range x>=1"),
        (("play", "--resume"), "No such option"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_here_is_refused_with_2(words, said):
    code, out, told = call(*words)
    assert (code, out) == (2, "")
    assert said in told


def test_every_command_takes_the_options_that_are_everybodys():
    @click.command(cls=Command)
    @shared()
    @take
    def bare(settings: Settings) -> None:
        """A command with none of its own."""
        click.echo(f"{settings.quiet} {settings.verbose} {settings.language}")

    ended = CliRunner().invoke(bare, ["-q", "-v", "--lang", "en"])
    assert ended.stdout == "True True en\n"
    assert [param.name for param in bare.params] == ["quiet", "verbose", "lang"]


def test_settings_are_fresh_for_every_call():
    call("-S", "a=1", "--seed", "3", "play", "--json")
    assert call("play")[1] == "[] None False False zh\n"
    assert Settings().overrides is not Settings().overrides
