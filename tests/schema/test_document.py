"""A document knows where each part was written, also when it was put together from several files."""

import pytest

from sim.schema.document import Document, Mark, dotted, lines_of
from sim.schema.reader import read_text

TEXT = """\
sites:
  dc: {kind: dc, at: [0, 1]}
lanes:
  - {from: dc,
     to: shop}
"""
DOCUMENT = read_text(TEXT, "w.yaml")


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        (("sites", "dc", "kind"), False, (2, 14)),
        (("sites", "dc", "kind"), True, (2, 8)),
        (("sites", "dc", "at", 1), False, (2, 26)),
        (("sites", "dc", "open"), False, (2, 3)),  # not written: the key of what it is missing from
        (("sites", "dc", "open", "from"), True, (2, 3)),
        (("lanes", 0, "to"), False, (5, 10)),
        (("lanes", 0, "takes"), False, (4, 5)),
        (("lanes", 7), False, (3, 1)),
        (("products",), False, (1, 1)),
        ((), False, (1, 1)),
    ],
)
def test_a_mark_is_of_the_value_or_the_key_else_of_the_nearest_part_around_it(path, key, place):
    mark = DOCUMENT.mark(path, key)
    assert (mark.file, mark.line, mark.column) == ("w.yaml", *place)
    assert mark.source == TEXT.split("\n")[place[0] - 1]


def test_a_document_without_marks_knows_its_file():
    assert Document("w.yaml", {}).mark(("a", "b")) == Mark("w.yaml", 0, 0)


def test_a_problem_stands_at_its_place_with_all_that_is_known():
    problem = DOCUMENT.problem(("sites", "dc", "at", 0), "is wrong", found="0", allowed="1", suggestion="2")
    assert problem.render() == (
        "w.yaml:2:23  sites.dc.at.0: is wrong; found 0; allowed: 1 (did you mean '2'?)\n"
        "      dc: {kind: dc, at: [0, 1]}\n"
        "                          ^"
    )


@pytest.mark.parametrize(
    ("what", "name", "known", "message"),
    [
        ("site", "dd", ["dc", "shop"], "'dd' is not a site; allowed: dc, shop (did you mean 'dc'?)"),
        ("item", "zzz", ["dc"], "'zzz' is not an item; allowed: dc"),
        ("item", "zzz", [], "'zzz' is not an item; allowed: none is defined"),
        ("site", "s", (f"site_{n}" for n in range(22)), None),
    ],
)
def test_an_unknown_name_is_reported_with_those_that_are_known(what, name, known, message):
    sentence = DOCUMENT.unknown(("lanes", 0, "to"), what, name, known).sentence
    if message is None:
        assert sentence.endswith("site_18, site_19 and 2 more")
    else:
        assert sentence == f"lanes.0.to: {message}"


def test_a_part_is_found_or_not():
    assert DOCUMENT.at(()) is DOCUMENT.tree
    assert DOCUMENT.at(("sites", "dc", "at", 1)) == 1
    for path in (("nothing",), ("lanes", 3), ("sites", "dc", "kind", "x")):
        with pytest.raises((KeyError, IndexError, TypeError)):
            DOCUMENT.at(path)


def test_a_graft_changes_one_part_with_its_marks_and_nothing_else():
    patch = read_text("over:\n  place: {kind: shop}\n", "p.yaml")
    grafted = DOCUMENT.graft(("sites", "dc"), patch, ("over", "place"))
    assert grafted.tree == {"sites": {"dc": {"kind": "shop"}}, "lanes": [{"from": "dc", "to": "shop"}]}
    assert (grafted.mark(("sites", "dc", "kind")).file, grafted.mark(("sites", "dc", "kind")).line) == ("p.yaml", 2)
    assert grafted.mark(("lanes", 0, "to")).file == "w.yaml"
    assert ("sites", "dc", "at") not in grafted.marks
    assert DOCUMENT.tree["sites"]["dc"]["kind"] == "dc"


def test_a_graft_into_a_list_replaces_one_entry_and_one_that_is_not_there_is_made():
    new = read_text("5", "p.yaml")
    assert DOCUMENT.graft(("lanes", 0, "to"), new).tree["lanes"] == [{"from": "dc", "to": 5}]
    assert DOCUMENT.graft(("products", "loaf", "price"), new).tree["products"] == {"loaf": {"price": 5}}
    assert DOCUMENT.graft((), new).tree == 5


@pytest.mark.parametrize(
    ("path", "text"), [((), ""), (("a", 0, "b"), "a.0.b"), (("x" * 80,), "x" * 80), (("x" * 81,), "x" * 77 + "...")]
)
def test_a_path_is_written_with_dots_and_a_long_step_is_cut(path, text):
    assert dotted(path) == text


def test_lines_end_wherever_a_yaml_parser_thinks_so():
    assert lines_of("a\nb\r\nc\rd\x85e\u2028f\u2029g") == list("abcdefg")
    assert lines_of("") == [""]
