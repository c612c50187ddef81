"""A world written back: every value spelled out, the same on every machine, and one hash for all of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import yaml

from sim.schema.files import HASHES, file_hash, named_files, relative
from sim.schema.scalars import plain
from sim.schema.world import World


def resolved(world: World) -> dict[str, Any]:
    """The whole world as plain JSON-able data in a stable order; reads in again to an equal world.

    Quantities carry their units. Files are named as seen from the configuration's folder; `files` has the hash of each.
    """
    tree: dict[str, Any] = world.model_dump(mode="json", by_alias=True)
    hashes = {}
    for at in list(named_files(tree)):
        part: Any = tree
        for step in at[:-1]:
            part = part[step]
        path = part[at[-1]]
        part[at[-1]] = relative(path, world.folder)
        hashes[part[at[-1]]] = file_hash(path)
    return {**tree, HASHES: dict(sorted(hashes.items()))} if hashes else tree


def config_hash(world: World) -> str:
    """The SHA-256 of the resolved world, 64 hexadecimal digits; the same for the same content on every machine.

    The order of keys counts, because the order of stations, lanes and products has a meaning.
    """
    text = json.dumps(resolved(world), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_yaml(tree: Any) -> str:
    """Plain data as YAML that the reader takes back unchanged."""
    text: str = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


class _Dumper(yaml.SafeDumper):
    """Quotes whatever the reader would not take as text, by its rules and not by those of YAML 1.1."""

    def ignore_aliases(self, data: Any) -> bool:
        """Everything is written out where it stands."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    try:
        bare = isinstance(plain(value), str)
    except ValueError:
        bare = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if bare else "'")


_Dumper.add_representer(str, _text)
