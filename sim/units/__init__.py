"""Types of parameters, and how a parameter is declared: default, unit, plausible range, source.

A type carries the hard bounds, and reads texts with units where that makes sense::

    class Training(BaseModel, extra="forbid", frozen=True):
        level: Share = param(0.0, unit="share", low=0.2, high=0.9, source="A12", doc="Effort.")
        course: Duration = param(months(6), unit="weeks", low=8, high=52, source="A13", doc="...")

Values are held in the base unit of their type, and bare numbers are read in it, so that what a
model dumps can be loaded again.
"""

from sim.units.amounts import MONTHS_PER_YEAR, WEEKS_PER_YEAR, Number, Scale
from sim.units.kinds import (
    Count,
    Distance,
    Duration,
    Flag,
    Money,
    NonNegative,
    People,
    Positive,
    Share,
    Signed,
    Tonnes,
    Weeks,
    months,
    years,
)
from sim.units.parameters import (
    Parameter,
    declaration_problems,
    is_assumption,
    nested_types,
    param,
    parameters,
    readers,
)

__all__ = [
    "MONTHS_PER_YEAR",
    "WEEKS_PER_YEAR",
    "Count",
    "Distance",
    "Duration",
    "Flag",
    "Money",
    "NonNegative",
    "Number",
    "Parameter",
    "People",
    "Positive",
    "Scale",
    "Share",
    "Signed",
    "Tonnes",
    "Weeks",
    "declaration_problems",
    "is_assumption",
    "months",
    "nested_types",
    "param",
    "parameters",
    "readers",
    "years",
]
