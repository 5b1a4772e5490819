"""All questions that a study can answer, as text for a terminal and as files."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from experiments.analysis.strategies.answer import Answer, runs
from experiments.analysis.strategies.differences import differences
from experiments.analysis.strategies.discovery import discovery
from experiments.analysis.strategies.peace_survival import peace_survival
from experiments.analysis.strategies.ranking import ranking
from experiments.analysis.strategies.robustness import robustness
from experiments.analysis.strategies.sensitivity import sensitivity
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.synergy import synergy
from experiments.analysis.strategies.value import value
from experiments.follow_up import PEACE
from experiments.report import aligned
from sim.errors import UserError
from sim.results import CLAIM, OUTCOMES

BESIDE = ("deaths", "stability_after")
"""Outcomes whose differences are shown beside the one that was asked about."""


@dataclass(frozen=True)
class Asked:
    """What the reader wants to know.

    Attributes:
        outcome: by which strategies are judged. strategy: whose failures and sensitivity are looked
            at; by default the last. threshold: what is good enough.
        half_width: wanted for differences, in the outcome's unit.
    """

    outcome: str = PEACE
    strategy: str | None = None
    threshold: float | None = None
    half_width: float | None = None


class Question(NamedTuple):
    """A question: what it is in words, and how it is answered."""

    words: str
    ask: Callable[[Study, Asked], Answer]


class Unanswered(NamedTuple):
    """A question that the runs cannot answer, and why."""

    words: str
    why: str


QUESTIONS = (
    Question("Which strategy is best?", lambda study, asked: ranking(study, asked.outcome)),
    Question(
        "How much do strategies differ?",
        lambda study, asked: differences(study, _outcomes(study, asked), asked.half_width),
    ),
    Question("How long does peace last after exit?", lambda study, _: peace_survival(study)),
    Question("What does it cost?", lambda study, asked: value(study, asked.outcome)),
    Question(
        "Which strategy is robust, whatever the world is like?",
        lambda study, asked: robustness(study, asked.outcome, asked.threshold),
    ),
    Question(
        "Which assumption decides the answer?",
        lambda study, asked: sensitivity(
            study, asked.outcome, asked.strategy, _rival(study, asked.strategy)
        ),
    ),
    Question(
        "Under which conditions does a strategy fail?",
        lambda study, asked: discovery(study, asked.outcome, asked.strategy, asked.threshold),
    ),
    Question(
        "What do elements add together?",
        lambda study, asked: synergy(study, asked.outcome, asked.strategy),
    ),
)


class Found(NamedTuple):
    """Questions with answers, in order, and those without; the outcome that they are about."""

    outcome: str
    answers: list[tuple[str, Answer]]
    unanswered: list[Unanswered]


def default_outcome(study: Study) -> str:
    """Return the outcome by which strategies are judged unless another is asked for: years of peace
    after exit, or the first of a few that the runs have."""
    for name in (PEACE, *BESIDE, "stability"):
        if name in study.outcomes and not study.wide(name).empty:
            return name
    for name in study.outcomes:
        if OUTCOMES[name].better and not study.wide(name).empty:
            return name
    raise UserError(f"{study.title}: the runs have no outcome of which more or less is better")


def answer_all(study: Study, asked: Asked) -> Found:
    """Answer every question that the study can answer.

    Raises:
        UserError: the outcome or the strategy that is asked about is not in the runs.
    """
    study.better(asked.outcome)
    study.check_strategy(asked.strategy)
    answers, unanswered = [], []
    for question in QUESTIONS:
        try:
            answers.append((question.words, question.ask(study, asked)))
        except UserError as error:
            unanswered.append(Unanswered(question.words, str(error)))
    return Found(asked.outcome, answers, unanswered)


def text(study: Study, found: Found) -> str:
    """Return answers as text: a sentence and a table for each question."""
    lines = [study.title, about(study), *filter(None, [study.partial])]
    if found.answers:
        lines.append(f"Judged by {found.outcome}: {OUTCOMES[found.outcome].doc}.")
    for words, answer in found.answers:
        lines += ["", words, *_wrapped(answer.sentence()), "", *aligned(answer.rows())]
    if found.unanswered:
        lines += ["", "Not answered by these runs"]
        reasons: dict[str, list[str]] = {}
        for one in found.unanswered:
            reasons.setdefault(one.why, []).append(one.words)
        for why, questions in reasons.items():
            lines += _wrapped(f"{' '.join(questions)} {why}.")
    return "\n".join([*lines, "", CLAIM])


def about(study: Study) -> str:
    """Say from how many runs of what the answers are."""
    counts = f"{len(study.runs):,} runs: {runs(len(study.policies), 'strategy')}"
    design = f", design {study.design[:12]}" if study.design else ""
    worlds = f" in {runs(study.worlds, 'world')}"
    return f"{counts}{worlds}, {runs(study.replicates, 'replicate')} each{design}."


def save(study: Study, found: Found, folder: Path) -> Iterator[Path]:
    """Write report, tables and figures into a folder that is there; yield each file."""
    from experiments.analysis.strategies.figures import draw
    from experiments.analysis.strategies.over_time import draw_courses

    report = folder / "report.txt"
    report.write_text(text(study, found) + "\n", encoding="utf-8")
    yield report
    for _, answer in found.answers:
        table = folder / f"{answer.name}.csv"
        answer.table.to_csv(table, index=False)
        yield table
        parquet = table.with_suffix(".parquet")
        answer.table.to_parquet(parquet, index=False)
        yield parquet
        yield from draw(study, answer, folder)
    yield from draw_courses(study, folder)


def _outcomes(study: Study, asked: Asked) -> Sequence[str]:
    """The outcome asked for, and those beside it that the runs have."""
    known = [name for name in BESIDE if name in study.outcomes and not study.wide(name).empty]
    return list(dict.fromkeys([asked.outcome, *known]))


def _rival(study: Study, strategy: str | None) -> str | None:
    """The strategy from which the one that is looked at should differ."""
    return None if (strategy or study.last) == study.first else study.first


def _wrapped(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, 100, initial_indent="  ", subsequent_indent="  ")
