"""Words that several reports and figures share, for numbers and for outcomes."""

import re

from sim.results import OUTCOMES

PERIODS = {
    "_during": " during the mission",
    "_after": " after exit",
    "_1y": " for 1 year after exit",
    "_3y": " for 3 years after exit",
    "_5y": " for 5 years after exit",
}
"""What the name of an outcome says of time, by how it ends."""

OWN_WORDS = {"peace_years": "years of peace", "trust_state": "trust in the government"}
"""For names that are not words as they stand, without their period."""


def words_of(outcome: str) -> str:
    """Write the name of an outcome in words: deaths after exit for `deaths_after`."""
    end = next((end for end in PERIODS if outcome.endswith(end)), "")
    base = outcome.removesuffix(end)
    return f"{OWN_WORDS.get(base, base.replace('_', ' '))}{PERIODS.get(end, '')}"


def plainly(text: str) -> str:
    """Write a text with the names of outcomes in words, for readers who never typed one.

    A unit in brackets after a name stays, unless the words say it. Sentences begin with a capital.
    """

    def worded(found: re.Match[str]) -> str:
        name, unit = found[1], found[2] or ""
        words = words_of(name)
        if found.start() == 0 or text[: found.start()].endswith(". "):
            words = words[0].upper() + words[1:]
        return words if unit.strip(" ()") in words.lower().split() else f"{words}{unit}"

    return _NAMES.sub(worded, text)


_NAMES = re.compile(rf"\b({'|'.join(OUTCOMES)})\b( \(\w+\))?")
"""Names of outcomes, and the unit of one word that may follow."""


def many(count: int, what: str) -> str:
    """Write a number of things: 1 run, 2 runs."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def duration(seconds: float) -> str:
    """Write a time in the unit that suits it."""
    if seconds < 60:
        return many(max(1, round(seconds)), "second")
    if seconds < 5400:
        return many(round(seconds / 60), "minute")
    return f"{seconds / 3600:,.1f} hours"


def size(count: float) -> str:
    """Write a number of bytes."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
