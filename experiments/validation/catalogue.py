"""The facts of `facts.yaml`, read and checked."""

import math
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).with_name("facts.yaml")

Kind = Literal["effect", "null", "level", "share", "order"]


class Criterion(BaseModel):
    """One quantity of a fact, and which values are accepted.

    Attributes:
        quantity: in words, with its unit. kind: see the head of `facts.yaml`.
        low, high: the accepted interval, open where infinite.
        none: the value that stands for no effect. surely_below: for the upper end of the interval.
        published: number from the source, or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    quantity: str
    kind: Kind
    low: float = -math.inf
    high: float = math.inf
    none: float = 1.0
    surely_below: float = math.inf
    published: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_turn(cls, value: Any) -> Any:
        """A sequence that may not turn: the largest step the wrong way is at most 0."""
        if isinstance(value, dict) and value.get("kind") == "order":
            return {"high": 0.0, "none": 0.0, **value}
        return value

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")
        if self.kind == "effect" and self.low < self.none < self.high:
            raise ValueError("an effect is on one side of `none`, or it is a null")
        if self.kind == "null" and not (self.low <= self.none <= self.high or self.none == 1.0):
            raise ValueError("the band of a null holds `none`")
        return self

    @property
    def falls(self) -> bool:
        """Whether the expected effect is below `none`."""
        return self.high <= self.none


class Fact(BaseModel):
    """One published finding, and how the model is held against it.

    Attributes:
        id, title: names. published: the finding in words and figures. citation: of the works.
        confidence: in the finding as found. measure: how it is measured here.
        tier: core or extra. gate: whether a verdict counts, is only reported, or checks an input.
        decisive: one of the most telling. mechanism: without which the effect has to go.
        accept: criteria by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[A-F]\d\d$")
    title: str
    published: str
    citation: str
    confidence: str
    measure: str
    tier: Literal["core", "extra"]
    gate: Literal["gate", "report", "prior"]
    decisive: bool
    mechanism: str
    accept: dict[str, Criterion] = Field(min_length=1)


@lru_cache(maxsize=1)
def facts() -> dict[str, Fact]:
    """Return every fact by id, in the order of the file."""
    from sim.yaml_source import load

    content: Any = load(FILE).data
    found = [Fact.model_validate(one) for one in content["facts"]]
    return {one.id: one for one in found}
