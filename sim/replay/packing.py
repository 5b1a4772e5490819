"""Arrays as text in a page, small: differences, bytes in planes, gzip, base64.

The page undoes the same steps (`web/unpack.js`): `DecompressionStream` is in every browser of
the last years, so no library is needed.
"""

import base64
import gzip
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

TYPES = {"uint8": "Uint8Array", "uint16": "Uint16Array", "uint32": "Uint32Array"}
"""What arrays may hold, and what the page reads it into."""


class Packed(NamedTuple):
    """Arrays in one text.

    Attributes:
        entries: for each array its name, its type in the page, its length and the distance over
            which differences were taken (0: none).
        text: base64 of the gzip of all bytes.
    """

    entries: list[tuple[str, str, int, int]]
    text: str


def pack(arrays: Mapping[str, NDArray[Any]], strides: Mapping[str, int]) -> Packed:
    """Pack flat arrays of unsigned integers.

    Args:
        arrays: by name. strides: distance over which differences are taken, by name of the array:
            1 for what rises slowly, the length of a frame for fields that change slowly.

    Raises:
        KeyError: an array is of a type that :data:`TYPES` does not have.
    """
    index, parts = [], []
    for name, values in arrays.items():
        flat = np.ascontiguousarray(values).ravel()
        stride = strides.get(name, 0)
        index.append((name, TYPES[flat.dtype.name], len(flat), stride))
        coded = flat.copy()
        if stride:
            coded[stride:] -= flat[:-stride]  # wraps around, and so does the way back
        # All low bytes, then all high bytes: runs of equal bytes are what gzip finds.
        planes = coded.astype(coded.dtype.newbyteorder("<")).view(np.uint8)
        parts.append(planes.reshape(-1, flat.itemsize).T.tobytes())
    # No time stamp, so that the same run gives the same file.
    return Packed(index, base64.b64encode(gzip.compress(b"".join(parts), 9, mtime=0)).decode())


def unpack(packed: Packed) -> dict[str, NDArray[Any]]:
    """Return the flat arrays again: what the page does, for tests."""
    names = {page: np.dtype(name) for name, page in TYPES.items()}
    content = gzip.decompress(base64.b64decode(packed.text))
    found: dict[str, NDArray[Any]] = {}
    place = 0
    for name, kind, count, stride in packed.entries:
        dtype = names[kind]
        size = count * dtype.itemsize
        planes = np.frombuffer(content, np.uint8, size, place).reshape(dtype.itemsize, count)
        values = planes.T.copy().view(dtype.newbyteorder("<")).ravel().astype(dtype)
        if stride:
            for k in range(min(stride, count)):
                values[k::stride] = np.cumsum(values[k::stride], dtype=dtype)
        found[name] = values
        place += size
    return found
