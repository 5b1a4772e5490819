"""What a calibration has found, in plain words: how many draws fit, what decides, what is open."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from experiments.calibration.fitted import WANTED
from experiments.calibration.learning import FEWEST, Lesson
from experiments.calibration.matching import LIMIT, Matching
from experiments.validation.protocol import SEEDS
from experiments.words import many

RULE_OF_THREE = 3.0
"""Of n draws none fits: the share that does is below 3 / n with 95 % confidence (Hanley &
Lippman-Hand 1983, JAMA 249: 1743-1745)."""


def report(matching: Matching, lessons: Sequence[Lesson], said: Sequence[str] = ()) -> str:
    """Return the report; `said` are sentences about where the targets come from."""
    parts = [
        _headline(matching),
        *said,
        "",
        *_by_target(matching),
        "",
        *_by_parameter(lessons),
        *_doubts(matching),
    ]
    return "\n".join(parts)


def _headline(matching: Matching) -> str:
    count = Counter(matching.verdicts)
    tried, kept = len(matching.verdicts), int(matching.kept.sum())
    lines = [
        f"{kept} of {many(tried, 'draw')} cannot be ruled out ({kept / max(tried, 1):.0%}): "
        f"{count['fits']} fit, and {count['not ruled out']} are left only because luck or "
        "tolerance could explain how far off they are.",
        f"{count['ruled out']} are ruled out: {LIMIT:g} standard deviations or more from what is "
        "accepted"
        + (f" for more than {many(matching.misses, 'target')}." if matching.misses else "."),
    ]
    if count["not measured"]:
        lines.append(
            f"{count['not measured']} have too little violence for some target to be measured, and "
            "are not kept."
        )
    if not matching.told.any():
        lines.append(
            "No draw is kept, since no target could be measured: take more weeks or replicates, or "
            "a scenario with more violence."
        )
    elif kept == 0:
        lines.append(
            "NOTHING FITS. Either the targets ask for what the model cannot do, at least in these "
            "ranges, or a region that fits is small: its share is below "
            f"{min(1.0, RULE_OF_THREE / tried):.1%} with 95 % confidence. Look below for the "
            "target that excludes most."
        )
    elif kept < WANTED:
        lines.append(
            f"A set should have {WANTED} draws or more. At this rate that takes about "
            f"{math.ceil(tried * WANTED / kept):,} draws (--draws, in a new folder)."
        )
    return "\n".join(lines)


def _by_target(matching: Matching) -> Iterator[str]:
    """A line for each target, those that exclude most first."""
    excluded, alone = matching.excluded()
    blur = matching.blur()
    width = max(len(one.name) for one in matching.targets)
    space = max(len("accepted"), *(len(one.interval) for one in matching.targets))
    yield (
        f"{'target':{width}}  {'accepted':{space}}  {'middle draw':>11}  rules out  it alone  "
        "luck  quantity"
    )
    for place in sorted(range(len(matching.targets)), key=lambda i: -int(excluded[i])):
        one = matching.targets[place]
        values = sorted(v for v in matching.estimates.values[:, place].tolist() if v == v)
        middle = f"{values[len(values) // 2]:.3g}" if values else "-"
        luck = "-" if math.isnan(blur[place]) else f"{min(blur[place], 9.99):.2f}"
        yield (
            f"{one.name:{width}}  {one.interval:{space}}  {middle:>11}  {excluded[place]:>9}  "
            f"{alone[place]:>8}  {luck:>4}  {one.about}"
        )
    yield (
        "luck: three standard errors, over the range that draws span. Near 1 or above it, runs are "
        "too few for the target to tell draws apart."
    )


def _by_parameter(lessons: Sequence[Lesson]) -> Iterator[str]:
    if all(math.isnan(one.p) for one in lessons):
        yield (
            f"What the targets say about parameters cannot be told: that takes {FEWEST} draws that "
            f"are kept and {FEWEST} that are not."
        )
        return
    informed = [one for one in lessons if one.informed]
    yield (
        "The targets inform "
        + (f"{len(informed)} of {many(len(lessons), 'parameter')}:" if informed else "no parameter")
    )
    for one in sorted(informed, key=lambda lesson: lesson.p):
        low, middle, high = one.left
        yield (
            f"  {one.path}: {low:.3g} to {high:.3g}, middle {middle:.3g} {one.unit} "
            f"(tried: {one.low:g} to {one.high:g}; p {one.p:.2g})"
        )
    others = ", ".join(one.path for one in lessons if not one.informed)
    if others:
        yield f"They do not inform, by itself: {others}."


def _doubts(matching: Matching) -> Iterator[str]:
    """What the runs do not suffice for."""
    seeds = min(matching.estimates.seeds.tolist(), default=0)
    silent = [
        one.name for one, told in zip(matching.targets, matching.told, strict=True) if not told
    ]
    blur = matching.blur()
    blurred = [one.name for one, b in zip(matching.targets, blur, strict=True) if b >= 1.0]
    found = []
    if silent:
        found.append(
            f"Left out, since too little violence, or too few seeds, in every draw keep it from "
            f"being measured: {', '.join(silent)}. Nothing here says that they fit."
        )
    if 0 < seeds < SEEDS:
        found.append(
            f"Runs are too few to tell: {many(seeds, 'seed')} a draw, and {SEEDS} are the fewest "
            "that an error can be worked out from. Draws are kept that more runs would rule out."
        )
    if blurred:
        found.append(
            f"Luck hides the differences between draws in: {', '.join(blurred)}. More replicates "
            "(the same command with a larger --replicates goes on) would tell more."
        )
    if found:
        yield ""
        yield from found
