"""What a quantity does over the weeks of many runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.analysis.strategies.answer import listed
from experiments.analysis.strategies.captions import footer
from experiments.analysis.strategies.study import Study
from sim.figures.style import canvas, colours, dress, look, save, thousands
from sim.metrics.peace import YEAR
from sim.metrics.weeks import Weeks

if TYPE_CHECKING:
    from matplotlib.figure import Figure


FLOWS = ("deaths", "battle_deaths", "civilians", "events", "attacks")
"""Beginnings of the names of what is counted week by week: shown as totals of years."""

CODES = tuple(name for name, about in Weeks.columns.items() if about.unit.startswith("code"))
"""Columns that name a state by a number: there is no middle between two of them."""

MOST_PANELS = 8
MOST_ROWS = 20_000_000
"""More weeks of runs than this are not read into memory for a picture."""


def courses(study: Study) -> dict[str, pd.DataFrame]:
    """Return what was kept of each week, by column: tables with policy, run_id, year and column.

    What is counted week by week is summed over years; empty where nothing was kept, or too much to
    be read at once.
    """
    if study.weekly is None or len(study.runs) * YEAR > MOST_ROWS:
        return {}
    series = study.weekly()
    placed = study.placed[["run_id", "policy"]]
    series = series.drop(columns="run", errors="ignore").merge(placed, on="run_id")
    found = {}
    for column in series.columns.difference(["run_id", "week", "policy", *CODES]):
        if column.startswith(FLOWS):
            years = series["week"] // YEAR + 1
            whole = years <= (series["week"].max() + 1) // YEAR
            part = series[whole].assign(year=years[whole])
            table = part.groupby(["policy", "run_id", "year"], as_index=False)[column].sum()
        else:
            table = series.assign(year=series["week"] / YEAR)
        found[str(column)] = table[["policy", "run_id", "year", column]]
    return found


def draw_courses(study: Study, folder: Path) -> Iterator[Path]:
    """Draw all that was kept of each week into a folder that is there; yield each file."""
    for column, table in courses(study).items():
        yield from save(fan_figure(table, column, study), folder, f"weeks_{column}")


def fan_figure(series: pd.DataFrame, column: str, study: Study) -> "Figure":
    """Draw a quantity over time: median, middle half and middle 90 % of runs, a panel a policy.

    Args:
        series: columns policy, year (of the run) and `column`, one row for each run and time.
    """
    there = set(series["policy"])
    policies = [name for name in study.policies if name in there][:MOST_PANELS]
    shades = colours(study.policies)
    flow = column.startswith(FLOWS)
    with look():
        figure = canvas(13, 1.8 + 2.0 * ((len(policies) + 1) // 2))
        panels: Any = figure.subplots((len(policies) + 1) // 2, 2, sharex=True, sharey=True,
                                      squeeze=False)  # fmt: skip
        for axes, policy in zip(panels.flat, policies, strict=False):
            part = series[series["policy"] == policy].groupby("year")[column]
            bands = part.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).unstack()
            shade = shades[policy]
            for low, high, alpha in ((0.05, 0.95, 0.18), (0.25, 0.75, 0.35)):
                axes.fill_between(bands.index, bands[low], bands[high], color=shade, alpha=alpha,
                                  lw=0)  # fmt: skip
            axes.plot(bands.index, bands[0.5], color=shade, lw=2.4)
            axes.set_title(policy, fontsize=13, color=shade)
            axes.grid()
            axes.margins(x=0)
        for axes in panels.flat[len(policies) :]:
            axes.set_axis_off()
        for axes in panels.flat[max(0, len(policies) - 2) : len(policies)]:
            axes.xaxis.set_tick_params(labelbottom=True)
            axes.set_xlabel("year of the run")
        unit = Weeks.columns[column].unit if column in Weeks.columns else column
        for axes in panels[:, 0]:
            axes.set_ylabel(f"{unit} a year" if flow else unit)
            axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
            thousands(axes.yaxis)
        note = "line: median; dark: middle half of runs; light: middle 90 %"
        return dress(figure, _fan_title(series, column, policies), footer(study, note))


def _fan_title(series: pd.DataFrame, column: str, policies: list[str]) -> str:
    """Say what the median run of each policy comes to: in its last year, or at its highest."""
    medians = series.groupby(["policy", "year"])[column].median().unstack("policy")[policies]
    last = medians.iloc[-1]
    what = Weeks.columns[column].doc if column in Weeks.columns else column.replace("_", " ")
    when = "in the last year" if column.startswith(FLOWS) else "at the end"
    if last.nunique() == 1:
        last, when = medians.max(), "at the highest"
    ends = [f"{_written(last[name])} ({name})" for name in policies]
    return f"{what[0].upper()}{what[1:]}, median run, {when}: {listed(ends[:5])}"


def _written(value: float) -> str:
    """Write a number for a title: 1,234, 12.5, 4."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
