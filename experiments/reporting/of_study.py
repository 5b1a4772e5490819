"""The report of a comparison or a sweep."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from experiments.analysis.strategies.answer import Answer, listed, number
from experiments.analysis.strategies.figures import FIGURES
from experiments.analysis.strategies.loading import ABOUT
from experiments.analysis.strategies.over_time import courses, fan_figure
from experiments.analysis.strategies.report import (
    Asked,
    Found,
    about,
    answer_all,
    default_outcome,
)
from experiments.analysis.strategies.study import Study
from experiments.follow_up import cut_note
from experiments.reporting import notes
from experiments.reporting.parts import Report, Section, bullets, figure, paragraph, table
from experiments.reporting.summary import summary
from experiments.sweep import load
from experiments.sweep.plan_files import DESIGN
from experiments.words import plainly
from sim.metrics import Measures

MOST_ROWS = 60
MOST_COURSES = 4
MOST_FACTORS = 60


def of_study(study: Study, folder: Path, outcome: str | None = None) -> Report:
    """Say what the runs of a comparison or a sweep show, how sure, and what it rests on.

    Args:
        study: as read from the folder. folder: where it is.
        outcome: by which strategies are judged; by default years of peace after exit.

    Raises:
        UserError: the outcome is not in the runs, or neither direction of it is better.
    """
    found = answer_all(study, Asked(outcome or default_outcome(study)))
    facts = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    swept = (folder / DESIGN).is_file()
    warning = study.partial
    if not swept and facts["partial"]:
        done, asked = len(facts["seeds"]), facts["replicates_asked"]
        warning = f"PARTIAL: {done} of {asked} replicates were completed."
    measures = load(folder).design.measures() if swept else Measures(**facts["measures"])
    over_time = tuple(_courses(study))
    return Report(
        title=f"{study.title}: {len(study.policies)} strategies compared",
        subtitle=about(study),
        warning=warning,
        sections=(
            Section("Summary", _summary(study, found)),
            *(_answered(words, answer, study) for words, answer in found.answers),
            *([Section("Over time", over_time)] if over_time else []),
            *_unanswered(found),
            _assumed(study, measures),
            notes.misuse(
                "To call a strategy better where the interval of the difference covers zero: "
                "these runs do not tell it from luck.",
                "To rank strategies for worlds that were not run: where the ranking changes "
                "within the ranges of what is assumed, it is no result.",
            ),
            _sweep_again(facts) if swept else _compare_again(facts),
        ),
    )


def _summary(study: Study, found: Found) -> tuple[str, ...]:
    return (
        paragraph(
            f"Each strategy is compared with {study.first} in runs that share their luck. In "
            "brackets: 95 % intervals."
        ),
        bullets(summary(study, found)),
    )


def _answered(words: str, answer: Answer, study: Study) -> Section:
    """A question with its answer: sentence, figure, table."""
    draw = FIGURES.get(type(answer))
    rows = [[plainly(cell) for cell in row] for row in answer.rows()]
    left = len(rows) - 1 - MOST_ROWS
    more = [paragraph(f"{left:,} more rows: peacegrid analyse DIR --out DIR.")] if left > 0 else []
    return Section(
        words,
        (
            paragraph(plainly(answer.sentence())),
            *([figure(draw(answer, study))] if draw else []),
            table(rows[: MOST_ROWS + 1], words=_wordy(rows)),
            *more,
        ),
    )


def _wordy(rows: list[list[str]]) -> tuple[int, ...]:
    """Columns that hold no numbers at all."""
    head, *body = rows
    return tuple(
        k
        for k in range(len(head))
        if k == 0 or not any(letter.isdigit() for row in body for letter in row[k])
    )


def _courses(study: Study) -> Iterator[str]:
    for column, series in islice(courses(study).items(), MOST_COURSES):
        yield figure(fan_figure(series, column, study))


def _unanswered(found: Found) -> list[Section]:
    if not found.unanswered:
        return []
    lines = [plainly(f"{one.words} {one.why}.") for one in found.unanswered]
    return [Section("What these runs cannot answer", (bullets(lines),))]


def _assumed(study: Study, measures: Measures) -> Section:
    own = [paragraph(f"Strategies: {listed(study.policies)}.")] if len(study.policies) < 30 else []
    if study.factors:
        rows = [["varied", "from", "to", "which is"]]
        rows += [
            [one.path, number(one.low), number(one.high),
             "not known" if one.role == "uncertainty" else "chosen"]
            for one in study.factors[:MOST_FACTORS]
        ]  # fmt: skip
        total = len(study.factors)
        over = f", the first {MOST_FACTORS} of {total}" if total > MOST_FACTORS else ""
        own.append(table(rows, f"What was varied{over}.", words=(0, 3)))
    else:
        own.append(paragraph("No assumption was varied: intervals are about luck alone."))
    note = cut_note(study.horizon)
    if note:
        own.append(paragraph(note))
    return notes.assumptions(measures, own)


def _compare_again(facts: dict[str, Any]) -> Section:
    names = ",".join(facts["scenario_hashes"])
    seeds = facts["seeds"]
    return notes.repeating(
        [
            f"peacegrid compare {facts['scenario']} --strategies {names} "
            f"--replicates {len(seeds)} --seed {seeds[0]} --weeks {facts['weeks']} --out again"
        ],
        [
            ("seeds", f"{seeds[0]} to {seeds[-1]}"),
            *((f"hash with {name}", one) for name, one in facts["scenario_hashes"].items()),
            *notes.code_facts(facts),
        ],
        "If values were changed with --set, scenarios/ in the folder has every scenario as it was "
        "run. The same code and hashes give the same runs: compare the column digest of "
        "runs.parquet.",
    )


def _sweep_again(facts: dict[str, Any]) -> Section:
    last = facts["sessions"][-1]
    sources = {one["source_hash"] for one in facts["sessions"]}
    mixed = (
        f" Mind that {len(sources)} versions of the code made these runs."
        if len(sources) > 1
        else ""
    )
    return notes.repeating(
        [f"peacegrid sweep run {DESIGN} --out again"],
        [("plan", str(facts["plan"])), ("runs planned", f"{facts['runs']:,}"),
         *notes.code_facts(last)],
        "The command is for the folder of the sweep. The same design and code give the same plan "
        f"and the same runs, bit for bit.{mixed}",
    )  # fmt: skip
