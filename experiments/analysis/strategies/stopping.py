"""When have enough replicates been run? Rules that may be asked after every one.

A 95 % interval looked at again and again until it pleases is wrong far more often than once in
twenty. So these rules use confidence sequences: intervals that hold *at all numbers of replicates
at once* with 95 %, and may be looked at after every replicate, at no agreed times, and with any
reason to stop. The sequence is Robbins' normal mixture with an estimated variance (Waudby-Smith,
Arbour, Sinha, Kennedy & Ramdas 2024, Annals of Statistics 52: 2613-2640, theorem 2.2); it is exact
for large numbers, so that it is widened here for small ones, from the normal to Student's
distribution, and nothing is decided before `FEWEST` replicates. Several differences share the 5 %
(Bonferroni).

Measured over 300 looks (2,000 trials each; share of trials in which the mean was ever outside):
normal values 2 %, paired differences of years of peace 3 %, paired differences of log-normal deaths
(sigma 1.5) 1 %; the usual 95 % interval, looked at as often: 39 %, 40 % and 30 %. For the *level*
of one strategy, not a difference, heavy tails do not cancel: 16 % for log-normal values of sigma 1,
40 % of sigma 1.5. No rule mends means whose large values have not been seen yet.
"""

import math
import re
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.analysis.strategies.answer import listed, number, runs
from experiments.analysis.strategies.study import Study
from experiments.follow_up import PEACE
from sim.errors import UserError, nearest
from sim.results import OUTCOMES

FEWEST = 10
"""Replicates before which no rule stops."""

UNCHANGING = 30
"""Replicates before which values that were all the same count as not yet seen to vary: 30 of them
leave room, at 95 %, for one in ten that differs (the rule of three: 3 / n)."""

TYPICAL = 100
"""Replicates at which the sequences are made narrowest (they are wider before and after)."""

MOST = 1_000_000
_RANKING = re.compile(
    r"(?P<what>ranking|best)\s+(?P<level>[\d.]+)\s*%(?:\s+(?:of|by)\s+(?P<by>\w+))?$"
)
_WIDTH = re.compile(
    r"(?P<outcome>\w+)\s*(?:\+-|\+/-|±)\s*(?P<width>[\d.]+)(?:\s+(?P<level>[\d.]+)\s*%)?$"
)
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Decision:
    """What a rule says after a block of replicates.

    Attributes:
        stop: whether enough were run. reason: in a sentence.
        needed: replicates in all at which it would stop, if things stay as they look; infinite
            where no number would do.
    """

    stop: bool
    reason: str
    needed: float


@dataclass(frozen=True)
class Rule:
    """A rule of :func:`until`.

    Attributes:
        what: 'ranking' (the order of all strategies is known), 'best' (the first place is), or
            'width' (differences from the reference are known to plus or minus `half_width`; the
            mean itself where there is one strategy).
        outcome: by which. level: of all statements together.
        half_width: in the outcome's unit; of 'width' alone.
    """

    what: Literal["ranking", "best", "width"]
    outcome: str = PEACE
    level: float = 0.95
    half_width: float = 0.0

    def decide(self, table: pd.DataFrame) -> Decision:
        """Say whether enough replicates were run.

        Args:
            table: all runs of complete replicates so far, with the columns of `study.KEYS`.
        """
        return self.judge(Study(table))

    def judge(self, study: Study) -> Decision:
        """Say whether enough replicates of a study were run."""
        sign = study.better(self.outcome)
        wide = study.wide(self.outcome)
        if wide.empty:
            return Decision(False, f"No replicate has {self.outcome} of all strategies.", math.inf)
        blocks = sign * wide.groupby(level="replicate").mean().to_numpy(float)
        if self.what == "width":
            return self._width(blocks, study.policies)
        if len(study.policies) < 2:
            return Decision(True, "There is one strategy, so there is nothing to rank.", 0)
        return self._order(blocks, study.policies)

    def _width(self, blocks: Values, policies: tuple[str, ...]) -> Decision:
        values = blocks[:, 1:] - blocks[:, :1] if len(policies) > 1 else blocks
        n, cases = values.shape
        alpha = (1 - self.level) / cases
        what = f"{self.outcome} to +-{number(self.half_width)}"
        if n < FEWEST:
            return Decision(False, _too_few(n), FEWEST)
        spread = values.std(axis=0, ddof=1)
        if n < UNCHANGING and (spread == 0).any():
            reason = f"{runs(n)} had no difference in {self.outcome} at all: too few to trust that."
            return Decision(False, reason, UNCHANGING)
        half = float(spread.max()) * width(n, alpha)
        if half <= self.half_width:
            return Decision(True, f"{runs(n)} give {what} (it is +-{number(half)}).", n)
        needed = _first(float(spread.max()), self.half_width, alpha, n)
        reason = f"{runs(n)} give {self.outcome} to +-{number(half)} only."
        return Decision(False, reason, needed)

    def _order(self, blocks: Values, policies: tuple[str, ...]) -> Decision:
        n = len(blocks)
        if n < FEWEST:
            return Decision(False, _too_few(n), FEWEST)
        order = list(np.argsort(-blocks.mean(axis=0), kind="stable"))
        pairs = list(combinations(order, 2))
        if self.what == "best":
            pairs = [pair for pair in pairs if pair[0] == order[0]]
        # One-sided: to be wrong is to put a pair the wrong way round, which one side can do.
        alpha = 2 * (1 - self.level) / len(pairs)
        unclear, needed = [], float(FEWEST)
        for one, other in pairs:
            gaps = blocks[:, one] - blocks[:, other]
            size, spread = float(gaps.mean()), float(gaps.std(ddof=1))
            seen = spread > 0 or n >= UNCHANGING
            if seen and size > spread * width(n, alpha):
                continue
            unclear.append(f"{policies[one]} and {policies[other]}")
            more = _first(spread, size, alpha, n) if seen else UNCHANGING
            needed = max(needed, more)
        aim = "the order" if self.what == "ranking" else f"that {policies[order[0]]} is best"
        if not unclear:
            return Decision(True, f"{runs(n)} show {aim} by {self.outcome} at {self.level:.0%}.", n)
        return Decision(False, f"{runs(n)} do not tell apart {listed(unclear)}.", needed)


def until(text: str, outcome: str = PEACE) -> Rule:
    """Read a rule: ``ranking 95%``, ``best 90% of deaths`` or ``peace_years +-0.5``.

    Args:
        outcome: by which to rank, unless the text says so. An outcome may be named by the beginning
            of its name: peace_years for peace_years_after.

    Raises:
        UserError: the text is not a rule, or names no outcome.
    """
    found = _RANKING.match(text.strip())
    if found:
        what: Literal["ranking", "best"] = "best" if found["what"] == "best" else "ranking"
        by = _outcome(found["by"], text) if found["by"] else outcome
        return Rule(what, by, _level(found["level"], text))
    found = _WIDTH.match(text.strip())
    if found:
        rule = Rule(
            "width", _outcome(found["outcome"], text), half_width=_number(found["width"], text)
        )
        return replace(rule, level=_level(found["level"], text)) if found["level"] else rule
    raise UserError(
        f"--until: '{text}' is not a rule. Write for example 'ranking 95%', 'best 90% of deaths' "
        "or 'peace_years +-0.5'"
    )


def width(n: int, alpha: float) -> float:
    """Return the half-width of a confidence sequence at n values, in their standard deviations.

    Args:
        alpha: chance that the sequence ever misses the mean, on either side.
    """
    # The mixture's variance that is about best at `TYPICAL`, as the paper cited above gives it.
    log = -2 * math.log(alpha)
    rho2 = (log + math.log(log + 1)) / TYPICAL
    z = math.sqrt((n * rho2 + 1) / (n * rho2) * (log + math.log(n * rho2 + 1)))
    # The same tail of Student's distribution: the variance is estimated from few values.
    return float(stats.t.isf(stats.norm.sf(z), n - 1)) / math.sqrt(n)


def _first(spread: float, wanted: float, alpha: float, n: int) -> float:
    """First number of replicates at which a sequence is as narrow as wanted."""
    if wanted <= 0:
        return math.inf
    low, high = n, n
    while spread * width(high, alpha) > wanted:
        low, high = high, high * 2
        if high > MOST:
            return math.inf
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if spread * width(middle, alpha) > wanted else (low, middle)
    return float(max(high, FEWEST))


def _too_few(n: int) -> str:
    return f"{runs(n)} are too few to decide; the rule starts at {FEWEST}."


def _outcome(name: str, text: str) -> str:
    if name in OUTCOMES:
        return name
    begun = [outcome for outcome in OUTCOMES if outcome.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    hint = nearest(name, OUTCOMES)
    raise UserError(
        f"--until: '{text}' names no outcome. "
        + (f"Did you mean '{hint}'?" if hint else "Write for example 'peace_years +-0.5'")
    )


def _level(words: str, text: str) -> float:
    level = _number(words, text) / 100
    if not 0.5 <= level < 1:
        raise UserError(f"--until: '{text}': the level is a percentage from 50 to below 100")
    return level


def _number(words: str, text: str) -> float:
    try:
        value = float(words)
    except ValueError:
        value = -1.0
    if value <= 0:
        raise UserError(f"--until: '{text}': '{words}' is not a number above 0")
    return value
