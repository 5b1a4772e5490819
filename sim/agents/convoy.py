"""Convoy: trucks with aid on their way from a hub to a community."""

from typing import Any

from sim.agents.base import RowAgent
from sim.agents.community import Community
from sim.rules import convoy
from sim.state import codes


class Convoy(RowAgent, table="convoys", rule=convoy, settings="convoy_rule"):
    """An aid convoy. A `decide` of your own calls :meth:`drive`; one that does not waits."""

    shown = ("commodity_name", "load", "state_name")

    @property
    def destination_community(self) -> Community | None:
        """Whom it serves."""
        return None if self.destination < 0 else self.model.agent(Community, self.destination)

    def rest(self) -> None:
        """Wait."""
        self.proceed = 0

    def wait(self) -> None:
        """Wait this week for the road to calm down."""
        self.proceed = 0

    def drive(self) -> None:
        """Drive on this week."""
        self.proceed = 1

    @classmethod
    def _create(cls, model: Any, values: dict[str, Any]) -> int:
        """Load a new convoy from the stock of its hub."""
        world = model.world
        hub = int(values.setdefault("hub", 0))
        if not 0 <= hub < len(world.hubs):
            raise ValueError(f"there is no hub {hub}: hubs are 0 to {len(world.hubs) - 1}")
        stock = _stock(world, int(values.get("commodity", codes.FOOD)))
        load = values.get("load", 0.0)
        if not 0.0 <= load <= stock[hub]:
            raise ValueError(f"hub {hub} holds {stock[hub]:g} tonnes: it cannot load {load:g}")
        here = int(world.hubs.cell[hub])
        values.setdefault("cell", (here % world.width, here // world.width))
        row = super()._create(model, values)
        stock[hub] -= load
        return row

    def _settle(self) -> None:
        """What is on the trucks goes back to the hub; without one it is lost."""
        if self.hub >= 0:
            _stock(self.model.world, self.commodity)[self.hub] += self.load
        else:
            self.model.world.books.aid_lost[0] += self.load


def _stock(world: Any, commodity: int) -> Any:
    """The column of hubs that holds a commodity."""
    if not 0 <= commodity < len(codes.COMMODITIES):
        raise ValueError(f"there is no commodity {commodity}: see codes.COMMODITIES")
    return world.hubs.data[codes.COMMODITIES[commodity]]
