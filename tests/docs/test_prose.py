"""Pages are written one sentence a line, so that a change of a sentence is a change of a line."""

import re
from collections.abc import Iterator

import pytest

from tests.docs.pages import PAGES, page

# an end of a sentence and the beginning of the next one; code, brackets and what is quoted are taken out before
NEXT = re.compile(r"[.!?][\"”*]*\s+(?=[A-Z“\"*\[])|[。！？](?=[^」”）)\s*])")
# not an end: an abbreviation, or the initial of a name
SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|ed|No|St|Fig|Eq)|\b[A-Z]|^\s*(?:[-*] )?\d+)\.[\"”*]*\s+$")
# also apart: a heading in bold that a paragraph begins with
APART = (
    re.compile(r"^\*\*[^*]{1,40}\*\* "),
    re.compile(r"`[^`]*`"),
    re.compile(r"\([^()]*\)"),
    re.compile(r"\[[^\[\]]*\]"),
)
OTHER = re.compile(r"#|    |<!--|\s*[|!]|\s*\[!|- .*\(\d{4}\)\. ")
"""How lines begin that are no prose: a heading, code, a comment, a table, a picture, a badge, a book."""


def prose(text: str) -> Iterator[tuple[int, str]]:
    """The lines of running text with their numbers: no code, tables, headings, comments or lists of literature."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not OTHER.match(line):
            yield number, line


def two_sentences(line: str) -> bool:
    """Whether a second sentence begins in a line."""
    for apart in APART:
        line = apart.sub("x", line)
    return any(not SHORT.search(line[: match.end()]) for match in NEXT.finditer(line))


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_a_page_has_one_sentence_a_line(path):
    text = path.read_text(encoding="utf-8")
    assert [f"{page(path)}:{number}: {line}" for number, line in prose(text) if two_sentences(line)] == []


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_a_page_begins_with_its_title_and_ends_with_one_line_break(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("line", "two"),
    [
        ("One sentence, e.g. This one.", False),
        ("One sentence. And another.", True),
        ("Is it? It is.", True),
        ("**What.** It is one sentence after a heading in bold.", False),
        ("**What.** One sentence. **And** another.", True),
        ("A formula by G. P. Cimellaro et al. (2010).", False),
        ("A call `a. B` and (a bracket. With a sentence) are one.", False),
        ("1. The first of a list.", False),
        ("一句。", False),
        ("一句。又一句。", True),
        ("它说“一句。”", False),
        ("Version 1.2 of it, and 3.5 more.", False),
    ],
)
def test_the_rule_finds_a_second_sentence_and_no_abbreviation(line, two):
    assert two_sentences(line) is two


def test_code_tables_headings_and_literature_are_no_prose():
    other = [
        "# A. B",
        "```",
        "A. B",
        "```",
        "| A. B |",
        "    A. B",
        "<!-- A. B -->",
        "- Zipkin, P. (2000). Foundations.",
    ]
    assert list(prose("\n".join([*other, "A."]))) == [(9, "A.")]
