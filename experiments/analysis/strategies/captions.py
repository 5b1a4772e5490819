"""What stands above and below a figure of an answer."""

from experiments.analysis.strategies.answer import Answer, runs
from experiments.analysis.strategies.study import Study


def footer(study: Study, note: str = "") -> str:
    """Say from how many replicates of which design a figure is, and what it does not claim."""
    worlds = f" in each of {runs(study.worlds, 'world')}" if study.worlds > 1 else ""
    design = f", design {study.design[:12]}" if study.design else ""
    design += " (partial)" if study.partial else ""
    notes = f" {note[0].upper()}{note[1:]}." if note else ""
    return (
        f"{study.title}, n = {study.replicates} paired replicates{worlds}{design}.{notes} "
        "Results compare strategies; they do not forecast countries."
    )


def headline(answer: Answer) -> str:
    """Return the first sentence of an answer."""
    return answer.sentence().partition(". ")[0].rstrip(".")
