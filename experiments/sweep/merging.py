"""Merging the parts that shards have written into a few large ones."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from experiments.sweep import parts
from experiments.sweep.parts import Part

MOST_CELLS = 2_000_000
"""Rows times columns of a merged part, at most, so that the driver's memory stays flat: merging
takes some 50 bytes a cell. (Without it, a driver of 150 MB grew to 830 over 200,000 runs.)"""

log = logging.getLogger(__name__)


def merge(folder: Path, key: str) -> int:
    """Merge small parts; return how many there are afterwards. Only for whoever holds the lock.

    A merged part is there before those that it was made from are removed: a crash in between
    leaves runs twice, which readers see once, and the next command removes.
    """
    found = parts.scan(folder, key).parts
    for group in _groups(found):
        try:
            tables = {kind: _merged(folder, kind, group) for kind in parts.KINDS}
        except (OSError, ValueError, pa.ArrowException):
            _set_aside_damaged(folder, group)
            continue
        kept = {kind: table for kind, table in tables.items() if table is not None}
        parts.write(folder, kept, key, group[0].code)
        for one in group:
            parts.remove(folder, one.stem)
    return len(parts.scan(folder, key).parts)


def in_order(table: pa.Table) -> pa.Table:
    """The rows by number of the run, in the order in which a run wrote them."""
    runs = table["run"].to_numpy()
    if (runs[1:] >= runs[:-1]).all():
        return table  # as a rule; a copy of everything is saved
    return table.take(np.argsort(runs, kind="stable"))


def _groups(found: Iterable[Part]) -> Iterator[list[Part]]:
    """Neighbouring parts that make one of fair size, of one version of the code."""
    group: list[Part] = []
    size = 0
    for part in found:
        other_code = bool(group) and part.code != group[0].code
        if group and (size + part.cells > MOST_CELLS or other_code):
            if len(group) > 1:
                yield group
            group, size = [], 0
        group.append(part)
        size += part.cells
    if len(group) > 1:
        yield group


def _merged(folder: Path, kind: str, group: list[Part]) -> pa.Table | None:
    """One table from the files of one kind, every run once."""
    tables = []
    seen = np.zeros(max(end for part in group for _, end in part.spans), np.bool_)
    for part in group:
        if not parts.path_of(folder, kind, part.stem).exists():
            continue
        table = parts.read(folder, kind, part)
        fresh = ~seen[table["run"].to_numpy()]
        tables.append(table if fresh.all() else table.filter(pa.array(fresh)))
        seen[part.runs] = True
    if not tables:
        return None
    return in_order(parts.joined(tables))


def _set_aside_damaged(folder: Path, group: list[Part]) -> None:
    """Put the files aside whose content cannot be read; their runs are missing again."""
    for part in group:
        for kind in parts.KINDS:
            path = parts.path_of(folder, kind, part.stem)
            try:
                if path.exists():
                    parts.read(folder, kind, part)
            except (OSError, ValueError, pa.ArrowException) as error:
                log.warning("put aside %s: %s", path.name, error)
                for each in parts.KINDS:
                    parts.set_aside(folder, parts.path_of(folder, each, part.stem))
                break
