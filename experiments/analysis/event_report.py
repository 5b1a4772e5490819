"""Statistics of violence side by side, as text for a terminal and as a table for a file."""

from itertools import groupby
from typing import NamedTuple

import pandas as pd

from experiments.analysis.catalogue import STATISTICS
from experiments.analysis.statistic import Answer, Statistic

_LABEL = 44
_KNOWN = 14
_WIDTH = 100


class Column(NamedTuple):
    """One column of the report: what it is called, what it is, and its statistics by key."""

    title: str
    about: str
    answers: dict[str, Answer]


class _Page:
    """The lines of a report, and the reasons that its footnotes give, numbered as they come."""

    def __init__(self, column_width: int, marks: bool) -> None:
        self.lines: list[str] = []
        self._width = column_width
        self._marks = marks
        self._reasons: list[str] = []

    def add(self, columns: list[Column]) -> None:
        """Add a block: all statistics of these columns."""
        width = self._width
        room = " " if self._marks else ""
        titles = "".join(
            (_shortened(column.title, width - 2) + room).rjust(width) for column in columns
        )
        self.lines.append(f"{'':{_LABEL}}{'real wars':>{_KNOWN - 2}}  {titles}")
        for group, statistics in groupby(STATISTICS, lambda statistic: statistic.group):
            self._group(group, list(statistics), columns)
        self.lines.append("")

    def _group(self, group: str, statistics: list[Statistic], columns: list[Column]) -> None:
        self.lines += ["", group]
        answers = [column.answers[one.key] for one in statistics for column in columns]
        reason = answers[0].why
        if reason and all(answer.why == reason for answer in answers):
            self.lines.append(f"  not computed: {reason}")
            return
        for statistic in statistics:
            cells = "".join(
                self._cell(statistic, column.answers[statistic.key]).rjust(self._width)
                for column in columns
            )
            self.lines.append(
                f"{'  ' + statistic.label:{_LABEL}}{_known(statistic):>{_KNOWN}}{cells}"
            )

    def _cell(self, statistic: Statistic, answer: Answer) -> str:
        if answer.value is None:
            if answer.why not in self._reasons:
                self._reasons.append(answer.why)
            return f"- [{self._reasons.index(answer.why) + 1}] "
        mark = _mark(statistic, answer.value) if self._marks else ""
        return f"{answer.value:,.{statistic.digits}f}{mark}"

    def text(self) -> str:
        """Return the blocks with their footnotes."""
        marks = "; < and > mark values outside" if self._marks else ""
        notes = [f"real wars: 10 % to 90 % of countries or cities{marks}"]
        notes += [f"  {_letter(origin)} {origin}" for origin in _origins()]
        if self._reasons:
            notes += ["", "not computed:"]
            notes += [f"  [{number}] {why}" for number, why in enumerate(self._reasons, start=1)]
        return "\n".join([*self.lines, *notes])


def text(columns: list[Column], column_width: int = 14, marks: bool = True) -> str:
    """Return the report, at most 100 characters wide; columns that do not fit go below.

    Args:
        columns: what to show.
        column_width: characters for each.
        marks: whether to mark values outside the range of real wars.
    """
    page = _Page(column_width, marks)
    fit = (_WIDTH - _LABEL - _KNOWN) // column_width
    for first in range(0, len(columns), fit):
        page.add(columns[first : first + fit])
    return page.text()


def long_table(columns: list[Column]) -> pd.DataFrame:
    """Return one row a column and statistic: value or reason, and what is known of real wars."""
    rows = []
    for column in columns:
        for statistic in STATISTICS:
            answer = column.answers[statistic.key]
            low, high = statistic.known or (None, None)
            rows.append(
                {
                    "table": column.title,
                    "about": column.about,
                    "statistic": statistic.key,
                    "meaning": f"{statistic.group}: {statistic.label.strip()}",
                    "value": answer.value,
                    "why_not": answer.why,
                    "real_wars_low": low,
                    "real_wars_high": high,
                    "real_wars": statistic.origin,
                }
            )
    return pd.DataFrame(rows)


def _known(statistic: Statistic) -> str:
    if statistic.known is None:
        return ""
    low, high = (f"{value:.{statistic.digits}f}" for value in statistic.known)
    return f"{low if low == high else f'{low}-{high}'} {_letter(statistic.origin)}"


def _letter(origin: str) -> str:
    return "abcdefgh"[_origins().index(origin)]


def _origins() -> list[str]:
    return list(dict.fromkeys(s.origin for s in STATISTICS if s.known is not None))


def _mark(statistic: Statistic, value: float) -> str:
    """Say on which side of a range a value lies; one war's value is no range."""
    if statistic.known is None or statistic.known[0] == statistic.known[1]:
        return " "
    low, high = (round(limit, statistic.digits) for limit in statistic.known)
    shown = round(value, statistic.digits)
    return "<" if shown < low else ">" if shown > high else " "


def _shortened(title: str, width: int) -> str:
    return title if len(title) <= width else title[: width - 1] + "…"
