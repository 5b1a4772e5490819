"""Reading a table from a file, with errors that name the file, the line and what was found."""

import csv
import gzip
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import UserError

_SEPARATORS = ",;\t"


def read_table(path: Path) -> pd.DataFrame:
    """Read a CSV file (also gzipped; comma, semicolon or tab) or a Parquet file.

    Names of columns come out in lower case and without blanks around them. The attribute
    ``attrs["map"]`` holds the text of the Parquet file's ``peacegrid.map`` metadata, if any.

    Raises:
        UserError: the file is not such a table.
        OSError: there is no such file, or it cannot be read.
    """
    if path.is_dir():
        raise UserError(
            f"{path}: this is a folder, but a file of events was expected. "
            f"For the folder of a run give its events: {path / 'events.parquet'}"
        )
    with path.open("rb") as stream:
        start = stream.read(4)
    table = _read_parquet(path) if start == b"PAR1" else _read_csv(path, start[:2] == b"\x1f\x8b")
    table.columns = pd.Index([str(name).strip().lower() for name in table.columns])
    twice = sorted(set(table.columns[table.columns.duplicated()]))
    if twice:
        raise UserError(f"{path}: the column '{twice[0]}' is there more than once. Rename one.")
    return table


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow
    from pyarrow import parquet

    try:
        content = parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise UserError(f"{path}: a damaged Parquet file ({_first_line(error)}).") from error
    table: pd.DataFrame = content.to_pandas()
    found = (content.schema.metadata or {}).get(b"peacegrid.map")
    if found:
        table.attrs["map"] = found.decode("utf-8", errors="replace")
    return table


def _read_csv(path: Path, zipped: bool) -> pd.DataFrame:
    try:
        with (gzip.open if zipped else open)(path, "rb") as stream:
            header = stream.readline(65536)
        if not header.strip():
            raise UserError(f"{path}: the file is empty; a header line with columns was expected.")
        if any(byte < 32 and byte not in b"\t\r\n" for byte in header):
            raise UserError(
                f"{path}: this is neither a CSV nor a Parquet file. Save the table as CSV (UTF-8)."
            )
        table: pd.DataFrame = pd.read_csv(
            path,
            sep=max(_SEPARATORS, key=header.decode("latin-1").count),
            compression="gzip" if zipped else None,
            encoding="utf-8-sig",
            encoding_errors="replace",
            low_memory=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        raise UserError(f"{path}: not a table that can be read: {_first_line(error)}.") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UserError(f"{path}: a damaged gzip file ({_first_line(error)}).") from error
    return table


def require(table: pd.DataFrame, path: Path, columns: tuple[str, ...], kind: str) -> None:
    """Raise UserError if one of ``columns`` is missing, naming it and those that are there."""
    missing = [name for name in columns if name not in table]
    if missing:
        raise UserError(
            f"{path}: {', '.join(missing)} missing, which a table of {kind} must have. "
            f"Columns found: {shortened(table.columns)}."
        )


def shortened(names: Any, limit: int = 12) -> str:
    """Return the first ``limit`` names, and how many more there are."""
    names = [str(name)[:30] for name in names]
    rest = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + rest


def numbers(table: pd.DataFrame, path: Path, column: str) -> np.ndarray:
    """Return a column as floats; empty cells are NaN.

    Raises:
        UserError: a cell holds something else than a number, with its line.
    """
    values = pd.to_numeric(table[column], errors="coerce").to_numpy(float)
    wrong = ~np.isfinite(values)
    if wrong.any():
        wrong &= ~_empty(table[column])
    if wrong.any():
        row = int(np.argmax(wrong))
        raise UserError(
            f"{at_row(path, row)}: column '{column}' has '{table[column].iloc[row]}', "
            "but a number was expected."
        )
    return values


def days(table: pd.DataFrame, path: Path, column: str) -> np.ndarray:
    """Return a column of dates as days since 1970-01-01; empty cells are NaN.

    Understood are 2024-01-31 (also with a time of day) and, as ACLED writes, 31 January 2024.

    Raises:
        UserError: a cell holds something else, with its line.
    """
    if pd.api.types.is_numeric_dtype(table[column]) and not table[column].isna().all():
        raise UserError(f"{path}: column '{column}' has numbers, but dates were expected.")
    text = table[column].astype("string").str.strip()
    dates = pd.Series(pd.NaT, index=table.index)
    for form in ("ISO8601", "%d %B %Y", "%d-%B-%Y", "%d %b %Y"):
        if dates.isna().any():
            dates = dates.fillna(_dates(text, form))
    wrong = dates.isna().to_numpy() & ~_empty(text)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise UserError(
            f"{at_row(path, row)}: column '{column}' has '{text.iloc[row]}', but a date such as "
            "2024-01-31 or 31 January 2024 was expected."
        )
    found = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(found), np.nan, found.astype(np.int64))


def _dates(text: pd.Series, form: str) -> pd.Series:
    # UTC and back, so that dates with and without a zone can stand in one column.
    return pd.to_datetime(text, format=form, errors="coerce", utc=True).dt.tz_localize(None)


def at_row(path: Path, row: int) -> str:
    """Return file and place of row ``row`` (from 0) for a message."""
    return f"{path}:{row + 2}" if path.suffix != ".parquet" else f"{path}: row {row + 1}"


def _empty(column: pd.Series) -> np.ndarray:
    blank = column.astype("string").str.strip() == ""
    return (column.isna() | blank.fillna(True)).to_numpy(bool)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
