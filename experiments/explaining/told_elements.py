"""What elements did otherwise, in plain sentences, and what followed where they act."""

from experiments.explaining import advice, links
from experiments.explaining.judging import Finding
from experiments.explaining.numbers import change, extent, unit_of, written
from experiments.explaining.partings import Parting
from experiments.explaining.records import Line
from experiments.explaining.walk import SLIGHT, Element, Explanation
from experiments.words import many

MOST_ELEMENTS = 4
MOST_CHANNELS = 4
MOST_REASONS = 2
MOST_MOVED = 4
MOST_LATER = 4
TEST = "To test it:"
VISIBLE = 0.01
"""What differs by less, relative to the larger side, is not worth a name."""


def elements_text(found: Explanation) -> list[str]:
    """Return what each element did otherwise, in the order of their ranks."""
    differ = [one for one in found.elements if one.effort > 0]
    if not differ:
        n = many(found.pairs.count, "pair")
        return [f"No element is told to have done its work otherwise ({n})."]
    chief = [one for one in differ if one.effort >= SLIGHT]
    slight = [one for one in differ if VISIBLE <= one.effort < SLIGHT]
    lines = [
        "What elements did otherwise, ranked by how much of their work differs and how far it "
        "moved what it moves first:"
    ]
    for number, one in enumerate(chief[:MOST_ELEMENTS], 1):
        lines += _element(found, one, number)
    for others, what in (
        (chief[MOST_ELEMENTS:], "After these"),
        (slight, "Slighter, mostly in answer to what has changed"),
    ):
        if others:
            order = sorted(others, key=lambda one: -one.effort)
            each = ", ".join(f"{one.name} {one.effort:.0%}" for one in order)
            lines.append(f"  {what}: {each}.")
    return lines


def _element(found: Explanation, one: Element, number: int) -> list[str]:
    since = "" if one.since is None else f", from week {one.since} on"
    spent = one.money.estimate.value
    money = f"; {change(one.money)} million US dollars" if spent else ""
    own = "its settings differ" if one.name in found.changed else "its settings are the same"
    lines = [f"  {number}. {one.name}: {one.effort:.0%} of its work differs{since}{money}; {own}."]
    if one.asked:
        asked = sorted(one.asked, key=lambda line: -abs(line.relative))
        texts = [_asked(found, line) for line in asked if abs(line.relative) >= VISIBLE]
        if texts:
            lines.append(f"     It asked for: {_some(texts, MOST_CHANNELS)}.")
    failed = sorted(one.failed, key=lambda line: -abs(line.relative))
    if texts := [text for line in failed if (text := _failed(line))]:
        lines.append(f"     Not done, and why: {_some(texts, MOST_REASONS)}.")
    lines.append(_moved(found, one))
    later = sorted(found.after(one), key=lambda parting: -extent(parting.finding))[:MOST_LATER]
    if later:
        told = ", ".join(
            f"{each.words} (week {each.first})" for each in sorted(later, key=lambda p: p.first)
        )
        lines.append(f"     Not before that, of the outcomes: {told}.")
    command = advice.ablation(found.pairs, one.name)
    if command and advice.only_change(found.pairs) != one.name:
        lines.append(f"     {TEST} {command}")
    return lines


def _moved(found: Explanation, one: Element) -> str:
    """Say which series parted that an element moves first."""
    if not one.moved:
        n = many(found.pairs.count, "pair")
        return f"     No weekly series that it moves first is told to part ({n})."
    moved = sorted(one.moved, key=lambda parting: -extent(parting.finding))
    texts = [f"{each.words} {_mean(each)} from week {each.first}" for each in moved]
    return f"     What that moves first: {_some(texts, MOST_MOVED)}."


def _asked(found: Explanation, line: Finding) -> str:
    if not line.base or not line.other:
        side = found.pairs.other if line.other else found.pairs.base
        return f"{line.words} (only {side.label})"
    return f"{line.words} ({line.other / line.base - 1:+.0%})"


def _failed(line: Finding) -> str:
    _, element, reason = Line.of(line.name)
    unit = links.counted(element, reason)
    unit = "" if "," in unit else unit  # which of several it is cannot be told
    here, there = written(line.base, unit), written(line.other, unit)
    scale = "million " if unit == "US dollars" else ""
    return "" if here == there else f"{line.words} {here} -> {there} {scale}{unit}".rstrip()


def _mean(parting: Parting) -> str:
    return written(parting.finding.estimate.value, unit_of(parting.finding), "+")


def _some(texts: list[str], most: int) -> str:
    """Join the first of several texts, and say how many are left."""
    left = len(texts) - most
    return ", ".join(texts[:most]) + (f" and {left} more" if left > 0 else "")
