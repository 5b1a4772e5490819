"""Events from UCDP GED, ACLED or a run of the simulation, in one normal form.

The shape of a file is recognised from its columns, not from its name.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.normal_form import EventTable, Map
from experiments.analysis.table_files import (
    at_row,
    days,
    numbers,
    read_table,
    require,
    shortened,
)
from sim.errors import UserError

# ACLED also records what is not violence; its statistics of events would be of something else.
ACLED_VIOLENCE = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Riots",
)
_Reader = Callable[[pd.DataFrame, Path, np.ndarray | None], EventTable]


def read_events(path: str | Path, country_column: str | None = None) -> EventTable:
    """Read a file of events: UCDP GED or ACLED as CSV (also .gz), or a run's events.parquet.

    Args:
        path: the file.
        country_column: the column that names the country, if it is not called ``country``.

    Raises:
        UserError: the file is not a table of events, or a value in it is impossible.
        OSError: there is no such file, or it cannot be read.
    """
    path = Path(path)
    return events_of(read_table(path), path, country_column)


def events_of(table: pd.DataFrame, path: Path, country_column: str | None = None) -> EventTable:
    """Bring a table that was read already into the normal form; see `read_events`."""
    read = _reader(table, path)
    events = read(table, path, _country(table, path, country_column))
    events = events.without(np.isnan(events.x) | np.isnan(events.y), "without coordinates")
    events = events.without(np.isnan(events.year), "without a year")
    unknown = int(np.isnan(events.deaths).sum())
    if unknown:
        note = f"Deaths unknown in {unknown:,} events."
        events = replace(events, notes=(*events.notes, note))
    return replace(events, year=events.year.astype(int))


def name_of(path: Path) -> str:
    """Return what to call a file in a report: a run is known by its folder."""
    if path.stem == "events" and path.resolve().parent.name:
        return path.resolve().parent.name
    return path.name.removesuffix(".gz").rpartition(".")[0] or path.name


def _reader(table: pd.DataFrame, path: Path) -> _Reader:
    columns = set(table.columns)
    if {"x_km", "y_km"} & columns:
        return _from_run
    if {"fatalities", "event_date", "event_id_cnty"} & columns:
        return _from_acled
    if {"best", "type_of_violence", "where_prec"} & columns:
        return _from_ged
    raise UserError(
        f"{path}: not a table of events. Recognised are UCDP GED (with longitude, latitude, year, "
        "best), ACLED (longitude, latitude, event_date, fatalities) and the events.parquet of a "
        f"run (x_km, y_km, day, best). Columns found: {shortened(table.columns)}."
    )


def _from_run(table: pd.DataFrame, path: Path, country: np.ndarray | None) -> EventTable:
    needed = ("x_km", "y_km", "year", "day", "best", "deaths_civilians")
    require(table, path, (*needed, "cell_x", "cell_y"), "events of a run")
    x, y, year, day, deaths, civilians = (numbers(table, path, name) for name in needed)
    known = np.ones(len(table), bool)
    its_map, notes = _map(table, path)
    return EventTable(
        name=name_of(path),
        source="a run",
        km=True,
        x=x,
        y=y,
        year=year,
        deaths=_deaths(deaths, path, "best"),
        civilians=_deaths(civilians, path, "deaths_civilians"),
        day=day,
        placed=known,
        dated=known,
        country=country,
        map=its_map,
        notes=notes,
    )


def _from_ged(table: pd.DataFrame, path: Path, country: np.ndarray | None) -> EventTable:
    require(table, path, ("longitude", "latitude", "best"), "UCDP GED events")
    day = days(table, path, "date_start") if "date_start" in table else None
    dated = np.ones(len(table), bool)
    if "date_prec" in table:
        dated = numbers(table, path, "date_prec") == 1
    elif day is not None and "date_end" in table:
        dated = day == days(table, path, "date_end")
    civilians = "deaths_civilians"
    return EventTable(
        name=name_of(path),
        source="UCDP GED",
        km=False,
        **_places(table, path, "where_prec"),
        year=_year(table, path, day, "date_start"),
        deaths=_deaths(numbers(table, path, "best"), path, "best"),
        civilians=_deaths(numbers(table, path, civilians), path, civilians)
        if civilians in table
        else None,
        day=day,
        dated=dated if day is None else dated & ~np.isnan(day),
        country=country,
    )


def _from_acled(table: pd.DataFrame, path: Path, country: np.ndarray | None) -> EventTable:
    kind = "ACLED events"
    require(table, path, ("longitude", "latitude", "event_date", "fatalities", "event_type"), kind)
    day = days(table, path, "event_date")
    deaths = _deaths(numbers(table, path, "fatalities"), path, "fatalities")
    dated = ~np.isnan(day)
    if "time_precision" in table:
        dated &= numbers(table, path, "time_precision") == 1
    kinds = table["event_type"].astype("string").str.strip()
    events = EventTable(
        name=name_of(path),
        source="ACLED",
        km=False,
        **_places(table, path, "geo_precision"),
        year=_year(table, path, day, "event_date"),
        deaths=deaths,
        civilians=np.where(kinds == "Violence against civilians", deaths, 0.0),
        day=day,
        dated=dated,
        country=country,
        notes=("Deaths of civilians: all deaths of events 'Violence against civilians'.",),
    )
    peaceful = ~kinds.isin(ACLED_VIOLENCE).fillna(False).to_numpy(bool)
    return events.without(peaceful, "that are not violence (protests, strategic developments)")


def _places(table: pd.DataFrame, path: Path, precision: str) -> dict[str, Any]:
    places: dict[str, Any] = {}
    for name, column, limit in (("x", "longitude", 180.0), ("y", "latitude", 90.0)):
        values = numbers(table, path, column)
        wrong = np.abs(values) > limit
        if wrong.any():
            row = int(np.argmax(wrong))
            raise UserError(
                f"{at_row(path, row)}: {column} is {values[row]:g}, but degrees between "
                f"-{limit:g} and {limit:g} were expected."
            )
        places[name] = values
    known = np.ones(len(table), bool)
    if precision in table:
        known = numbers(table, path, precision) <= 2
    return places | {"placed": known}


def _year(table: pd.DataFrame, path: Path, day: np.ndarray | None, date: str) -> np.ndarray:
    if "year" in table:
        return numbers(table, path, "year")
    if day is None:
        raise UserError(
            f"{path}: neither year nor {date} is there, one of which events must have. "
            f"Columns found: {shortened(table.columns)}."
        )
    return pd.to_datetime(pd.Series(day), unit="D").dt.year.to_numpy(float)


def _deaths(values: np.ndarray, path: Path, column: str) -> np.ndarray:
    wrong = values < 0
    if wrong.any():
        row = int(np.argmax(wrong))
        raise UserError(
            f"{at_row(path, row)}: {column} is {values[row]:g}, but a number of deaths from 0 up "
            "was expected."
        )
    return np.round(values)


def _country(table: pd.DataFrame, path: Path, column: str | None) -> np.ndarray | None:
    if column is None:
        if "country" not in table:
            return None
        column = "country"
    column = column.strip().lower()
    require(table, path, (column,), "events by country")
    return table[column].astype("string").fillna("").str.strip().to_numpy(object)


def _map(table: pd.DataFrame, path: Path) -> tuple[Map | None, tuple[str, ...]]:
    """The map of a run, and a note where the file does not hold it."""
    if "map" not in table.attrs:
        smallest = _smallest_map(table, path)
        if smallest is None:
            return None, ()
        size = f"{smallest.width} x {smallest.height}"
        return smallest, (f"Map: {size} cells, the smallest that holds the events.",)
    try:
        found: dict[str, Any] = json.loads(table.attrs["map"])
        water = tuple(int(cell) for cell in found.get("water", ()))
        known = Map(int(found["width"]), int(found["height"]), float(found["cell_km"]), water)
        cells = known.width * known.height
        if not (known.width > 0 and cells > 0 and 0 < known.cell_km < np.inf):
            raise ValueError("nothing on it")
        if water and not 0 <= min(water) <= max(water) < cells:
            raise ValueError("water beyond its edge")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"{path}: the metadata 'peacegrid.map' cannot be read ({error}); expected was "
            'JSON such as {"width": 32, "height": 32, "cell_km": 25}.'
        ) from error
    return known, ()


def _smallest_map(table: pd.DataFrame, path: Path) -> Map | None:
    cells = np.stack([numbers(table, path, "cell_x"), numbers(table, path, "cell_y")])
    places = np.stack([numbers(table, path, "x_km"), numbers(table, path, "y_km")])
    ok = np.isfinite(cells + places).all(axis=0)
    cells, places = cells[:, ok], places[:, ok]
    inner = cells > 0
    if not inner.any():
        return None
    # A place in cell c of size s lies between c s and (c + 1) s; all places together pin down s.
    low = float((places / (cells + 1)).max())
    high = float((places[inner] / cells[inner]).min())
    if not 0 < low <= high <= 1.2 * low:
        return None
    width, height = (int(number) + 1 for number in cells.max(axis=1))
    return Map(width, height, _roundest(low, high))


def _roundest(low: float, high: float) -> float:
    """Return the number with the fewest decimals between ``low`` and ``high`` (as cells have)."""
    for step in (5.0, 1.0, 0.5, 0.1, 0.01):
        value = float(np.ceil(round(low / step, 9)) * step)
        if value <= high:
            return round(value, 2)
    return low
