"""Parquet parts: what shards leave behind, each whole or not there at all.

A shard writes up to three files with one name: into ``series/``, ``events/`` and, last,
``outcomes/``. Only the last makes its runs count: files of the others without their partner are
leftovers of a shard that was killed. The footer of a part says to which plan it belongs and which
runs are in it, so that nothing needs to be kept elsewhere.
"""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

OUTCOMES = "outcomes"
KINDS = ("series", "events", OUTCOMES)
QUARANTINE = "quarantine"
ROWS = 65_536
"""Rows that are packed at a time: what is packed is held in memory."""

_PLAN, _RUNS, _CODE = b"peacegrid.plan", b"peacegrid.runs", b"peacegrid.code"


TRIES = 20
"""Times that a folder is listed again because parts were merged meanwhile."""


class Part(NamedTuple):
    """One part.

    Attributes:
        stem: name of its files. spans: its runs, as (first, one after the last).
        code: hash of the sources that made it. bytes: of its files together.
        cells: rows times columns of its files together, from which memory follows.
    """

    stem: str
    spans: tuple[tuple[int, int], ...]
    code: str
    bytes: int
    cells: int

    @property
    def runs(self) -> NDArray[np.int64]:
        """Numbers of its runs."""
        return np.concatenate([np.arange(a, b) for a, b in self.spans])


class Scan(NamedTuple):
    """What lies in a folder: whole parts by first run, and broken files with what is wrong."""

    parts: tuple[Part, ...]
    broken: Mapping[Path, str]

    def done(self, runs: int) -> NDArray[np.bool_]:
        """Which of the runs of a plan are in some part."""
        found = np.zeros(runs, np.bool_)
        for part in self.parts:
            for first, end in part.spans:
                found[first:end] = True
        return found


def write(folder: Path, tables: Mapping[str, pa.Table], key: str, code: str) -> str:
    """Write one part; return its name.

    Args:
        tables: by kind; that of the outcomes has a column `run`.
        key: of the plan. code: hash of the sources.

    Raises:
        OSError: it cannot be written, and nothing of it is there.
    """
    runs = np.unique(tables[OUTCOMES]["run"].to_numpy())
    stem = f"part-{runs[0]:09d}-{runs[-1]:09d}-{uuid.uuid4().hex[:8]}"
    about = {_PLAN: key, _RUNS: _ranges_text(runs), _CODE: code}
    written: list[Path] = []
    try:
        for kind in KINDS:
            if kind in tables:
                written.append(path_of(folder, kind, stem))
                _write_whole(written[-1], tables[kind], about)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return stem


def path_of(folder: Path, kind: str, stem: str) -> Path:
    """Where the file of a part lies."""
    return folder / kind / f"{stem}.parquet"


def scan(folder: Path, key: str) -> Scan:
    """Look at every part in a folder. Reads footers only, and changes nothing."""
    for _ in range(TRIES):
        found, gone = _scanned(folder, key)
        if not gone:
            break
    return found


def _scanned(folder: Path, key: str) -> tuple[Scan, bool]:
    """Look at the parts once; and whether one has gone since they were listed, because somebody
    has merged it into another, which is not in the list."""
    found: list[Part] = []
    broken: dict[Path, str] = {}
    gone = False
    for path in sorted((folder / OUTCOMES).glob("part-*.parquet")):
        try:
            found.append(_part(folder, path, key))
        except FileNotFoundError:
            gone = True
        except (OSError, ValueError, KeyError) as error:
            broken[path] = str(error).splitlines()[0] if str(error) else repr(error)
    found.sort(key=lambda part: (part.spans[0][0], part.stem))
    return Scan(tuple(found), broken), gone


def clean(folder: Path, key: str) -> tuple[Scan, list[str]]:
    """Scan, put broken files aside, and remove leftovers. Only for whoever holds the lock.

    Returns:
        What is there afterwards, and a sentence for each thing that was done.
    """
    said = []
    scanned = scan(folder, key)
    for path, why in scanned.broken.items():
        for kind in KINDS:
            set_aside(folder, path_of(folder, kind, path.stem))
        said.append(f"put aside {path.name}: {why}")
    kept, seen = [], np.zeros(0, np.bool_)
    # The longest first: a merged part makes those that it was made from superfluous.
    for part in sorted(scanned.parts, key=lambda one: -sum(b - a for a, b in one.spans)):
        runs = part.runs
        if runs.max() >= len(seen):
            seen = np.concatenate([seen, np.zeros(int(runs.max()) + 1 - len(seen), np.bool_)])
        if seen[runs].all():
            remove(folder, part.stem)
            said.append(f"removed {part.stem}: its runs are in another part")
            continue
        seen[runs] = True
        kept.append(part)
    stems = {part.stem for part in kept}
    for kind in KINDS:
        for path in (folder / kind).glob("*"):
            if path.name.startswith(".") or (kind != OUTCOMES and path.stem not in stems):
                path.unlink(missing_ok=True)
                said.append(f"removed {kind}/{path.name}: left behind by a process that was killed")
    kept.sort(key=lambda part: (part.spans[0][0], part.stem))
    return Scan(tuple(kept), {}), said


def remove(folder: Path, stem: str) -> None:
    """Delete a part, the file that makes it count first."""
    for kind in reversed(KINDS):
        path_of(folder, kind, stem).unlink(missing_ok=True)


def set_aside(folder: Path, path: Path) -> None:
    """Move a file out of the data set."""
    if path.exists():
        place = folder / QUARANTINE
        place.mkdir(exist_ok=True)
        os.replace(path, place / f"{path.parent.name}-{path.name}")


def read(folder: Path, kind: str, part: Part, columns: list[str] | None = None) -> pa.Table:
    """Read one file of a part.

    Raises:
        OSError, ValueError: its content is damaged.
    """
    path = path_of(folder, kind, part.stem)
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return file.read(columns)


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables of one kind as one; those without rows, whose types are not known, yield."""
    filled = [table for table in tables if table.num_rows] or list(tables[:1])
    return pa.concat_tables(filled, promote_options="permissive").unify_dictionaries()


def _part(folder: Path, path: Path, key: str) -> Part:
    with pq.ParquetFile(path) as file:
        about = file.schema_arrow.metadata or {}
    if about.get(_PLAN, b"").decode() != key:
        raise ValueError("it belongs to another plan")
    spans = tuple(_spans(about[_RUNS].decode()))
    files = [one for kind in KINDS if (one := path_of(folder, kind, path.stem)).exists()]
    size = sum(one.stat().st_size for one in files)
    footers = [pq.read_metadata(one) for one in files]
    cells = sum(one.num_rows * one.num_columns for one in footers)
    return Part(path.stem, spans, about.get(_CODE, b"").decode(), size, cells)


def _write_whole(path: Path, table: pa.Table, about: Mapping[bytes, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    kept = table.schema.metadata or {}
    table = table.replace_schema_metadata({**kept, **about})
    try:
        with open(new, "wb") as file:
            pq.write_table(
                table, file, row_group_size=ROWS, compression="zstd", write_page_checksum=True
            )
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a renaming last through a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _ranges_text(runs: NDArray[np.int64]) -> str:
    """Sorted run numbers as ``0-9,12-12``."""
    return ",".join(f"{a}-{b - 1}" for a, b in spans_of(runs))


def spans_of(runs: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield (first, one after the last) of sorted numbers."""
    if len(runs):
        breaks = np.flatnonzero(np.diff(runs) != 1)
        firsts, lasts = runs[np.r_[0, breaks + 1]], runs[np.r_[breaks, len(runs) - 1]]
        yield from zip(firsts.tolist(), (lasts + 1).tolist(), strict=True)


def _spans(text: str) -> Iterable[tuple[int, int]]:
    for one in text.split(","):
        first, _, last = one.partition("-")
        yield int(first), int(last) + 1
