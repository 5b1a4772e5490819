"""How long conflicts last and how often they return, beside what is known."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from experiments.analysis import NotComputableError
from experiments.analysis import episodes as ep
from experiments.analysis.statistic import Answer

GAPS = (1, 2)


class Cut(NamedTuple):
    """Episodes by one gap rule: of conflicts, and of countries with all conflicts as one."""

    conflicts: ep.Episodes
    countries: ep.Episodes


class Line(NamedTuple):
    """One line: name in files, words, how it comes about, reference values by gap, decimals."""

    key: str
    label: str
    measure: Callable[[Cut], float]
    known: tuple[float, float]
    digits: int = 2


def _returned(years: int, ended_from: int | None = None) -> Callable[[Cut], float]:
    return lambda cut: ep.returned_by(cut.conflicts, years, ended_from)


LINES = (
    Line("episodes", "episodes", lambda cut: len(cut.conflicts.start), (523, 424), 0),
    Line(
        "median",
        "median duration, years",
        lambda cut: ep.duration_curve(cut.conflicts).median(),
        (2, 3),
        0,
    ),
    Line("one_year", "one year only", lambda cut: ep.one_year_share(cut.conflicts), (0.42, 0.37)),
    Line(
        "beyond_5",
        "longer than 5 years",
        lambda cut: ep.duration_curve(cut.conflicts).beyond(5),
        (0.27, 0.34),
    ),
    Line(
        "beyond_10",
        "longer than 10 years",
        lambda cut: ep.duration_curve(cut.conflicts).beyond(10),
        (0.17, 0.23),
    ),
    Line(
        "war_median",
        "median duration of wars, years",
        lambda cut: ep.duration_curve(cut.conflicts, wars_only=True).median(),
        (7, 9),
        0,
    ),
    Line("returned_5", "returned within 5 years", _returned(5), (0.43, 0.27)),
    Line("returned_10", "returned within 10 years", _returned(10), (0.52, 0.39)),
    Line("returned_5_1990", "  within 5, ended 1990 or later", _returned(5, 1990), (0.49, 0.31)),
    Line("returned_10_1990", "  within 10, ended 1990 or later", _returned(10, 1990), (0.58, 0.43)),
    Line(
        "country_5_1990",
        "  within 5, any in the country, 1990 or later",
        lambda cut: ep.returned_by(cut.countries, 5, 1990),
        (0.53, 0.32),
    ),
    Line(
        "country_10_1990",
        "  within 10, any in the country, 1990 or later",
        lambda cut: ep.returned_by(cut.countries, 10, 1990),
        (0.65, 0.50),
    ),
)


def describe_episodes(years: ep.ConflictYears) -> dict[int, dict[str, Answer]]:
    """Return every line by gap rule and key."""
    answers: dict[int, dict[str, Answer]] = {}
    for gap in GAPS:
        try:
            cut = Cut(ep.episodes(years, gap), ep.episodes(years.by_country(), gap))
        except NotComputableError as reason:
            answers[gap] = {line.key: Answer(None, str(reason)) for line in LINES}
            continue
        answers[gap] = {line.key: _answer(line, cut) for line in LINES}
    return answers


def episodes_text(answers: dict[int, dict[str, Answer]]) -> str:
    """Return the report as text; see the module `episodes` for the gap rule."""
    heads = [f"{word} gap {gap}" for gap in GAPS for word in ("reference", "here")]
    lines = [" " * 50 + "".join(f"{head.replace('reference', 'ref.'):>12}" for head in heads)]
    reasons: list[str] = []
    for line in LINES:
        cells = ""
        for gap, known in zip(GAPS, line.known, strict=True):
            answer = answers[gap][line.key]
            shown = "-" if answer.value is None else f"{answer.value:.{line.digits}f}"
            reasons += [answer.why] if answer.value is None and answer.why not in reasons else []
            cells += f"{known:>12.{line.digits}f}{shown:>12}"
        lines.append(f"  {line.label:48}{cells}")
    lines += [
        "",
        "An episode ends when more than `gap` - 1 quiet years follow. Reference: UCDP/PRIO Armed",
        "Conflict 1946-2024, conflicts within states. Shares are by Kaplan-Meier.",
        *(f"Not computed (-): {reason}" for reason in reasons),
    ]
    return "\n".join(lines)


def episodes_table(name: str, answers: dict[int, dict[str, Answer]]) -> pd.DataFrame:
    """Return one row a gap rule and line: value or reason, and the reference."""
    return pd.DataFrame(
        {
            "table": name,
            "gap": gap,
            "statistic": line.key,
            "meaning": line.label.strip(),
            "value": answers[gap][line.key].value,
            "why_not": answers[gap][line.key].why,
            "reference": known,
        }
        for line in LINES
        for gap, known in zip(GAPS, line.known, strict=True)
    )


def _answer(line: Line, cut: Cut) -> Answer:
    try:
        return Answer(float(line.measure(cut)))
    except NotComputableError as reason:
        return Answer(None, str(reason))
