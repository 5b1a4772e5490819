"""What an ensemble is, and the scenarios that ensembles are made in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from experiments.validation import trials as t
from experiments.validation.arms import ByPeople, Changes
from experiments.validation.findings import OFF
from experiments.validation.measures import Measure
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.scenario import Scenario

WAR = ("baseline", "communal_fragmented", "remote_insurgency")
"""Three structurally different wars: for the centre, among many, with roadside bombs."""

SETTLED: Mapping[str, Changes] = {
    "fragile_settlement": {},
    "remote_insurgency": {
        "settlements": [
            {"faction": "Desert Front", "share": 0.38},
            {"faction": "Eastern Brigade", "share": 0.38},
        ]
    },
    "state_at_risk": {"settlements": [{"faction": "Mbari Resistance", "share": 0.38}]},
    "classroom": {"settlements": [{"faction": "Hill Front", "share": 0.38}]},
}
"""Scenarios that begin on the day after a settlement. The communal one has no such day: most of its
groups fight each other and not the state."""

AFTER_WAR = ("fragile_settlement", "remote_insurgency", "state_at_risk")
QUICK = ("remote_insurgency",)
"""Of a quick look: the one whose weeks take least time."""


@dataclass(frozen=True)
class Ensemble:
    """Runs that belong together.

    Attributes:
        name: of it. about: in one sentence. weeks: of a run. replicates: seeds of each arm.
        arms: changes by name of an arm; those with the mark ``~off`` have a mechanism off.
        scenarios: by name. settled: whether they begin at a settlement.
        measures: what is kept of a run. trial: what is done in it by lot.
        quick: seeds of a quick look, 0 where it is not needed for one.
    """

    name: str
    about: str
    weeks: int
    replicates: int
    arms: Mapping[str, Changes] = field(repr=False)
    scenarios: tuple[str, ...] = WAR
    settled: bool = False
    measures: tuple[Measure, ...] = ()
    trial: type[t.Trial] = t.Trial
    quick: int = 0

    def arms_of(self, *, ablated: bool) -> dict[str, Changes]:
        """The arms, with or without those in which a mechanism is off."""
        return {n: c for n, c in self.arms.items() if ablated or not n.endswith(OFF)}

    def cases(self, scenarios: tuple[str, ...], *, ablated: bool) -> "list[Scenario]":
        """Every scenario with every arm, as scenarios named after both.

        Raises:
            UserError: a scenario does not exist, or a change is not accepted.
        """
        from sim.scenario import Scenario

        found = []
        for name in scenarios:
            start = SETTLED.get(name, {}) if self.settled else {}
            base = Scenario.load(name, "none").varied({"weeks": self.weeks, "injects": [], **start})
            if self.settled and not base.settlements:
                raise UserError(
                    f"{name}: its runs would have to begin at a settlement ({self.name}: "
                    f"{self.about}), and it has none. Name scenarios with `settlements`, such as "
                    f"{', '.join(AFTER_WAR)}."
                )
            for arm, changes in self.arms_of(ablated=ablated).items():
                found.append(base.varied({**resolved(changes, base), "strategy.name": arm}))
        return found


def resolved(changes: Changes, scenario: "Scenario") -> dict[str, Any]:
    """Changes as one scenario takes them.

    ``settlements.*.dimensions`` is every settlement's; a :class:`ByPeople` is worked out.
    """
    found: dict[str, Any] = {}
    for path, value in changes.items():
        if path.startswith("settlements.*."):
            last = path.rpartition(".")[2]
            for i in range(len(scenario.settlements)):
                found[f"settlements.{i}.{last}"] = value
        elif isinstance(value, ByPeople):
            found[path] = round(value.per_1000 * scenario.people.population / 1000)
        else:
            found[path] = value
    return found
