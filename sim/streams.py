"""Names of random streams, and draws keyed by them.

A stream is a name such as ``"bands.move"``. Its 32-bit number is a hash of the name, so that a new
stream disturbs no other. :class:`Streams` draws from Python; kernels call
:func:`sim.kernels.uniform` with the same numbers and get the same draws.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import uniform

LARGEST_SEED = 2**63 - 1
_names: dict[int, str] = {}


@cache
def stream(name: str) -> int:
    """The 32-bit number of a named stream; raises ValueError if two names collide."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    if _names.setdefault(number, name) != name:
        raise ValueError(f"streams {name!r} and {_names[number]!r} share a number: rename one")
    return number


@dataclass(frozen=True, slots=True)
class Streams:
    """Draws of one run: keyed by `seed` and the week, the same in any order, on any worker."""

    seed: int
    week: int = 0

    def uniform(self, name: str, row: int = 0, k: int = 0) -> float:
        """One draw in [0, 1) of stream `name` for a row."""
        return float(uniform(self.seed, stream(name), self.week, row, k))

    def uniforms(self, name: str, rows: int, k: int = 0) -> NDArray[np.float64]:
        """Draws in [0, 1) for rows 0 to `rows` - 1, shape (rows,)."""
        number = stream(name)
        return np.array([uniform(self.seed, number, self.week, row, k) for row in range(rows)])


def run_key(rng: Any, seed: int | None) -> int:
    """The whole number that keys the draws of a run, from what Mesa allows for `rng` and `seed`.

    Raises:
        TypeError, ValueError: it is neither a whole number in range, nor None, nor NumPy's.
    """
    if seed is not None:
        if rng not in (1, None):
            raise ValueError("give rng or seed, not both: they mean the same")
        rng = seed
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(LARGEST_SEED))
    if rng is None or isinstance(rng, np.random.SeedSequence | np.random.BitGenerator):
        return int(np.random.default_rng(rng).integers(LARGEST_SEED))
    if isinstance(rng, int | np.integer) and not isinstance(rng, bool):
        if not 0 <= rng <= LARGEST_SEED:
            raise ValueError(f"rng is a number from 0 to 2**63 - 1, not {rng}")
        return int(rng)
    raise TypeError(f"rng is a whole number, a NumPy generator or None, not {rng!r}")
