"""A result out of the folder of a run, so that what is drawn of results can be drawn of folders."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import CHANNELS, Reason
from sim.metrics import Ground, Measures, Moment, Place
from sim.metrics.weeks import Weeks
from sim.replay.film import CONTROL_STEPS, DISPLACED_STEPS, MOVERS, NOBODY
from sim.replay.folder import Recording
from sim.results import Result
from sim.run import window_of

AGREEMENT = ("dyad", "kind", "signed", "ended", "end", "mediated")
EVENT = (
    "week", "cell", "violence", "deaths_a", "deaths_b", "deaths_civilians", "deaths_peacekeepers",
)  # fmt: skip
NO_RIVER = -2
"""In the film: a cell through which no river runs."""


def recalled(run: Recording) -> Result:
    """Return the result of a run as its folder tells it.

    Outcomes, series, costs, reasons and requests are those of the run. The map has its pictures
    every few weeks, quantised to what the eye can tell. Of events there is what figures need: week,
    cell, type of violence and deaths, so that :attr:`Result.events` cannot be asked for; read
    events.parquet instead.
    """
    pairs, agreements = _agreements(run)
    costs = pd.read_parquet(run.folder / "costs.parquet").drop(columns="week")
    film = run.film
    names = {key: film[key].tolist() for key in ("groups", "districts", "hubs")}
    return Result(
        scenario=run.scenario,
        seed=run.seed,
        weeks=run.weeks,
        partial=bool(run.outcomes["partial"]),
        window=window_of(run.scenario),
        measures=Measures(**run.provenance["measures"]),
        series_data=_records(run.series, tuple(Weeks.columns)),
        events_data=_events(run),
        agreements=agreements,
        costs_data={str(name): costs[name].to_numpy(np.float64) for name in costs.columns},
        failures_data=_ledger(run, "reasons", list(costs.columns), [one.name for one in Reason]),
        requests_data=_ledger(run, "requests", list(costs.columns), list(CHANNELS)),
        pairs=pairs,
        place=Place(
            width=int(film["shape"][1]),
            cell_km=float(film["cell_km"]),
            district=film["district"].astype(np.int64),
            names={**names, "factions": film["parties"].tolist()},
            parents=np.full(len(film["parties"]), -1),
        ),
        ground=_ground(run),
        moments=tuple(_moments(run)),
        film=film,
        provenance=run.provenance,
    )


def _events(run: Recording) -> NDArray[np.void]:
    """Acts of violence as records, by cell and type."""
    where = {"cell": run.cells, "violence": run.events["type_of_violence"]}
    return _records(run.events.assign(**where), EVENT)


def _records(table: pd.DataFrame, columns: tuple[str, ...]) -> NDArray[np.void]:
    """Columns of a table as records."""
    found = np.empty(len(table), [(name, table[name].dtype.type) for name in columns])
    for name in columns:
        found[name] = table[name]
    return found


def _agreements(run: Recording) -> tuple[NDArray[np.int64], NDArray[np.void]]:
    """Pairs of parties that signed something, and all agreements by the rows of their pairs."""
    film = run.film
    sides = np.stack([film["agreement_a"], film["agreement_b"]], axis=1).astype(np.int64)
    pairs, dyads = np.unique(sides, axis=0, return_inverse=True)
    told = {name: film[f"agreement_{name}"] for name in AGREEMENT[1:]}
    return pairs, _records(pd.DataFrame({"dyad": dyads.ravel(), **told}), AGREEMENT)


def _ledger(
    run: Recording, kind: str, elements: list[str], names: list[str]
) -> NDArray[np.float64]:
    """A part of the ledger, shape (weeks, elements, names): why nothing happened, or requests.

    Folders of earlier versions have no requests: none are recalled.
    """
    found = np.zeros((run.weeks, len(elements), len(names)))
    path = run.folder / f"{kind}.parquet"
    if not path.is_file():
        return found
    table = pd.read_parquet(path)
    week, element, third = (table[name] for name in table.columns[:3])
    rows = element.map({name: place for place, name in enumerate(elements)}).to_numpy(np.int64)
    lines = third.map({name: place for place, name in enumerate(names)}).to_numpy(np.int64)
    found[week.to_numpy(), rows, lines] = table["amount"]
    return found


def _ground(run: Recording) -> Ground:
    film = run.film
    shape = tuple(film["shape"].tolist())
    downstream = film["downstream"].reshape(shape).astype(np.int64)
    capital = int(film["capital"])
    return Ground(
        cell_km=float(film["cell_km"]),
        terrain=film["terrain"].reshape(shape) / 255.0,
        road=film["road"].reshape(shape) / 255.0,
        land=film["land"].reshape(shape) != 0,
        river=downstream > NO_RIVER,
        downstream=downstream,
        district=film["district"].reshape(shape).astype(np.int64),
        population=film["population"].reshape(shape).astype(np.float64),
        capital=(capital % shape[1], capital // shape[1]),
    )


def _moments(run: Recording) -> list[Moment]:
    """The pictures of the film."""
    film = run.film
    height, width = film["shape"].tolist()
    bands, bases, convoys, zones = (_placed(run, kind) for kind in MOVERS)
    found = []
    for frame, week in enumerate(film["week"].tolist()):
        kept = film["control"][frame].reshape(height, width)
        control = np.where(kept == NOBODY, np.nan, kept / CONTROL_STEPS - 1.0)
        fighters = bands[frame]
        found.append(
            Moment(
                week=week,
                control=control,
                displaced=np.expm1(film["displaced"][frame] / DISPLACED_STEPS).reshape(
                    height, width
                ),
                bands=fighters,
                peacekeepers=bases[frame],
                convoys=convoys[frame],
                zones=zones[frame],
                fighters=np.bincount(
                    fighters[:, 3].astype(np.int64), fighters[:, 2], len(film["parties"])
                ).astype(np.float64),
            )
        )
    return found


def _placed(run: Recording, kind: str) -> list[NDArray[np.float64]]:
    """Things of a kind in each picture: rows of x, y and, but for zones, size and kind."""
    film = run.film
    width = int(film["shape"][1])
    cell = film[f"{kind}_cell"].astype(np.int64)
    known = (film[f"{kind}_{name}"] for name in MOVERS[kind] if name != "cell")
    columns = [cell % width, cell // width, *known]
    every = np.column_stack(columns).astype(np.float64)
    return np.split(every, np.cumsum(film[f"{kind}_count"].astype(np.int64))[:-1])
