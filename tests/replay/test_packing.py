"""Packing: what goes in comes out, whatever it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.replay.packing import TYPES, pack, unpack


@given(
    st.sampled_from(sorted(TYPES)),
    st.lists(st.integers(0, 2**32 - 1), max_size=60),
    st.integers(0, 70),
)
def test_arrays_come_back(kind: str, values: list[int], stride: int) -> None:
    array = np.array(values, np.uint64).astype(kind)
    other = np.arange(5, dtype=np.uint8)
    found = unpack(pack({"a": array, "b": other}, {"a": stride}))
    np.testing.assert_array_equal(found["a"], array)
    np.testing.assert_array_equal(found["b"], other)
    assert found["a"].dtype == array.dtype


def test_signs_and_fractions_are_refused() -> None:
    with pytest.raises(KeyError):
        pack({"a": np.array([-1, 1])}, {})
    with pytest.raises(KeyError):
        pack({"a": np.array([0.5])}, {})
