"""YAML in, a tree with marks out; hostile or careless text gives every problem at its line, and nothing else."""

import json
import math
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ConfigError
from sim.schema import reader
from sim.schema.document import Document, Mark
from sim.schema.reader import read_file, read_text
from sim.schema.scalars import plain


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as failure:
        read_text(text, "x.yaml")
    return [f"{one.place} {one.sentence}" for one in failure.value.problems]


@pytest.fixture(params=["c", "python"])
def either_parser(request, monkeypatch):
    """The C parser, and the one that is there when libyaml is not."""
    if request.param == "python":
        monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("20:00", "20:00"),
        ("06:00-14:00", "06:00-14:00"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("1_000", "1_000"),
        ("007", "007"),
        ("2026-06-15", "2026-06-15"),
        ("2026-06-15 00:00 +08:00", "2026-06-15 00:00 +08:00"),
        ("视频号", "视频号"),
        ("3e5", 300000.0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("-2", -2),
        ("+2", 2),
        ("0x1f", 31),
        ("0o17", 15),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'5'", "5"),
        ('"true"', "true"),
        ("'*'", "*"),
        ("=", "="),
    ],
)
def test_words_follow_yaml_1_2(word, value):
    read = read_text(f"a: {word}\n").tree["a"]
    assert read == value
    assert type(read) is type(value)


def test_keys_are_names_whatever_they_look_like():
    assert read_text("1: a\nNO: b\ntrue: c\n20:00: d").tree == {
        "1": "a",
        "NO": "b",
        "true": "c",
        "20:00": "d",
    }


@pytest.mark.usefixtures("either_parser")
def test_every_value_and_key_knows_its_line_and_column():
    document = read_text("a:\n  b: 5\n  c: [x, {d: y}]\n", "f.yaml")
    assert document.marks["a", "b"] == Mark("f.yaml", 2, 6, "  b: 5")
    assert document.keys["a", "c"] == Mark("f.yaml", 3, 3, "  c: [x, {d: y}]")
    assert document.marks["a", "c", 1, "d"].column == 14


def test_the_place_of_something_absent_is_the_nearest_thing_around_it():
    document = read_text("a:\n  b: {c: 1}\n")
    assert (document.mark(("a", "b", "x")).line, document.mark(("a", "b", "x")).column) == (2, 3)
    assert document.mark(("z", 4)).line == 1


@pytest.mark.usefixtures("either_parser")
def test_all_duplicate_keys_are_reported_with_their_first_line():
    assert problems("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n") == [
        "x.yaml:2:11 b.c: the key 'c' is written twice, first on line 2",
        "x.yaml:3:1 a: the key 'a' is written twice, first on line 1",
        "x.yaml:4:1 a: the key 'a' is written twice, first on line 1",
    ]


def test_an_alias_is_what_it_repeats_and_keeps_its_place():
    document = read_text("a: &hours {from: 08:00, to: 20:00}\nb: *hours\n")
    assert document.tree["b"] == {"from": "08:00", "to": "20:00"}
    assert document.tree["a"] is not document.tree["b"]
    assert document.marks["b", "from"].line == 1
    assert document.keys["b",].line == 2


def test_an_anchor_may_be_given_anew():
    assert read_text("a: &x 1\nb: *x\nc: &x 2\nd: *x").tree == {"a": 1, "b": 1, "c": 2, "d": 2}


@pytest.mark.usefixtures("either_parser")
def test_an_alias_bomb_is_defused():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for previous, name in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{name}: &{name} [{','.join(['*' + previous] * 9)}]\n"
    began = time.monotonic()
    assert "too many values" in problems(bomb)[0]
    assert time.monotonic() - began < 20


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "x.yaml the file is empty"),
        ("# nothing\n", "x.yaml the file is empty"),
        ("a:\n\tb: 1\n", "x.yaml:2:1 a tab is used to indent: use spaces"),
        ("a: b: c", "a ':' where no key can stand"),
        ("---\na: 1\n---\nb: 2\n", "x.yaml:3:1 a second document begins here"),
        ("a: *x", "x.yaml:1:4 '*x' repeats something that is not marked '&x' above"),
        ("a: &x [*x]", "'*x' stands inside what it repeats"),
        ("a: !!python/object/apply:os.system [ls]", "tags ('!...') are not used here"),
        ("a: !!str 5", "tags ('!...') are not used here"),
        ("a: .nan", "x.yaml:1:4 a: takes a finite number; found .nan"),
        ("a: -.inf", "takes a finite number; found -.inf"),
        ("a: 1e999", "takes a finite number; found 1e999"),
        ("a: 1" + "0" * 5000, "takes a number of at most 18 digits"),
        ("a: {b: 1", "a '{' is not closed"),
        ("a: [1", "a '[' is not closed"),
        ("a: 'x", "a quote is opened and not closed"),
        ("a: 'x\nb: 1\n", "x.yaml:1:4 a quote is opened and not closed"),
        ("a: 1\ngroups\n  b: [1]\n", "x.yaml:2:1 a key without ':' after it"),
        ("a: [1,\n 2\nb: 3\n", "a '[' is not closed, or a ',' is missing; it opens on line 1, character 4"),
        ("b: 1\na: {c: {d: 1}\n", "it opens on line 2, character 4"),
        ("a: {b: 1}, c: 2}\n", "x.yaml:1:10 "),
        ("a: {b: 1}}\n", "x.yaml:1:10 there is a '}' too many here"),
        ("a: [1]]\n", "there is a ']' too many here"),
        ("a: {", "a key or a value is missing here"),
        ("a: @x", "put it in quotes"),
        ("? [a]\n: 1", "a key must be one word or text"),
        ("?\n: 2", "a key is missing before ':'"),
        (r'a: "\0"', "x.yaml:1:4 a: an invisible character (U+0000)"),
        (r'"\0": 1', "a key with an invisible character"),
        ("<<: {a: 1}", "merging by '<<' is not used here"),
        ("a: x\x00", "x.yaml:1:5 an invisible character (U+0000) is not allowed"),
        ("a: \ud800", "an invisible character (U+D800) is not allowed"),
        ("[" * 3000, "x.yaml:1:51 nested too deeply; allowed: at most 50 levels"),
        ("[\n" * 3000, "x.yaml:51:1 nested too deeply"),
        ("- " * 3000, "x.yaml:1:101 nested too deeply"),
        ("? " * 3000, "x.yaml:1:101 nested too deeply"),
        ("a: 1\nb: " + "{c: " * 3000, "x.yaml:2:200 nested too deeply"),
        ("a: {b: " + "[" * 1500 + "]" * 1500 + "}", "nested too deeply"),
        ("\n".join(" " * level + "a:" for level in range(1500)), "x.yaml:51:51 nested too deeply"),
        ("[" * 1020 + "!", "x.yaml:1:51 nested too deeply"),
        ("x" * 1025 + ": 1", "x.yaml:1:1026 a key is too long: at most 1,024 characters"),
        ("a: {b: 1}\n- 1", "x.yaml:2:1"),
        ("a: 1\n b: 2", "x.yaml:2:"),
    ],
)
def test_careless_and_hostile_text_gets_a_readable_answer(text, sentence):
    assert sentence in problems(text)[0]


def test_too_many_values_are_refused():
    assert "put long lists into a CSV table" in problems("a: [" + "1," * 300_000 + "]")[0]


def test_a_text_that_is_too_large_is_refused():
    assert "too large; found 4.8 MB; allowed: at most 4 MB" in problems("# " + "x" * 5_000_000)[0]


def test_a_file_of_100_mb_is_refused_before_it_is_read(tmp_path):
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    began = time.monotonic()
    with pytest.raises(ConfigError, match=r"too large; found 100\.0 MB; allowed: at most 4 MB"):
        read_file(huge)
    assert time.monotonic() - began < 1


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_text("品牌: 麦田日记\n", encoding="utf-8-sig")
    assert read_file(path).tree == {"品牌": "麦田日记"}


def test_another_encoding_is_named_with_its_first_bad_byte(tmp_path):
    path = tmp_path / "gbk.yaml"
    path.write_bytes("a: 1\nbrand: 麦田日记\n".encode("gbk"))
    with pytest.raises(ConfigError) as failure:
        read_file(path)
    (problem,) = failure.value.problems
    assert (problem.line, problem.column) == (2, 8)
    assert "byte 0xc2 cannot be read (it may be GB18030" in problem.message


def test_utf_16_is_recognised(tmp_path):
    path = tmp_path / "u.yaml"
    path.write_text("a: 1\n", encoding="utf-16")
    with pytest.raises(ConfigError, match="it looks like UTF-16"):
        read_file(path)


def test_a_missing_file_names_the_one_that_was_meant(tmp_path):
    (tmp_path / "food.yaml").write_text("a: 1\n")
    with pytest.raises(ConfigError, match=r"no such file \(did you mean 'food.yaml'\?\)"):
        read_file(tmp_path / "foot.yaml")


def test_a_folder_or_a_device_is_no_file(tmp_path):
    with pytest.raises(ConfigError, match="this is a folder"):
        read_file(tmp_path)
    with pytest.raises(ConfigError, match=r"cannot be read|no such file"):
        read_file(tmp_path / "a\0b")


def test_grafting_replaces_one_part_and_its_marks_and_nothing_else():
    base = read_text("a: {b: 1, c: 2}\nd: [x, y]\n", "base.yaml")
    patch = read_text("over:\n  a.b: {deep: 5}\n", "patch.yaml")
    patched = base.graft(("a", "b"), patch, ("over", "a.b")).graft(("d", 1), patch, ("over", "a.b", "deep"))
    assert patched.tree == {"a": {"b": {"deep": 5}, "c": 2}, "d": ["x", 5]}
    assert base.tree == {"a": {"b": 1, "c": 2}, "d": ["x", "y"]}
    assert patched.mark(("a", "b", "deep")).file == "patch.yaml"
    assert patched.mark(("a", "c")).file == "base.yaml"


def test_an_unknown_name_is_reported_with_the_nearest_one():
    document = read_text("bom: {oat_laof: 1}\n", "f.yaml")
    problem = document.unknown(("bom", "oat_laof"), "material", "oat_laof", ["oat_loaf", "milk"], key=True)
    assert problem.render() == (
        "f.yaml:1:7  bom.oat_laof: 'oat_laof' is not a material; allowed: oat_loaf, milk (did you mean 'oat_loaf'?)\n"
        "    bom: {oat_laof: 1}\n"
        "          ^"
    )


@given(st.text(max_size=200))
def test_arbitrary_text_gives_a_document_or_a_config_error(text):
    try:
        document = read_text(text)
    except ConfigError as error:
        assert error.render()
    else:
        assert isinstance(document, Document)


YAMLISH = st.lists(
    st.sampled_from(
        [
            "a",
            "b: ",
            "- ",
            "\n",
            "  ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&x ",
            "*x",
            "'",
            '"',
            "|\n",
            ">",
            "!t ",
            "#",
            "1",
            "? ",
            ": ",
            "\t",
            "---\n",
            "...\n",
            "%",
            "<<: ",
            "\u2028",
            "é",
            ".nan",
        ]
    ),
    max_size=40,
).map("".join)


@given(YAMLISH)
@pytest.mark.parametrize("loader", [reader._Loader, yaml.SafeLoader])
def test_text_made_of_yaml_marks_gives_a_document_or_a_config_error(loader, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_Loader", loader)
        try:
            document = read_text(text)
        except ConfigError as error:
            assert error.problems
            assert error.render()
        else:
            assert all(mark.line >= 1 and mark.column >= 1 for mark in document.marks.values())


@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_a_document_or_a_config_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "x.yaml"
    path.write_bytes(data)
    try:
        read_file(path)
    except ConfigError as error:
        assert error.problems


PLAIN_TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz_1麦", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(st.dictionaries(st.text("abc", min_size=1), PLAIN_TREES, min_size=1))
def test_what_json_writes_reads_in_as_itself(tree):
    assert read_text(json.dumps(tree, ensure_ascii=False)).tree == tree


@given(st.from_regex(r"[0-9+\-.eExob_:~a-f]{1,12}", fullmatch=True))
def test_a_plain_word_is_a_value_or_a_sentence(word):
    try:
        value = plain(word)
    except ValueError as error:
        assert "takes a" in str(error)
    else:
        assert not isinstance(value, float) or math.isfinite(value)
