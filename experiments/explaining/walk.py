"""The walk back: outcomes that differ, when, where, in which acts, and what elements did."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from experiments.explaining import links, records
from experiments.explaining.judging import Finding, Values, judge
from experiments.explaining.pairs import Pairs
from experiments.explaining.partings import BLOCK, Course, Parting, course, partings
from experiments.explaining.records import Line

LEDGER = (records.MONEY, records.ASKED, records.FAILED)
"""Kinds of lines that are the ledger of effects."""

SLIGHT = 0.1
"""Elements of whose work less than this differs mostly answer to what has changed."""

FAR = 3.0
"""Spreads beyond which it does not matter how far a series went: some hardly vary by luck."""


class Element(NamedTuple):
    """What one element did on the two sides, and what followed where it acts.

    Attributes:
        name: of the element. effort: by how much its work differs, 0 to 1: the mean, over its
            money and its channels, of differences that hold relative to the larger side.
        money: US dollars over the run. asked: requests by channel; failed: what did not happen, by
            reason; over the run, those that hold. since: first week from which they differ.
        moved: partings of the series that it moves first, not before `since`.
    """

    name: str
    effort: float
    money: Finding
    asked: tuple[Finding, ...]
    failed: tuple[Finding, ...]
    since: int | None
    moved: tuple[Parting, ...]

    @property
    def rank(self) -> tuple[bool, float, float]:
        """Sorts elements: those with slight differences last; then by effort times how far, in
        spreads and up to `FAR`, the series went that it moves first; then by effort."""
        far = max((one.finding.size for one in self.moved), default=0.0)
        return self.effort < SLIGHT, -self.effort * min(far, FAR), -self.effort


@dataclass(frozen=True)
class Explanation:
    """What differs between two sides, and the walk back.

    Attributes:
        pairs: the runs. outcomes: all that were judged, the largest first.
        partings: of weekly series, the earliest first. places: by district and measure.
        acts: acts of violence by kind and who began them. elements: ranked.
            Places and acts are asked for only where an outcome is told to differ.
        began: by column, when places, acts and lines of the ledger that differ part.
        courses: the weekly series that were looked at, by column.
    """

    pairs: Pairs
    outcomes: list[Finding]
    partings: list[Parting]
    places: list[Finding]
    acts: list[Finding]
    elements: list[Element]
    began: dict[str, Parting] = field(repr=False)
    courses: dict[str, Course] = field(repr=False)

    @property
    def told(self) -> list[Finding]:
        """Outcomes that differ beyond luck; of one pair, all that differ."""
        return [one for one in self.outcomes if one.told]

    @property
    def shows(self) -> dict[str, str]:
        """Weekly series in which outcomes that are told show, with their words."""
        return shown(self.told)

    @property
    def chief(self) -> Finding | None:
        """The outcome to name first: one of `links.HEADLINES` if it is told, else the largest."""
        told = {one.name: one for one in self.told}
        first = (told[name] for name in links.HEADLINES if name in told)
        return next(first, next(iter(told.values()), None))

    @property
    def changed(self) -> set[str]:
        """Elements whose own settings differ."""
        parts = (one.path.split(".") for one in self.pairs.settings)
        return {path[1] for path in parts if path[0] == "strategy" and len(path) > 2}

    def after(self, element: Element) -> list[Parting]:
        """Partings of outcomes that are told, not before those that an element moves first."""
        if not element.moved:
            return []
        began = element.moved[0].first
        own = {one.line for one in element.moved}
        return [
            one
            for one in self.partings
            if one.line.name in self.shows and one.line not in own and one.first >= began - BLOCK
        ]


def explain(pairs: Pairs) -> Explanation:
    """Walk back from the outcomes of two sides to where their paths parted.

    Of a single pair with one seed every difference is followed, since all of it comes from the
    settings; what of it would hold with other seeds is not known. With two seeds luck differs, too,
    and weeks, acts and elements say nothing: only outcomes are given.
    """
    outcomes = judge(
        {
            name: (words, *pairs.outcome(name))
            for name, (words, _) in links.OUTCOMES.items()
            if name in pairs.base.outcomes
        }
    )
    if pairs.count == 1 and not pairs.shared_luck:
        return Explanation(pairs, outcomes, [], [], [], [], {}, {})
    found = [
        course(pairs, Line(records.SERIES, name), one.words, summed=one.summed)
        for name, one in links.SERIES.items()
    ]
    told = [one for one in outcomes if one.told]
    parted = partings(found, {Line(records.SERIES, name).column for name in shown(told)})
    ledger = {kind: _totals(pairs, kind) for kind in LEDGER}
    places, acts = [], []
    if told:
        places = [one for measure in links.MEASURES for one in _places(pairs, measure)]
        acts = [*_totals(pairs, records.ACTS), *_totals(pairs, records.KILLED)]
    every = [*places, *acts, *(one for kind in LEDGER for one in ledger[kind])]
    began = _began(pairs, [one for one in every if one.told])
    return Explanation(
        pairs,
        outcomes,
        parted,
        places,
        acts,
        _elements(ledger, began, parted),
        began,
        {one.line.name: one for one in found},
    )


def shown(told: list[Finding]) -> dict[str, str]:
    """Return the weekly series in which outcomes show, with their words."""
    names = (links.OUTCOMES[one.name][1] for one in told)
    return {name: links.SERIES[name].words for name in names if name}


def _began(pairs: Pairs, told: list[Finding]) -> dict[str, Parting]:
    """When lines part of which it is told that they differ."""
    courses = []
    for one in told:
        line = Line.of(one.name)
        summed = not (line.kind == records.PLACE and line.name in links.LEVELS)
        courses.append(course(pairs, line, one.words, summed=summed))
    return {one.line.column: one for one in partings(courses, {one.name for one in told})}


def _places(pairs: Pairs, measure: str) -> list[Finding]:
    """Differences by district in one measure."""
    level = measure in links.LEVELS
    numbers: dict[str, tuple[str, Values, Values]] = {}
    for line in pairs.of(records.PLACE):
        if line.name == measure:
            base, other = (
                side.mean(axis=1) if level else side.sum(axis=1) for side in pairs.values(line)
            )
            numbers[line.column] = links.words(line), base, other
    return judge(numbers)


def _totals(pairs: Pairs, kind: str) -> list[Finding]:
    """Differences of sums over the run of all lines of one kind."""
    numbers: dict[str, tuple[str, Values, Values]] = {}
    for line in pairs.of(kind):
        base, other = (side.sum(axis=1) for side in pairs.values(line))
        numbers[line.column] = links.words(line), base, other
    return judge(numbers)


def _elements(
    ledger: dict[str, list[Finding]], began: dict[str, Parting], parted: list[Parting]
) -> list[Element]:
    """What every element of either side did otherwise, ranked."""
    found = []
    for money in ledger[records.MONEY]:
        name = Line.of(money.name).name
        asked, failed = (
            tuple(one for one in ledger[kind] if Line.of(one.name).name == name)
            for kind in (records.ASKED, records.FAILED)
        )
        lines = [one for one in (money, *asked) if one.base or one.other]
        weeks = [began[one.name].first for one in lines if one.name in began]
        since = min(weeks, default=None)
        efforts = [abs(one.relative) if one.told else 0.0 for one in lines]
        told = tuple(one for one in asked if one.told)
        found.append(
            Element(
                name,
                float(np.mean(efforts)) if efforts else 0.0,
                money,
                told,
                tuple(one for one in failed if one.told),
                since,
                _moved(name, told, since, parted),
            )
        )
    return sorted(found, key=lambda one: one.rank)


def _moved(
    element: str, asked: tuple[Finding, ...], since: int | None, parted: list[Parting]
) -> tuple[Parting, ...]:
    """Partings of the series that an element moves first, not before its work parted."""
    if since is None:
        return ()
    shows = links.moved_first(element, tuple(Line.of(one.name).detail for one in asked))
    # The books may be told apart a block later than what they move.
    return tuple(one for one in parted if one.line.name in shows and one.first >= since - BLOCK)
