"""Band: fighters of an armed group who move and fight together."""

from typing import Any

import numpy as np

from sim.agents.attributes import column_property
from sim.agents.base import RowAgent
from sim.agents.community import Community
from sim.agents.convoy import Convoy
from sim.agents.force import ForceUnit
from sim.agents.grid import MapCell, row_of_cell
from sim.agents.peacekeeper import Peacekeeper
from sim.rules import band
from sim.state import codes
from sim.state.armed import Bands
from sim.state.world import World


class Band(RowAgent, table="bands", rule=band, settings="band_rule"):
    """An armed band. ``Band(model, cell=(3, 5), faction=1, fighters=20)`` adds one.

    A `decide` of your own calls one of :meth:`hide`, :meth:`tax`, :meth:`attack` and may call
    :meth:`go_to`; a band that does neither hides where it is.
    """

    shown = ("faction_name", "fighters", "action_name")

    def __init__(
        self,
        model: Any,
        *,
        cell: Any,
        faction: int,
        fighters: float = 12,
        home: Community | int | None = None,
        **values: Any,
    ) -> None:
        """Raise a new band: its fighters leave the population of `home`, or of its group.

        Args:
            cell: where; a cell of ``model.grid`` or (x, y).
            faction: row of the armed group (1 and up; 0 is the government).
            fighters: a whole number of people.
            home: community that they come from; without it the nearest of the armed group's people.
            values: other columns, such as ``morale=0.9``.
        """
        super().__init__(model, cell=cell, faction=faction, fighters=fighters, home=home, **values)

    def _set_fighters(self, value: float) -> None:
        here = self.rows.data["fighters"]
        muster(self.model.world, self.home, _whole(value) - here[self.row])
        here[self.row] = value

    # Who is added leaves the population of the home community; who is taken away goes home.
    fighters = column_property(Bands.columns["fighters"]).setter(_set_fighters)

    @property
    def cell(self) -> MapCell | None:
        """Where it is. Assign a cell to move it out of turn; to decide on a move, :meth:`go_to`."""
        return self.model.grid.at(self.cell_row)

    @cell.setter
    def cell(self, cell: Any) -> None:
        row = row_of_cell(self.model.world, cell)
        self.rows.cols["cell"][self.row] = self.rows.cols["step"][self.row] = row

    @property
    def home_community(self) -> Community:
        """Community that most of its members come from."""
        return self.model.agent(Community, self.home)

    @property
    def goal(self) -> MapCell:
        """Where it has decided to be at the end of this week's move."""
        return self.model.grid.at(self.rows.cols["step"][self.row])

    def rest(self) -> None:
        """Hide where it is."""
        self.hide()

    def hide(self) -> None:
        """Hide this week."""
        self.action, self.target = codes.HIDE, -1
        self.rows.cols["step"][self.row] = self.cell_row

    def go_to(self, cell: Any) -> None:
        """Move this week to a neighbouring cell.

        Raises:
            ValueError: the cell is farther away than one step, or water.
        """
        row = row_of_cell(self.model.world, cell)
        if row != self.cell_row and row not in self.model.world.neighbours[self.cell_row]:
            raise ValueError(f"{self!r} moves one cell a week: {cell} is too far")
        self.rows.cols["step"][self.row] = row

    def tax(self, community: Community) -> None:
        """Live off a community of its cell this week."""
        self._aim(codes.TAX, community, reach=0)

    def attack(self, target: RowAgent) -> None:
        """Attack a community, a force unit, a rival band, a convoy or peacekeepers.

        Raises:
            ValueError: the target is not in the band's cell (force units: or next to it).
        """
        for kind, action in ATTACKS.items():
            if isinstance(target, kind) and target is not self:
                self._aim(action, target, reach=int(kind is ForceUnit))
                return
        raise TypeError(f"a band cannot attack {target!r}")

    def _aim(self, action: int, target: RowAgent, reach: int) -> None:
        here, there = self.cell_row, target.cell_row
        if there != here and not (reach and there in self.model.world.neighbours[here]):
            raise ValueError(f"{target!r} is out of reach of {self!r}")
        self.action, self.target = action, target.row

    @classmethod
    def _create(cls, model: Any, values: dict[str, Any]) -> int:
        world: World = model.world
        faction = values["faction"]
        if not (1 <= faction < len(world.factions) and world.factions.group[faction] >= 0):
            raise ValueError(f"faction {faction} is no armed group of this scenario")
        home = values["home"]
        cell = row_of_cell(world, values["cell"])
        if home is None:
            home = nearest_people(world, cell, int(world.factions.group[faction]))
        home = int(getattr(home, "row", home))
        if not 0 <= home < len(world.communities):
            raise ValueError(f"there is no community {home}")
        if _whole(values["fighters"]) < 1:
            raise ValueError("a band has at least one fighter")
        muster(world, home, values["fighters"])
        row = super()._create(model, {**values, "home": home, "step": cell})
        if world.factions.status[faction] == codes.LATENT:
            world.factions.status[faction] = codes.ACTIVE
        return row

    def _settle(self) -> None:
        """Its fighters go home."""
        self.fighters = 0


ATTACKS: dict[type[RowAgent], int] = {
    Community: codes.HIT_CIVILIANS,
    ForceUnit: codes.HIT_FORCES,
    Band: codes.HIT_RIVALS,
    Convoy: codes.HIT_CONVOY,
    Peacekeeper: codes.HIT_PEACEKEEPERS,
}


def _whole(value: float) -> float:
    if not (value >= 0 and float(value).is_integer()):
        raise ValueError(f"fighters are whole people: {value!r} is not a number of them")
    return float(value)


def nearest_people(world: World, cell: int, group: int) -> int:
    """The community of an identity group that is nearest to a cell, as the crow flies.

    Raises:
        ValueError: the group has no community.
    """
    people, cells = world.communities, world.cells
    own = (people.group == group).nonzero()[0]
    if not len(own):
        raise ValueError(f"no community belongs to group {group}: say which is the band's home")
    x, y = cells.x[people.cell[own]] - cells.x[cell], cells.y[people.cell[own]] - cells.y[cell]
    return int(own[(x * x + y * y).argmin()])


def muster(world: World, home: int, change: float) -> None:
    """Take `change` fighters from the people of a community's group, or send so many home.

    The home community comes first, then others of its group, in the order in which the conflict
    itself does so. Fighters whose origin is not on the books are booked as come from abroad.

    Raises:
        ValueError: the group has not so many people.
    """
    people = world.communities
    order = (home + np.arange(len(people))) % len(people)
    order = order[people.group[order] == people.group[home]]
    leave, enter = ("population", "recruits") if change > 0 else ("recruits", "population")
    have = people.data[leave][order]
    take = np.clip(abs(change) - (have.cumsum() - have), 0.0, have)
    short = abs(change) - take.sum()
    if change > 0 and short > 0:
        raise ValueError(f"the group of community {home} has no {change:g} people who could join")
    people.data[leave][order] -= take
    people.data[enter][order] += take
    world.books.abroad[0] -= short
