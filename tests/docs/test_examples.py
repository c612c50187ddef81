"""What the pages show works: marked Python blocks run, named commands and options exist, links lead somewhere."""

import re
import subprocess
import sys

import click
import pytest

from tests.docs.pages import PAGES, ROOT, files_of, page

RUNNABLE = re.compile(r"<!-- run(?P<slow> slow)? -->\n```python\n(?P<code>.*?)```", re.DOTALL)
COMMAND = re.compile(r"(?<![\w./-])surge(?: +[^\s`|&;#)]+)+")


def examples() -> list[object]:
    found = []
    for path in PAGES:
        for number, block in enumerate(RUNNABLE.finditer(path.read_text(encoding="utf-8")), 1):
            marks = [pytest.mark.slow] if block["slow"] else []
            found.append(pytest.param(path, block["code"], id=f"{page(path)}-{number}", marks=marks))
    return found


def commands() -> list[object]:
    """Every `surge ...` in a code span or a shell block, as its words."""
    found = []
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        code = re.findall(r"```(?:sh|text|console)\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
        for words in dict.fromkeys(match.group() for part in code for match in COMMAND.finditer(part)):
            found.append(pytest.param(words.split()[1:], id=f"{page(path)}: {words}"))
    return found


@pytest.mark.parametrize(("path", "code"), examples())
def test_a_marked_example_runs_as_printed(path, code, tmp_path):
    for name, text in files_of(path).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for room in ("configs", "scenarios"):
        (tmp_path / room).symlink_to(ROOT / room)
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


@pytest.mark.parametrize("words", commands())
def test_a_command_that_a_page_names_exists_with_its_options(words):
    from sim.cli.main import main

    group, options = main, [word for word in words if word.startswith("-")]
    name = next((word for word in words if not word.startswith("-")), None)
    if name is not None:
        command = group.get_command(click.Context(group), name)
        assert command is not None, f"there is no `surge {name}`"
        group = command
    known = {option for one in (main, group) for parameter in one.params for option in parameter.opts}
    assert [option for option in options if option.split("=")[0] not in known | {"--help", "--version"}] == []


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_a_link_between_pages_leads_to_a_file(path):
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_a_make_target_that_a_page_names_exists(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)) <= targets
