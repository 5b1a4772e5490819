"""What a run leaves behind: outcomes, series, events; on paper and in files."""

import json
import math
import os
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim import markup
from sim.effects import CHANNELS, Reason, ledger_rows
from sim.mechanisms.base import Mechanism
from sim.mechanisms.deployment import Deployment
from sim.metrics import (
    EVENT_COLUMNS,
    Ground,
    Measures,
    Moment,
    Outcome,
    Place,
    Weeks,
    Window,
    events_frame,
    outcomes,
)
from sim.metrics import OUTCOMES as COMMON_OUTCOMES
from sim.replay.film import save as save_film
from sim.saving import json_text, replaced, write_parquet
from sim.scenario import Scenario
from sim.strategy import ELEMENTS
from sim.yaml_source import dump

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_SPENDERS: dict[str, type[Mechanism]] = {Deployment.name: Deployment, **ELEMENTS}

OUTCOMES: dict[str, Outcome] = {
    **COMMON_OUTCOMES,
    **{
        f"cost_of_{name}": Outcome("US dollars", "lower", f"money spent on: {element.title}")
        for name, element in _SPENDERS.items()
    },
}
"""Every outcome of a run: those of `sim.metrics`, and what each element of the strategy cost."""

CLAIM = "Results compare strategies; they do not forecast countries."

HEADLINES = (
    "deaths",
    "deaths_civilians",
    "deaths_peacekeepers",
    "weeks_in_conflict",
    "displaced",
    "stability_during",
    "stability_after",
    "peace_years_after",
    "cost",
)
"""The outcomes that summaries show."""

FILES = (
    "outcomes.json",
    "series.parquet",
    "events.parquet",
    "costs.parquet",
    "reasons.parquet",
    "requests.parquet",
    "map.npz",
    "scenario.yaml",
    "provenance.json",
)
"""What :meth:`Result.save` writes."""


@dataclass(frozen=True)
class Result:
    """One run: what it was and what came out.

    Attributes:
        scenario: with its strategy. seed: of the run.
        weeks: weeks that were run. partial: True if fewer than asked for.
        window: planned dates of the mission. measures: the yardsticks of `outcomes`.
        series_data: weekly series as a structured array; :attr:`series` for pandas.
        events_data: acts of violence as a structured array; :attr:`events` for pandas.
        agreements: all that were signed, as a structured array.
        costs_data: US dollars by week and element, by name of the element; those that are on.
        failures_data: (weeks, elements, reasons) how much did not happen, and why; elements in the
            order of `costs_data`, in their own units.
        requests_data: (weeks, elements, channels) what elements asked for, see
            :attr:`sim.effects.Effects.requested`; elements in the order of `costs_data`.
        pairs: (pairs, 2) rows of the parties of each pair that an agreement may be between.
        place: names and geometry. ground, moments: the map, and its snapshots over time.
        film: the map every few weeks, as small arrays by the names of map.npz (`sim.replay`);
            empty if the run was not filmed.
        provenance: versions, code, seed, scenario, platform, digest.
    """

    scenario: Scenario
    seed: int
    weeks: int
    partial: bool
    window: Window
    measures: Measures
    series_data: NDArray[Any] = field(repr=False)
    events_data: NDArray[Any] = field(repr=False)
    agreements: NDArray[Any] = field(repr=False)
    costs_data: dict[str, NDArray[np.float64]] = field(repr=False)
    failures_data: NDArray[np.float64] = field(repr=False)
    requests_data: NDArray[np.float64] = field(repr=False)
    pairs: NDArray[np.int64] = field(repr=False)
    place: Place = field(repr=False)
    ground: Ground = field(repr=False)
    moments: tuple[Moment, ...] = field(repr=False)
    film: dict[str, NDArray[Any]] = field(repr=False)
    provenance: dict[str, Any] = field(repr=False)

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """Every outcome by name; :data:`OUTCOMES` declares unit, direction and meaning."""
        found = outcomes(self.series_data, self.agreements, self.window, self.measures)
        costs = dict.fromkeys(OUTCOMES.keys() - found.keys(), 0.0)
        costs |= {f"cost_of_{name}": float(spent.sum()) for name, spent in self.costs_data.items()}
        found |= costs
        return {name: found[name] for name in OUTCOMES}

    @cached_property
    def costs(self) -> "pd.DataFrame":
        """US dollars spent by week (index) and element of the strategy (columns)."""
        import pandas as pd

        return pd.DataFrame(self.costs_data).rename_axis("week")

    @cached_property
    def reasons(self) -> "pd.DataFrame":
        """What did not happen, and why: columns week, element, reason, amount, unit."""
        names = list(self.costs_data)
        table = ledger_rows(self.failures_data, names, "reason", [one.name for one in Reason])
        units = table["element"].map({name: self._spenders[name].counts for name in names})
        # Money that was lacking is in dollars, whoever lacked it.
        units[table["reason"] == Reason.NO_FUNDS.name] = "US dollars"
        return table.assign(unit=units.astype(object))

    @cached_property
    def requests(self) -> "pd.DataFrame":
        """What elements asked for: columns week, element, channel, amount; rows that are not 0.

        A channel is ``table.column``; in a channel of the rule 'ratio' the amount is the sum of
        (factor - 1) over rows.
        """
        return ledger_rows(self.requests_data, list(self.costs_data), "channel", list(CHANNELS))

    def reasons_text(self) -> str:
        """Return, element by element, how much did not happen and why, over the whole run."""
        table = self.reasons
        if table.empty:
            return "Nothing that the strategy wanted failed to happen."
        found = table.groupby(["element", "reason", "unit"], sort=False)["amount"]
        lines = [
            f"  {element:14} {reason:12} {amounts.sum():>15,.0f} {unit}, in "
            f"{len(amounts)} week{'s' if len(amounts) > 1 else ''}"
            for (element, reason, unit), amounts in found
        ]
        return "\n".join(["What did not happen, and why:", *sorted(lines)])

    @cached_property
    def series(self) -> "pd.DataFrame":
        """One row a week, with the columns of `sim.metrics.Weeks`."""
        import pandas as pd

        data = {name: np.ascontiguousarray(self.series_data[name]) for name in Weeks.columns}
        return pd.DataFrame(data).set_index("week")

    @cached_property
    def events(self) -> "pd.DataFrame":
        """One row for each act of violence, with the columns of `sim.metrics.EVENT_COLUMNS`."""
        return events_frame(self.events_data, self.place)

    def digest(self) -> str:
        """Return a hash over all tables and events at the end, the same wherever it was run."""
        return str(self.provenance["digest"])

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the files of :data:`FILES` into a folder, which is made; return it.

        Each file is either the old one or the new one, never half of it.

        Raises:
            OSError: something cannot be written.
        """
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        with replaced(place / "outcomes.json") as path:
            path.write_text(json_text(self._outcomes_file()), encoding="utf-8")
        with replaced(place / "series.parquet") as path:
            units = {name: (c.unit, c.doc) for name, c in Weeks.columns.items()}
            write_parquet(self.series.reset_index(), path, units, {})
        with replaced(place / "events.parquet") as path:
            write_parquet(self.events, path, EVENT_COLUMNS, {"peacegrid.map": self._map()})
        with replaced(place / "costs.parquet") as path:
            spent = {name: ("US dollars", self._spenders[name].title) for name in self.costs_data}
            write_parquet(self.costs.reset_index(), path, spent, {})
        with replaced(place / "reasons.parquet") as path:
            write_parquet(self.reasons, path, {}, {})
        with replaced(place / "requests.parquet") as path:
            write_parquet(self.requests, path, {}, {})
        if self.film:
            save_film(self.film, place / "map.npz")
        with replaced(place / "scenario.yaml") as path:
            path.write_text(dump(self.scenario.model_dump(mode="json")), encoding="utf-8")
        with replaced(place / "provenance.json") as path:
            path.write_text(json_text(self.provenance), encoding="utf-8")
        return place

    def plot(self, figure: str = "timeline", style: str | None = None) -> "Figure":
        """Draw the run; a notebook shows what comes back.

        Args:
            figure: map, years, timeline, community, groups or supply. The functions of
                `sim.figures` take more: which week, which community.
            style: "light" or "dark"; by default that in force, which is light.

        Raises:
            ValueError: there is no such figure or style, or the run lacks what it would show.
        """
        from sim.figures import plot

        return plot(self, figure, style)

    def summary(self) -> str:
        """Return the headline outcomes as text, with what they do not claim."""
        lines = [self._title()]
        if self.partial:
            lines.append(f"PARTIAL: stopped after {self.weeks} of {self._asked()} weeks.")
        width = max(len(OUTCOMES[name].doc) for name in HEADLINES)
        for name in HEADLINES:
            value, unit = shown(self.outcomes[name], OUTCOMES[name].unit)
            lines.append(f"  {OUTCOMES[name].doc:{width}}  {value:>12} {unit}")
        lines.append(f"  {self.peace_sentence()}")
        return "\n".join([*lines, CLAIM])

    def peace_sentence(self) -> str:
        """Say in one sentence whether peace held after the mission was meant to have left."""
        weeks, exit_week = self.outcomes["weeks_to_relapse"], self.window.leave
        if math.isnan(weeks):
            return f"The run ended before exit (week {exit_week}), so it says nothing about peace."
        if not self.outcomes["at_peace_at_exit"]:
            return f"There was no peace at exit (week {exit_week}): it had not been quiet a year."
        if self.outcomes["relapse_censored"]:
            return f"Peace held for all {weeks:.0f} weeks from exit (week {exit_week}) to the end."
        return f"Peace held at exit (week {exit_week}) and broke {weeks:.0f} weeks later."

    def _repr_html_(self) -> str:
        """Show a notebook the headline outcomes."""
        rows = []
        for name in HEADLINES:
            value, unit = shown(self.outcomes[name], OUTCOMES[name].unit)
            rows.append((OUTCOMES[name].doc, f"{value} {unit}"))
        return (
            markup.titled(self._title(), " (partial)" if self.partial else "")
            + markup.table(rows, named=False)
            + f"<p>{escape(self.peace_sentence())}<br>{CLAIM}</p>"
        )

    @property
    def _spenders(self) -> dict[str, Mechanism]:
        """The mission and the elements of this run's strategy, which may have some of its own."""
        strategy = self.scenario.strategy
        return {Deployment.name: strategy.mission, **strategy.elements}

    def _title(self) -> str:
        return (
            f"{self.scenario.name} with {self.scenario.strategy.name}, seed {self.seed}, "
            f"{self.weeks} weeks"
        )

    def _asked(self) -> int:
        return int(self.provenance["weeks_asked"])

    def _outcomes_file(self) -> dict[str, Any]:
        return {
            "claim": CLAIM,
            "partial": self.partial,
            "scenario": self.scenario.name,
            "strategy": self.scenario.strategy.name,
            "seed": self.seed,
            "weeks": self.weeks,
            "mission": {"start_week": self.window.start, "exit_week": self.window.leave},
            "measures": self.measures.as_dict(),
            "outcomes": self.outcomes,
            "meaning": {
                name: {"unit": o.unit, "better": o.better, "meaning": o.doc}
                for name, o in OUTCOMES.items()
            },
        }

    def _map(self) -> str:
        height, width = self.ground.land.shape
        water = np.flatnonzero(~self.ground.land.ravel()).tolist()
        found = {"width": width, "height": height, "cell_km": self.ground.cell_km, "water": water}
        return json.dumps(found)


def shown(value: float, unit: str) -> tuple[str, str]:
    """Return a value and its unit as people read them."""
    if math.isnan(value):
        return "-", ""
    if unit == "US dollars":
        return f"{value / 1e6:,.0f}", "million USD"
    if abs(value) >= 100 or (value == int(value) and not unit.startswith(("share", "index"))):
        return f"{value:,.0f}", unit
    return f"{value:.2f}", unit
