"""What a statistic of violence is: a line of a report, and its answer for one table of events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from experiments.analysis import NotComputableError
from experiments.analysis.evidence import Evidence


class Answer(NamedTuple):
    """A number, or None and the reason why there is none."""

    value: float | None
    why: str = ""


@dataclass(frozen=True)
class Statistic:
    """One line of the report.

    Attributes:
        key: its name in files.
        group: the heading that it stands under.
        label: what it is, in words.
        measure: how it comes from the evidence; raises NotComputableError.
        known: 10 % and 90 % of real countries or cities, or one war's value twice; None if unknown.
        origin: of which wars.
        digits: decimals to print.
    """

    key: str
    group: str
    label: str
    measure: Callable[[Evidence], float]
    known: tuple[float, float] | None = None
    origin: str = ""
    digits: int = 2

    def of(self, evidence: Evidence) -> Answer:
        """Return the statistic, or why it cannot be computed."""
        try:
            return Answer(float(self.measure(evidence)))
        except NotComputableError as reason:
            return Answer(None, str(reason))
