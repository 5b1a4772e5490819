"""What can be chosen about a model of civil violence, by the names that Mesa's example uses."""

from typing import Annotated, Self

from pydantic import model_validator

from sim.state.params import Parameters
from sim.units import Count, Flag, NonNegative, Number, Share, param

Side = Annotated[int, Number(3, 10_000, "a whole number of cells from 3 to 10000", whole=True)]
Vision = Annotated[int, Number(1, 100, "a whole number of cells from 1 to 100", whole=True)]


class Settings(Parameters):
    """Parameters of the model; the defaults are those of Mesa's example."""

    width: Side = param(
        40, unit="cells", low=20, high=200, source="TerHoeven2025", doc="width of the torus"
    )
    height: Side = param(
        40, unit="cells", low=20, high=200, source="TerHoeven2025", doc="height of the torus"
    )
    citizen_density: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.8,
        source="TerHoeven2025",
        doc="chance that a cell has a citizen at the start",
    )
    cop_density: Share = param(
        0.074,
        unit="share",
        low=0.0,
        high=0.15,
        source="TerHoeven2025",
        doc="chance that a cell has a cop at the start",
    )
    citizen_vision: Vision = param(
        7,
        unit="cells",
        low=1,
        high=10,
        source="Epstein2002",
        doc="steps to the farthest cell that a citizen sees, and can move to",
    )
    cop_vision: Vision = param(
        7,
        unit="cells",
        low=1,
        high=10,
        source="Epstein2002",
        doc="steps to the farthest cell that a cop sees, and can move to",
    )
    legitimacy: Share = param(
        0.8,
        unit="share",
        low=0.6,
        high=0.95,
        source="Epstein2002",
        doc="legitimacy of the regime in the eyes of all citizens",
    )
    max_jail_term: Count = param(
        1000, unit="steps", low=10, high=1000, source="Epstein2002", doc="longest jail sentence"
    )
    active_threshold: NonNegative = param(
        0.1,
        unit="grievance",
        low=0.0,
        high=0.3,
        source="Epstein2002",
        doc="what grievance must exceed net risk by before a citizen rebels",
    )
    arrest_prob_constant: NonNegative = param(
        2.3,
        unit="per cop and rebel",
        low=1.0,
        high=4.0,
        source="Epstein2002",
        doc="how fast the expected chance of arrest rises with cops per rebel in view",
    )
    movement: Flag = param(
        True, unit="flag", low=False, high=True, source="TerHoeven2025", doc="whether anybody moves"
    )
    max_iters: Count = param(
        1000,
        unit="steps",
        low=100,
        high=1000,
        source="TerHoeven2025",
        doc="steps after which the model says that it is no longer running",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse densities that no grid can have."""
        if self.citizen_density + self.cop_density > 1.0:
            raise ValueError("citizen_density and cop_density add up to more than 1")
        return self
