"""Mediator: a team that works on talks between parties, or on a dispute between communities."""

from sim.agents.attributes import row_name
from sim.agents.base import RowAgent
from sim.rules import mediator
from sim.state import codes


class Mediator(RowAgent, table="mediators", rule=mediator, settings="mediator_rule"):
    """A mediator's team. ``Mediator(model, cell=(3, 5), skill=0.8, level=1)`` adds one.

    A `decide` of your own calls :meth:`take_talks`, :meth:`take_dispute` or :meth:`pause`; a team
    that does not keeps its case.
    """

    shown = ("case_name", "skill", "partiality")

    @property
    def case_name(self) -> str:
        """What the team works on, in words."""
        world = self.model.world
        if self.work == codes.PAIR_OF_PARTIES:
            pair = (world.dyads.a[self.case], world.dyads.b[self.case])
            return " and ".join(row_name(world, "factions", int(side)) for side in pair)
        if self.work == codes.LOCAL_DISPUTE:
            a, b = world.ties.a[self.case], world.ties.b[self.case]
            return f"communities {a} and {b}"
        return "no case"

    def take_talks(self, first: int, second: int) -> None:
        """Work on the talks between two parties (rows of factions; 0 is the government)."""
        count = len(self.model.world.factions)
        pair = -1
        if 0 <= first < count and 0 <= second < count:
            pair = int(self.model.world.pair[first, second])
        if pair < 0:
            raise ValueError(f"parties {first} and {second} are no pair that could talk")
        self.work, self.case = codes.PAIR_OF_PARTIES, pair

    def take_dispute(self, tie: int) -> None:
        """Work on the disputes of a pair of neighbouring communities (row of ties)."""
        if not 0 <= tie < len(self.model.world.ties):
            raise ValueError(f"there is no pair of neighbouring communities {tie}")
        self.work, self.case = codes.LOCAL_DISPUTE, tie

    def pause(self) -> None:
        """Work on nothing."""
        self.work, self.case = codes.NOTHING, -1
