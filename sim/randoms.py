"""Random numbers by name: every stream has a name, and nothing depends on the order of creation.

There are two kinds:

* *streams*: one generator per (seed, replication, name, entity), for things that happen in sequence (arrivals of a
  show, trips of a lane). Another entity's draws never move them.
* *random numbers of orders*: an order carries a 64-bit key; `uniforms("pack", keys)` hashes key and name into a number
  in (0, 1). The same order has the same numbers in every scenario, whatever else happens around it, which is what
  common random numbers need.

The mixing function is the finaliser of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).digest()


def _mix(z: Keys) -> Keys:
    """SplitMix64's finaliser: 64 bits in, 64 well-mixed bits out."""
    with np.errstate(over="ignore"):
        z = (z + _GOLDEN).astype(np.uint64)
        z = (z ^ (z >> np.uint64(30))) * _MIX_1
        z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


class Streams:
    """All random numbers of one replication."""

    def __init__(self, seed: int, replication: int = 0) -> None:
        self.seed, self.replication = seed, replication

    def rng(self, name: str, entity: object = "") -> np.random.Generator:
        """The generator called (name, entity); asking twice gives two generators with the same sequence."""
        words = np.frombuffer(_digest(self.seed, self.replication, name, entity), dtype=np.uint32)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words.tolist())))

    def keys(self, source: str, first: int, count: int) -> Keys:
        """Keys of orders `first` .. `first + count - 1` of a source, shape (count,)."""
        base = np.uint64(int.from_bytes(_digest(self.seed, self.replication, "order", source)[:8], "little"))
        with np.errstate(over="ignore"):
            return _mix(base + np.arange(first, first + count, dtype=np.uint64) * _GOLDEN)

    def uniforms(self, name: str, keys: Keys) -> Floats:
        """One number in (0, 1) per key for the matter called `name`, shape of `keys`."""
        # the word is part of the hash: another one would change every result
        salt = np.uint64(int.from_bytes(_digest("luck", name)[:8], "little"))
        bits = _mix(np.asarray(keys, dtype=np.uint64) ^ salt) >> np.uint64(11)
        return (bits.astype(np.float64) + 0.5) * 2.0**-53
