"""The report of one run."""

from functools import partial
from typing import TYPE_CHECKING

from experiments.analysis.strategies.answer import number
from experiments.reporting import notes
from experiments.reporting.parts import Report, Section, bullets, figure, paragraph, table
from experiments.words import many
from sim.figures import figures_of, life, map_of_moment, timeline, years_side_by_side
from sim.metrics.peace import YEAR
from sim.replay.chapters import markers
from sim.replay.folder import Recording
from sim.results import OUTCOMES, Result, shown
from sim.strategy import ELEMENTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PERIODS = ("", "_during", "_after")
MOST_REASONS = 25


def of_run(run: Recording, result: Result, community: int | None = None) -> Report:
    """Say what happened in a run, how it looked, and what it rests on.

    Args:
        run: as read from its folder.
        result: what that folder tells, recalled.
        community: row of that whose life is drawn; by default where most people were killed.
    """
    scenario = run.scenario
    warning = ""
    if result.partial:
        asked = run.provenance["weeks_asked"]
        warning = f"PARTIAL: the run was stopped after {result.weeks} of {asked} weeks."
    return Report(
        title=f"{scenario.title}: one run",
        subtitle=(
            f"{scenario.name} with the strategy {scenario.strategy.name}, seed {run.seed}, "
            f"{many(result.weeks, 'week')}"
        ),
        warning=warning,
        sections=(
            Section("Summary", (bullets(_summary(result)),)),
            Section("Over time", (figure(timeline(result)), _turns(run))),
            Section("On the map", tuple(map(figure, _maps(result)))),
            *_people(result, community),
            Section("Outcomes", (_outcomes(result), _single_outcomes(result))),
            Section("What was paid for, and what failed", (_costs(result), _failures(result))),
            notes.assumptions(
                result.measures,
                [_strategy(result), *notes.changes(scenario)],
            ),
            notes.misuse(
                "To say that a strategy works or does not. This is one run with one seed; with "
                "another it would have gone otherwise. Compare strategies over many paired seeds: "
                f"peacegrid compare {scenario.name} --strategies none,{scenario.strategy.name}"
                if scenario.strategy.name != "none"
                else "To say what a conflict comes to. This is one run with one seed; with another "
                "it would have gone otherwise."
            ),
            _repeating(run),
        ),
    )


def _summary(result: Result) -> list[str]:
    """The run in plain sentences."""
    o = result.outcomes
    killed = (
        f"{o['deaths']:,.0f} people were killed in {result.weeks / YEAR:.0f} years: "
        f"{o['deaths_civilians']:,.0f} civilians, {o['deaths_fighters']:,.0f} members of armed "
        f"groups, {o['deaths_forces']:,.0f} of the state's forces and "
        f"{o['deaths_peacekeepers']:,.0f} peacekeepers."
        if o["deaths"]
        else "Nobody was killed."
    )
    away = float(result.series_data["displaced"].max(initial=0.0))
    signed, settled = int(o["agreements_signed"]), int(o["settlements_signed"])
    sentences = [
        result.peace_sentence(),
        killed,
        f"Up to {away:,.0f} people were away from home at a time.",
        _signed(signed, settled),
    ]
    if o["cost"]:
        people = float(result.ground.population.sum())
        sentences.append(
            f"The mission cost {o['cost'] / 1e6:,.0f} million US dollars, "
            f"{o['cost'] / people:,.0f} for each inhabitant."
        )
    else:
        sentences.append("No money was spent on a mission.")
    return sentences


def _signed(agreements: int, settlements: int) -> str:
    """How many agreements there were, and how many of them settled the war."""
    if agreements == 1:
        what = "settled" if settlements else "did not settle"
        return f"One agreement between parties was signed; it {what} what the war was about."
    if not agreements:
        return "No agreement between parties was signed."
    return (
        f"{agreements} agreements between parties were signed; {settlements or 'none'} of them "
        "settled what the war was about."
    )


def _turns(run: Recording) -> str:
    """The turns of the run, by date."""
    rows = [["week", "year", "what", "in words"]]
    rows += [
        [str(one.week), str(one.week // YEAR + 1), one.title, one.text] for one in markers(run)
    ]
    return table(rows, "The turns of the run. Weeks count from 0.", words=(2, 3))


def _maps(result: Result) -> list["Figure"]:
    """Maps of the deadliest week and the last, and where people were killed year by year."""
    deaths = result.series_data["deaths"]
    worst = int(deaths.argmax()) + 1
    return [
        *([map_of_moment(result, worst)] if deaths.any() else []),
        map_of_moment(result),
        years_side_by_side(result),
    ]


def _people(result: Result, community: int | None) -> list[Section]:
    """Trust by group, the life of a community, and the network of supply."""
    drawn = figures_of(result)
    if community is not None and "community" in drawn:
        drawn["community"] = partial(life, community=community)
    headings = {
        "groups": "Who trusts whom",
        "community": "The community that suffered most" if community is None else "One community",
        "supply": "What was carried, and what was lost",
    }
    return [
        Section(heading, (figure(drawn[name](result)),))
        for name, heading in headings.items()
        if name in drawn
    ]


def _outcomes(result: Result) -> str:
    """Outcomes that there are for the whole run, the mission's time and the time after."""
    rows = [["outcome", "unit", "whole run", "mission", "after exit"]]
    for name, about in OUTCOMES.items():
        if name.endswith(PERIODS[1:]) or f"{name}_after" not in OUTCOMES:
            continue
        cells = [shown(result.outcomes[name + suffix], about.unit) for suffix in PERIODS]
        unit = next((unit for _, unit in cells if unit), about.unit)
        rows.append([about.doc.rpartition(";")[0], unit, *(value for value, _ in cells)])
    caption = (
        f"Mission: planned weeks {result.window.start} to {result.window.leave}; after exit: from "
        "then on. -: nothing to be said."
    )
    return table(rows, caption, words=(0, 1))


def _single_outcomes(result: Result) -> str:
    """Outcomes of the run as a whole."""
    rows = [["outcome", "value", "unit"]]
    for name, about in OUTCOMES.items():
        base = name.removesuffix("_during").removesuffix("_after")
        if f"{base}_after" in OUTCOMES or name.startswith("cost_of_") or about.unit == "flag":
            continue
        value, unit = shown(result.outcomes[name], about.unit)
        if about.unit == "share of runs":  # of one run it is true or not
            value, unit = {0.0: "no", 1.0: "yes"}.get(result.outcomes[name], "-"), ""
        rows.append([about.doc, value, unit])
    return table(rows, "Of the run as a whole.", words=(0, 2))


def _costs(result: Result) -> str:
    """What each element took of the money."""
    total = result.outcomes["cost"]
    spent = {name: float(values.sum()) for name, values in result.costs_data.items()}
    rows = [["element", "million US dollars", "share"]]
    for name, value in sorted(spent.items(), key=lambda one: -one[1]):
        if value > 0:
            rows.append([_title(name), f"{value / 1e6:,.1f}", f"{value / total:.0%}"])
    return table(rows, "What was paid for.") if len(rows) > 1 else paragraph("Nothing was paid.")


def _title(element: str) -> str:
    if element in ELEMENTS:
        return ELEMENTS[element].title
    return element.replace("_", " ").capitalize()


def _failures(result: Result) -> str:
    """What was wanted and did not happen, the most frequent first."""
    table_ = result.reasons
    if table_.empty:
        return paragraph("Nothing that the strategy wanted failed to happen.")
    groups = table_.groupby(["element", "reason", "unit"], sort=False)["amount"]
    found = sorted(groups, key=lambda one: -len(one[1]))[:MOST_REASONS]
    rows = [["element", "why not", "weeks", "amount", "unit"]]
    rows += [
        [element.replace("_", " "), reason.lower().replace("_", " "), str(len(amounts)),
         number(float(amounts.sum())), unit]
        for (element, reason, unit), amounts in found
    ]  # fmt: skip
    return table(rows, "What the strategy wanted and did not get, and why.", words=(0, 1, 4))


def _strategy(result: Result) -> str:
    strategy = result.scenario.strategy
    return paragraph(
        f"The strategy {strategy.name}: {strategy.thinking}"
        if strategy.thinking
        else f"The strategy is {strategy.name}."
    )


def _repeating(run: Recording) -> Section:
    about = run.provenance
    return notes.repeating(
        [f"peacegrid run scenario.yaml --seed {run.seed} --weeks {run.weeks} --out again"],
        [
            ("seed", str(run.seed)),
            ("hash of the scenario", str(about["scenario_hash"])),
            ("digest of the run", str(about["digest"])),
            *notes.code_facts(about),
        ],
        "The command is for the folder of the run. The same code gives the same digest in "
        "again/provenance.json, on any machine; with another version of peacegrid it may differ.",
    )
