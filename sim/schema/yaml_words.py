"""Errors of a YAML parser in plain words, for people who do not know its grammar."""

from __future__ import annotations

OPENED = ("a '{'", "a '['")
TOO_DEEP = "maximum nesting depth"  # libyaml 0.2.6 and newer
LONGEST_KEY = 1024  # characters; of the YAML specification
_BEGINS = ("could not find expected ':'", "unexpected end of stream", "unexpected document indicator")
_PLAIN = (
    (
        "mapping values are not allowed",
        "a ':' where no key can stand: check the indentation, or quote a text with ': '",
    ),
    ("could not find expected ':'", "a key without ':' after it"),
    ("expected ',' or '}'", "a '{' is not closed, or a ',' is missing"),
    ("expected ',' or ']'", "a '[' is not closed, or a ',' is missing"),
    ("expected the node content", "a key or a value is missing here"),
    ("did not find expected node content", "a key or a value is missing here"),
    ("expected <block end>", "the indentation does not fit the lines above, or a key is missing"),
    ("did not find expected '-'", "a list entry must begin with '- ', indented like the entry before"),
    ("did not find expected key", "the indentation does not fit the lines above, or a key is missing"),
    ("unexpected end of stream", "a quote is opened and not closed"),
    ("unexpected document indicator", "a quote is opened and not closed"),
    ("block sequence entries are not allowed", "a list entry ('- ') cannot stand here: begin it on its own line"),
    ("did not find expected alphabetic", "'*' and '&' have a meaning in YAML: put the text in quotes, like '*'"),
    ("did not find expected <document start>", "this does not belong to the keys above: check the indentation"),
    ("cannot start any token", "a text cannot begin with this character: put it in quotes"),
)


def begins(problem: str) -> bool:
    """Whether the error lies where something was opened, and not where the parser stopped."""
    return any(phrase in problem for phrase in _BEGINS)


def in_plain_words(problem: str, line: str, column: int) -> str:
    """The parser's `problem` at a column of a line (from 0), with the usual cure."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[column : column + 1] == "\t":
        return "a tab is used to indent: use spaces"
    if line[column : column + 1] in ("}", "]") and "expected" in problem:
        return f"there is a '{line[column]}' too many here, or it is opened nowhere"
    if "mapping values are not allowed" in problem and column > LONGEST_KEY and ": " not in line[:column]:
        return f"a key is too long: at most {LONGEST_KEY:,} characters"
    for phrase, meant in _PLAIN:
        if phrase in problem:
            return meant
    return f"this is not YAML: {problem}"
