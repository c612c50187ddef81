"""Whatever is done to a configuration, the answer is a world or words: never a traceback, never a hang."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ConfigError
from sim.schema.document import Document
from sim.schema.load import build, load_tree, load_world
from sim.schema.load_scenario import scenario_of
from sim.schema.patch import apply, override
from sim.schema.reader import read_file
from sim.schema.resolved import config_hash, resolved
from tests.schema.small import SMALL, WORLDS

WORLD = load_world(SMALL)
TREE = read_file(SMALL).tree
SCENARIO = read_file(WORLDS / "scenarios/b_everything.yaml").tree
NAMES = ["loaf", "dc", "shops", "*", "bakery", "flour", "river", "mill", "table", "kind", "out", "everyday", "files"]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([*NAMES, "2h", "-3d", "60/h", "20:00", "d99 20:00", "5km", "", "日", "tables/shops.csv", "\0"]),
    st.text(max_size=8),
)
KEYS = st.sampled_from(NAMES) | st.text(max_size=4)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=5,
)


def places(tree, at=()):
    """Every path of a tree."""
    yield at
    for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from places(part, (*at, key))


@st.composite
def spoiled(draw, tree):
    """A tree in which a few parts are dropped, doubled, renamed or replaced."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from([at for at in places(tree) if at]))
        parent = tree
        for step in way:
            parent = parent[step]
        deed = draw(st.sampled_from(["drop", "replace", "swap", "rename"]))
        if deed == "drop":
            del parent[last]
        elif deed == "replace":
            parent[last] = draw(VALUES)
        elif deed == "rename" and isinstance(parent, dict):
            parent[draw(st.sampled_from(NAMES))] = parent.pop(last)
        else:
            *other, end = draw(st.sampled_from([at for at in places(tree) if at]))
            source = tree
            for step in other:
                source = source[step]
            parent[last] = copy.deepcopy(source[end])
        if not tree:
            return tree
    return tree


@settings(max_examples=150)
@given(spoiled(TREE))
def test_a_spoiled_world_is_a_world_or_a_list_of_problems(tree):
    try:
        world = build(Document("fuzz.yaml", tree), WORLDS).world
    except ConfigError as error:
        assert error.problems
        assert error.render()
    else:
        again = load_tree(resolved(world), folder=WORLDS)
        assert again == world
        assert config_hash(again) == config_hash(world)


@settings(max_examples=100)
@given(spoiled(SCENARIO))
def test_a_spoiled_scenario_is_a_scenario_or_a_list_of_problems(tree):
    try:
        scenario = scenario_of(Document("fuzz.yaml", tree), WORLD, ["fulfilment_rate"])
    except ConfigError as error:
        assert error.problems
        assert error.render()
    else:
        assert apply(WORLD, scenario).world.horizon > 0


SETTINGS = st.sampled_from([".".join(map(str, at)) for at in places(resolved(WORLD)) if at]) | st.text(max_size=10)


@settings(max_examples=60)
@given(SETTINGS, st.text(max_size=12) | st.sampled_from(["3d", "{a: 1}", "[1, 2]", "*a", "'", "&a"]))
def test_any_setting_from_the_command_line_is_applied_or_refused(key, value):
    try:
        override(WORLD, [f"{key}={value}"])
    except ConfigError as error:
        assert error.problems
