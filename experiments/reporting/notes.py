"""What every report says beside results: what is assumed, what they are not for, how to repeat."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from experiments.reporting.parts import Section, bullets, command, paragraph, table
from experiments.settings import differences, written
from sim.metrics import Measures
from sim.paths import scenarios_dir
from sim.scenario import Scenario

ASSUMED = (
    "The country is fictional. Its size is of the order of real cases; nothing is fitted to one.",
    "Most numbers of the model are assumptions with a plausible range, not measurements. "
    "sim/ODD.md lists each with its id, range and source; where a work is named it usually "
    "supports the mechanism and its sign, not the number.",
    "Conflict stays within one country. There are no air forces, no cities as battlefields, no "
    "leaders as persons.",
    "The mission does no harm of its own: there is no misconduct by peacekeepers.",
    "Weapons are not collected, and aid agencies have no aims of their own.",
)

MISUSE = (
    "To forecast what will happen in a real country, or when.",
    "To decide on a real mission, or to justify one, by these numbers alone.",
    "To choose places, groups or persons for any kind of action.",
    "To read absolute numbers, such as deaths or dollars, as estimates for a real case: what can "
    "be compared is strategies, under the same assumptions.",
)

YARDSTICKS = {
    "conflict": "battle deaths a year per 10 million people from which a year is one of conflict",
    "war": "battle deaths a year per 10 million people from which a year is one of war",
    "quiet_weeks": "weeks that have to be quiet before there is peace",
    "discount": "by which later weeks count less in discounted outcomes, a year",
}

MOST_CHANGES = 30


def assumptions(measures: Measures, own: Sequence[str]) -> Section:
    """Say what results rest on.

    Args:
        measures: yardsticks of conflict, peace and stability. own: HTML parts of this report.
    """
    values = measures.as_dict()
    rows = [["yardstick", "value"]]
    rows += [[words, f"{values[name]:g}"] for name, words in YARDSTICKS.items()]
    weights = ", ".join(
        f"{part.replace('_', ' ')} {weight:g}" for part, weight in measures.weights.items()
    )
    return Section(
        "What is assumed",
        (
            bullets(ASSUMED),
            *own,
            table(rows, "What counts as conflict, war and peace; a choice of this project."),
            paragraph(f"Weights of the parts of the stability index: {weights}."),
        ),
    )


def misuse(*own: str) -> Section:
    """Say what the results must not be used for: sentences of this report, then those of all."""
    return Section("What this must not be used for", (bullets((*own, *MISUSE)),))


def repeating(commands: Sequence[str], facts: Iterable[tuple[str, str]], check: str) -> Section:
    """Say how the results are made once more.

    Args:
        commands: to be typed. facts: names and values that identify code and input.
        check: how to see that it is the same.
    """
    return Section(
        "How to reproduce it",
        (
            command(*commands),
            paragraph(check),
            table([["what", "which"], *map(list, facts)], words=(0, 1)),
        ),
    )


def code_facts(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Version, commit, hash of the sources, interpreter and platform, out of a provenance."""
    git = about.get("git")
    commit = "not from a checkout" if not git else git["commit"]
    if git and git["changed"]:
        commit += ", with changes that were not committed"
    return [
        ("made on", str(about["created"])),
        ("peacegrid", str(about["peacegrid"])),
        ("commit", commit),
        ("hash of the sources", str(about["source_hash"])),
        ("Python", f"{about['python']}, {about['platform']['system']}"),
    ]


def changes(scenario: Scenario) -> list[str]:
    """Return HTML that says what differs from the shipped scenario of the same name, if one is."""
    if not (scenarios_dir() / f"{scenario.name}.yaml").is_file():
        return [paragraph(f"{scenario.name} is no scenario that ships with peacegrid.")]
    known = (scenarios_dir() / "strategies" / f"{scenario.strategy.name}.yaml").is_file()
    strategy = scenario.strategy.name if known else None
    shipped = Scenario.load(scenario.name, strategy=strategy)
    exclude = set() if known else {"strategy"}
    rows = [
        [path, written(mine), written(theirs)]
        for path, mine, theirs in differences(scenario, shipped, exclude)
    ]
    what = f"{scenario.name} and {scenario.strategy.name}" if known else scenario.name
    if not rows:
        return [paragraph(f"Nothing was changed in {what} as they ship with peacegrid.")]
    left = len(rows) - MOST_CHANGES
    more = [paragraph(f"{left} more values differ; scenario.yaml has them.")] if left > 0 else []
    head = ["value", "here", "as shipped"]
    caption = f"What was changed in {what} as they ship with peacegrid."
    return [table([head, *rows[:MOST_CHANGES]], caption, words=(0, 1, 2)), *more]
