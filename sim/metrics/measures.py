"""What is counted as conflict, war, peace and stability, all in one place and open to change."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from types import MappingProxyType
from typing import Any

from sim.errors import UserError

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "safety": 0.25,
        "calm": 0.15,
        "settled": 0.10,
        "home": 0.10,
        "needs": 0.10,
        "trust": 0.10,
        "rule_of_law": 0.10,
        "forces": 0.10,
    }
)
"""Weights of the parts of the stability index (`sim.metrics.stability` says what each part is)."""


@dataclass(frozen=True)
class Measures:
    """The yardsticks of a run.

    Attributes:
        conflict, war: battle deaths a year per 10 million people from which a year is one of
            conflict, or of war. UCDP's thresholds are 25 and 1,000 a year for a country of any
            size; scaling them by people is this project's choice.
        quiet_weeks: the gap rule, at least 52: peace begins when violence has been below the
            conflict threshold in every 52 weeks that end within the last ``quiet_weeks`` - 52
            weeks. 52 means one quiet year, 104 two in a row.
        state_based_only: count only fighting that involves the state as battle deaths; else
            fighting between armed groups counts too. Clashes of communities and attacks on
            civilians never count.
        discount: rate a year at which later weeks count less in discounted outcomes.
        weights: of the parts of the stability index; they need not add up to 1.
    """

    conflict: float = 25.0
    war: float = 1_000.0
    quiet_weeks: int = 52
    state_based_only: bool = False
    discount: float = 0.03
    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))

    def __post_init__(self) -> None:
        if not 0 < self.conflict <= self.war:
            raise UserError(
                f"measures: conflict is {self.conflict:g} and war {self.war:g}; expected two "
                "numbers of deaths above 0, that of war not below that of conflict."
            )
        if self.quiet_weeks < 52:
            raise UserError(f"measures: quiet_weeks is {self.quiet_weeks}; expected 52 or more.")
        if not 0 <= self.discount < 1:
            raise UserError(f"measures: discount is {self.discount:g}; expected 0 to below 1.")
        unknown = sorted(set(self.weights) - set(WEIGHTS))
        if unknown:
            raise UserError(
                f"measures: there is no part '{unknown[0]}' of the stability index; "
                f"the parts are {', '.join(WEIGHTS)}."
            )
        values = list(self.weights.values())
        if not all(isfinite(v) and v >= 0 for v in values) or sum(values) <= 0:
            raise UserError("measures: weights must be numbers from 0, not all of them 0.")

    def weighted(self, changes: Mapping[str, float]) -> "Measures":
        """Return these measures with some weights of the stability index changed."""
        return replace(self, weights={**self.weights, **changes})

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for files."""
        return asdict(self)
