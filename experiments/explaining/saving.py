"""An explanation as files: explain.txt, explain.json and a figure."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.explaining.judging import Finding
from experiments.explaining.pairs import Side
from experiments.explaining.partings import Parting
from experiments.explaining.telling import headline, telling
from experiments.explaining.walk import Element, Explanation
from sim.provenance import provenance
from sim.results import CLAIM
from sim.saving import json_text, replaced

if TYPE_CHECKING:
    from sim.results import Result

NAME = "explain"


def save(found: Explanation, ground: "Result", folder: Path) -> None:
    """Write an explanation into a folder, which is made.

    Args:
        ground: any result of the scenario, for the map of its districts.

    Raises:
        OSError: something cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with replaced(folder / f"{NAME}.txt") as path:
        path.write_text(telling(found) + "\n", encoding="utf-8")
    with replaced(folder / f"{NAME}.json") as path:
        path.write_text(json_text(as_data(found)), encoding="utf-8")
    if found.courses:
        from experiments.explaining.figure import draw
        from sim.figures.style import save as save_figure

        save_figure(draw(found, ground), folder, NAME)


def as_data(found: Explanation) -> dict[str, Any]:
    """Return all that was judged, told or not, as plain data; weeks count from 0."""
    pairs = found.pairs
    return {
        **provenance(),
        "claim": CLAIM,
        "headline": headline(found),
        "weeks": pairs.weeks,
        "pairs": pairs.count,
        "base": _side(pairs.base),
        "other": _side(pairs.other),
        "settings": [one._asdict() for one in pairs.settings],
        "outcomes": _findings(found.outcomes),
        "partings": [_parting(one) for one in found.partings],
        "elements": [_element(one) for one in found.elements],
        "places": _findings(found.places),
        "acts": _findings(found.acts),
        "began": {name: one.first for name, one in found.began.items()},
    }


def _side(side: Side) -> dict[str, Any]:
    scenario = side.scenario
    return {
        "label": side.label,
        "scenario": scenario.name,
        "strategy": scenario.strategy.name,
        "scenario_hash": scenario.hash(),
        "seeds": list(side.seeds),
        "digests": list(side.digests),
    }


def _findings(every: list[Finding]) -> list[dict[str, Any]]:
    return [_finding(one) for one in every]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "name": one.name,
        "words": one.words,
        "told": one.told,
        "base": one.base,
        "other": one.other,
        "difference": one.estimate.value,
        "low": one.estimate.low,
        "high": one.estimate.high,
        "p_adjusted": one.p,
        "spreads" if one.estimate.n > 1 else "relative": one.size,
        "pairs": one.estimate.n,
        "pairs_that_differ": one.moved,
        "pairs_that_agree": one.agree,
    }


def _parting(one: Parting) -> dict[str, Any]:
    weeks = {"first_week": one.first, "until_week": one.until, "p": one.p}
    return {**_finding(one.finding), **weeks}


def _element(one: Element) -> dict[str, Any]:
    return {
        "name": one.name,
        "effort": one.effort,
        "since_week": one.since,
        "money": _finding(one.money),
        "asked": _findings(list(one.asked)),
        "failed": _findings(list(one.failed)),
        "moved_first": [parting.line.name for parting in one.moved],
    }
