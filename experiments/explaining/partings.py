"""From which week on two sides differ: by a band that holds for all weeks at once."""

import math
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired
from experiments.explaining import bands
from experiments.explaining.judging import Finding, judge
from experiments.explaining.pairs import Pairs
from experiments.explaining.records import Line

Values = NDArray[np.float64]

BLOCK = 4
"""Weeks that are taken together over replicates: one week of violence says little."""

LASTING = 6
"""Blocks that a difference must last to be a parting."""


class Course(NamedTuple):
    """A line over time on both sides, in blocks of weeks.

    Attributes:
        line, words: what it is. starts: first week of each block, shape (blocks,).
        base, other: shape (pairs, blocks): means of the block, or sums up to its end.
    """

    line: Line
    words: str
    starts: NDArray[np.int64]
    base: Values
    other: Values

    @property
    def gaps(self) -> Values:
        """Differences by pair and block."""
        return self.other - self.base


class Parting(NamedTuple):
    """When two sides part in a line, and by how much from then on.

    Attributes:
        course: the line over time. first: week from which the difference is told.
        until: week from which it is told no longer, None where it lasts to the end.
        finding: the mean difference from `first` to `until`.
        p: of any difference in any week, as it was judged; NaN for one pair.
    """

    course: Course
    first: int
    until: int | None
    finding: Finding
    p: float

    @property
    def line(self) -> Line:
        """The line in which they part."""
        return self.course.line

    @property
    def words(self) -> str:
        """What it is, in plain words."""
        return self.course.words


def course(pairs: Pairs, line: Line, words: str, *, summed: bool) -> Course:
    """Return a line over time, of a single pair week by week; `summed` adds up what has come."""
    step = 1 if pairs.count == 1 else BLOCK
    starts = np.arange(0, pairs.weeks, step)
    ends = np.minimum(starts + step, pairs.weeks)
    blocks = [
        (np.cumsum(side, axis=1)[:, ends - 1])
        if summed
        else np.add.reduceat(side, starts, axis=1) / (ends - starts)
        for side in pairs.values(line)
    ]
    return Course(line, words, starts, *blocks)


def partings(courses: Iterable[Course], known: Collection[str] = ()) -> list[Parting]:
    """Return where two sides part, the earliest first; lines without a lasting difference are left
    out.

    The week is that from which a band that holds for all weeks at once leaves 0 out without a
    break; where that comes more than once, the time that adds up to the most is meant. Of a single
    pair it is the first week that differs at all.

    Args:
        courses: lines over time, judged together (Holm).
        known: columns of lines that are told to differ by other means: of them only the week is
            asked, so that they are not judged again.
    """
    looked = list(courses)
    found = [bands.band(one.gaps) for one in looked]
    asked = [one.line.column in known for one in looked]
    open_ = [math.nan if sure else one.p for one, sure in zip(found, asked, strict=True)]
    adjusted = paired.holm(np.array(open_))
    told = []
    for one, band, sure, p in zip(looked, found, asked, adjusted, strict=True):
        level = band.p if sure else float(p)
        if len(one.gaps) == 1:
            differs = np.flatnonzero(one.gaps[0])
            stretch = (int(differs[0]), len(one.starts)) if len(differs) else None
        elif level < 1 - paired.LEVEL:
            stretch = bands.main_stretch(band, LASTING)
        else:
            stretch = None
        if stretch is not None:
            told.append(_parting(one, *stretch, level))
    return sorted(told, key=lambda one: one.first)


def _parting(one: Course, start: int, end: int, p: float) -> Parting:
    """The parting of a line between two blocks."""
    means = [side[:, start:end].mean(axis=1) for side in (one.base, one.other)]
    finding = judge({one.line.column: (one.words, means[0], means[1])})[0]
    until = None if end == len(one.starts) else int(one.starts[end])
    return Parting(one, int(one.starts[start]), until, finding, p)
