"""The walk in plain sentences, with numbers."""

from textwrap import fill

from experiments.explaining import advice, links
from experiments.explaining.judging import Finding, fewest
from experiments.explaining.numbers import agreement, change, spreads, unit_of, written
from experiments.explaining.pairs import Pairs
from experiments.explaining.partings import Parting
from experiments.explaining.records import Line
from experiments.explaining.told_elements import TEST, elements_text
from experiments.explaining.walk import SLIGHT, Explanation
from experiments.report import aligned
from experiments.settings import written as setting
from experiments.words import many
from sim.results import CLAIM

WIDTH = 112
MOST_NAMED = 3
MOST_SETTINGS = 12
MOST_PLACES = 2
MOST_ACTS = 6
MOST_OUTCOMES = 24
ONE_PAIR_OUTCOMES = 10

CAUSES = (
    "This is order in time and in the books, not proof of cause: what differs earlier may have "
    "nothing to do with what differs later. The proof is the same without the element, with the "
    "same seeds: explain ... --without ELEMENT, or peacegrid ablate for all of them."
)


def telling(found: Explanation) -> str:
    """Return all that is told of two sides, and what is not."""
    pairs = found.pairs
    parts = [[headline(found)], _about(pairs), _settings(pairs)]
    if pairs.identical:
        return _laid_out([*parts, ["Every pair ended alike, to the last bit."], [CLAIM]])
    parts.append(_outcomes(found))
    if found.courses:
        parts += [_when(found), elements_text(found)]
        if found.told:
            parts += [_places(found), _acts(found)]
        if found.told and any(one.effort > 0 for one in found.elements):
            parts.append([CAUSES])
    return _laid_out([*parts, [CLAIM]])


def _laid_out(parts: list[list[str]]) -> str:
    """Lay out paragraphs of lines; long sentences go on with a deeper indent. Commands and rows
    of tables, which have gaps, stay whole."""
    texts = []
    for part in filter(None, parts):
        lines = [line if _whole(line.strip()) else _wrapped(line) for line in part]
        texts.append("\n".join(lines))
    return "\n\n".join(texts)


def _whole(line: str) -> bool:
    return "  " in line or line.startswith((advice.COMMAND, TEST))


def _wrapped(line: str) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return fill(
        line.strip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if indent else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def headline(found: Explanation) -> str:
    """Say in one sentence what differs most, and which element did its work otherwise."""
    pairs, told = found.pairs, found.told
    base, other = pairs.base.label, pairs.other.label
    if pairs.identical:
        return f"{other} and {base} do not differ in anything"
    if not told:
        return f"{many(pairs.count, 'pair')} of runs do not tell {other} from {base}"
    most = found.chief or told[0]
    unit = unit_of(most)
    here, there = written(most.other, unit), written(most.base, unit)
    what = f"{most.words[0].upper()}{most.words[1:]}: {other} {here}, {base} {there}"
    chief = [one for one in found.elements if one.effort >= SLIGHT and one.since is not None]
    # What only answers to something else is named where there is nothing better.
    chief = [one for one in chief if one.name in found.changed] or chief[:1]
    if not chief:
        return what
    week = min(one.since for one in chief if one.since is not None)
    names = ", ".join(one.name for one in chief[:MOST_NAMED])
    return f"{what}; they part in week {week}, most in {names}"


def _about(pairs: Pairs) -> list[str]:
    """Say what was run, and what is known of luck."""
    base, other = pairs.base, pairs.other
    name = other.scenario.name
    if pairs.count == 1:
        seeds = (
            f"seed {base.seeds[0]} for both"
            if pairs.shared_luck
            else f"seed {base.seeds[0]} ({base.label}) and {other.seeds[0]} ({other.label})"
        )
        lines = [
            f"{name}: one pair of runs, {seeds}, {pairs.weeks} weeks. Differences are "
            f"{other.label} less {base.label}.",
            "With one pair nothing is known of luck. Sizes are relative to the larger of both; "
            "none is claimed to hold with other seeds. To see what does:",
            f"  {advice.many_seeds(pairs)}",
        ]
        if not pairs.shared_luck:
            lines.append(
                "The seeds differ, so luck differs from the first week on: week by week, element "
                "by element nothing can be traced. Give both runs one seed."
            )
        return lines
    seeds = f"seeds {base.seeds[0]} to {base.seeds[-1]}"
    if not pairs.shared_luck:
        seeds += f" ({base.label}) and {other.seeds[0]} to {other.seeds[-1]} ({other.label})"
    return [
        f"{name}: {many(pairs.count, 'pair')} of runs, {seeds}, {pairs.weeks} weeks each. "
        f"Differences are {other.label} less {base.label}, mean [95 % interval]."
    ]


def _settings(pairs: Pairs) -> list[str]:
    found = pairs.settings
    base, other = pairs.base.label, pairs.other.label
    if not found:
        return ["The settings are the same."]
    lines = [f"Settings that differ, {base} -> {other}:"]
    lines += [
        f"  {one.path}: {setting(one.one)} -> {setting(one.other)}" for one in found[:MOST_SETTINGS]
    ]
    if len(found) > MOST_SETTINGS:
        lines.append(f"  and {len(found) - MOST_SETTINGS} more")
    alone = advice.only_change(pairs)
    if alone and pairs.shared_luck:
        what = "differs beyond luck" if pairs.count > 1 else "differs, with this seed,"
        lines.append(
            f"Only {alone} is set otherwise, so this is an ablation already: whatever {what} comes "
            f"from {alone}. By which path it comes is what the rest is about."
        )
    return lines


def _outcomes(found: Explanation) -> list[str]:
    told, n = found.told, found.pairs.count
    judged = len(found.outcomes)
    if n == 1:
        head = f"Outcomes by size ({len(told)} of {judged} differ):"
        return [head, *aligned([_row(one) for one in told[:ONE_PAIR_OUTCOMES]])] if told else [head]
    lines = []
    if told:
        lines.append(
            f"Outcomes that differ beyond luck: {len(told)} of {judged}, judged together (Holm), "
            "by size in spreads between seeds; last, the pairs that agree in sign:"
        )
        lines += aligned([_row(one) for one in told[:MOST_OUTCOMES]])
    else:
        lines.append(f"No outcome of {judged} differs beyond luck, judged together (Holm).")
    open_ = [one.words for one in found.outcomes if not one.told]
    if open_:
        lines.append(f"Undecided with {many(n, 'pair')}: {', '.join(open_)}.")
    if n < fewest(judged):
        lines.append(
            f"Fewer than {fewest(judged)} pairs cannot tell any of {judged} outcomes: use more "
            "--replicates."
        )
    return lines


def _row(one: Finding) -> list[str]:
    unit = unit_of(one)
    levels = f"{written(one.base, unit)} -> {written(one.other, unit)}"
    cells = [one.words, levels, change(one), spreads(one)]
    return [*cells, f"{one.agree} of {one.estimate.n}"] if one.estimate.n > 1 else cells


def _when(found: Explanation) -> list[str]:
    """Say from which week on outcomes differ."""
    shows = found.shows
    told = [one for one in found.partings if one.line.name in shows]
    single = found.pairs.count == 1
    lines = []
    if told:
        how = "first week that differs" if single else "from which a band over all weeks tells them"
        lines.append(f"When what shows in these outcomes parts ({how}):")
        lines += [f"  week {one.first:>3}: {stretch(one)}" for one in told]
    parted = {one.line.name for one in told}
    late = [words for name, words in shows.items() if name not in parted]
    if late and not single:
        lines.append(
            f"In which week they part is undecided with {many(found.pairs.count, 'pair')}: "
            f"{', '.join(late)}."
        )
    return lines


def stretch(one: Parting) -> str:
    """Write how far two sides are apart from their parting on, and until when."""
    until = "" if one.until is None else f", told until week {one.until}"
    return f"{one.words} {change(one.finding)}{until}"


def _places(found: Explanation) -> list[str]:
    """Say where, measure by measure."""
    lines = ["Where:"]
    for measure, words in links.MEASURES.items():
        every = [one for one in found.places if Line.of(one.name).name == measure]
        lines += _list(found, every, f"districts, {words}", MOST_PLACES)
    return lines


def _acts(found: Explanation) -> list[str]:
    return [
        "Which acts of violence:",
        *_list(found, found.acts, "kinds of acts and of those who began them", MOST_ACTS),
    ]


def _list(found: Explanation, every: list[Finding], what: str, most: int) -> list[str]:
    """The largest findings that hold, with the week from which they do, and how many do not."""
    told = sorted((one for one in every if one.told), key=lambda one: -one.size)
    n = found.pairs.count
    if not told:
        said = "nothing differs in" if n == 1 else f"undecided with {many(n, 'pair')}: all"
        return [f"  {said[0].upper()}{said[1:]} {len(every)} {what}."] if every else []
    lines = []
    for one in told[:most]:
        parted = found.began.get(one.name)
        since = f" from week {parted.first} on" if parted else ""
        notes = "; ".join(filter(None, [spreads(one), agreement(one)]))
        lines.append(f"  {one.words}{since}: {change(one)} ({notes})")
    if len(told) > most:
        lines.append(f"  and {len(told) - most} more of {len(every)} {what}.")
    left = len(every) - len(told)
    if left and n > 1:
        lines.append(f"  Undecided: {left} of {len(every)} {what}.")
    return lines
