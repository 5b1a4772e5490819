"""What stands above and below a figure of an answer."""

import re

from experiments.analysis.strategies.answer import Answer, runs
from experiments.analysis.strategies.study import Study
from experiments.words import plainly


def footer(study: Study, note: str = "") -> str:
    """Say from how many replicates of which design a figure is, and what it does not claim."""
    worlds = f" in each of {runs(study.worlds, 'world')}" if study.worlds > 1 else ""
    design = f", design {study.design[:12]}" if study.design else ""
    design += " (partial)" if study.partial else ""
    notes = f" {plainly(note[0].upper() + note[1:])}." if note else ""
    return (
        f"{study.title}, n = {study.replicates} paired replicates{worlds}{design}.{notes} "
        "Results compare strategies; they do not forecast countries."
    )


def headline(answer: Answer) -> str:
    """Return the first sentence of an answer in words, without the method in brackets."""
    first = answer.sentence().partition(". ")[0].rstrip(".")
    return plainly(_METHOD.sub("", first))


def method(answer: Answer) -> str:
    """Return what the first sentence of an answer says of the method, as a note for the footer."""
    found = _METHOD.search(answer.sentence().partition(". ")[0])
    return found[0].strip(" ()") if found else ""


_METHOD = re.compile(r" \([^()]*[:;][^()]*\)")
"""Brackets that explain, and do not only count."""
