"""Writing files: whole or not at all, with units, readable by everybody."""

import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def write_parquet(
    table: "pd.DataFrame",
    path: Path,
    columns: Mapping[str, tuple[str, str]],
    metadata: dict[str, str],
) -> None:
    """Write a table whose columns carry unit and meaning as metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.Table.from_pandas(table, preserve_index=False)
    described = []
    for one in content.schema:
        unit, doc = columns.get(one.name, ("", ""))
        described.append(one.with_metadata({"unit": unit, "doc": doc}) if unit else one)
    kept = {key.decode(): value.decode() for key, value in (content.schema.metadata or {}).items()}
    content = content.cast(pa.schema(described, metadata={**kept, **metadata}))
    pq.write_table(content, path, compression="zstd")


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a name to write to; what is written takes the place of `path` when it is complete."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield new
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def write_page(text: str, path: Path) -> int:
    """Write a page, whole or not at all, its folder made if need be; return its size in bytes.

    Raises:
        OSError: it cannot be written.
    """
    content = text.encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as new:
        new.write_bytes(content)
    return len(content)


def json_text(data: Any) -> str:
    """Return plain data as JSON that every reader takes: NaN becomes null."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    return json.dumps(plain(data), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
