"""The instructor's events of a scenario, with names resolved to rows."""

from sim.dynamics.calendar import Inject
from sim.scenario import Scenario


def timeline(scenario: Scenario) -> tuple[Inject, ...]:
    """What the scenario injects, in the form in which `sim.dynamics.calendar` carries it out."""
    parties = [scenario.state.name, *(f.name for f in scenario.factions)]
    return tuple(
        Inject(
            week=int(spec.week),
            kind=spec.kind,
            size=float(spec.size),
            weeks=int(spec.weeks),
            faction=0 if spec.faction is None else parties.index(spec.faction),
            district=spec.district or 0,
        )
        for spec in scenario.injects
    )
