"""A comparison in words: what differs, by how much, and what cannot be told."""

import math
from typing import NamedTuple

from experiments import paired
from experiments.comparison import Comparison
from experiments.follow_up import cut_note
from sim.metrics.outcomes import YEARS_AFTER
from sim.results import CLAIM

MANY = 9_999
"""Beyond this number of replicates, the exact number does not matter."""


class Key(NamedTuple):
    """An outcome of the printed tables: its heading, how to divide and to write it, its name."""

    heading: str
    outcome: str
    scale: float
    form: str
    words: str


KEYS = (
    Key("peace (years)", "peace_years_after", 1, ".1f", "years of peace in the five after exit"),
    Key("deaths", "deaths", 1, ",.0f", "deaths in the whole run"),
    Key("after, a year", "deaths_a_year_after", 1, ",.0f", "deaths a year after exit"),
    Key("displaced", "displaced", 1, ",.0f", "displaced people"),
    Key("stability", "stability_after", 1, ".3f", "stability after exit"),
    Key("cost (M USD)", "cost", 1e6, ",.0f", "cost"),
)
"""What the printed tables show; `experiments.tables` has every outcome."""


def report(comparison: Comparison) -> str:
    """Return the whole comparison as text."""
    scenario = comparison.scenarios[comparison.reference]
    n = len(comparison.seeds)
    lines = [
        f"{scenario.title} ({scenario.name})",
        f"{n} paired replicate{'s' if n != 1 else ''}, {comparison.weeks} weeks each",
    ]
    if comparison.partial:
        lines.append(f"PARTIAL: {n} of {comparison.asked} replicates were completed.")
    if n == 0:
        return "\n".join([*lines, "No replicate was completed, so there is nothing to compare."])
    lines += ["", *means_text(comparison)]
    if len(comparison.strategies) > 1:
        lines += ["", *differences_text(comparison), "", *sentences(comparison)]
    return "\n".join([*lines, *exit_notes(comparison), CLAIM])


def means_text(comparison: Comparison) -> list[str]:
    """Return the table of means, one line a strategy."""
    headings = ["strategy", *(f"peace {y} y" for y in YEARS_AFTER), *(k.heading for k in KEYS)]
    rows = []
    for name in comparison.strategies:
        shares = [comparison.values(name, f"peace_{y}y").mean() for y in YEARS_AFTER]
        means = [comparison.values(name, key.outcome).mean() / key.scale for key in KEYS]
        cells = [_written(share, ".0%") for share in shares]
        cells += [_written(m, k.form) for m, k in zip(means, KEYS, strict=True)]
        rows.append([name, *cells])
    return [
        "Means. Peace 1 y, 3 y, 5 y: share of runs still at peace so long after exit.",
        *aligned([headings, *rows]),
    ]


def differences_text(comparison: Comparison) -> list[str]:
    """Return the paired differences from the first strategy, outcome by outcome."""
    lines = [
        f"Differences from {comparison.reference} with the same seeds, mean [95 % interval]; "
        "* told from no difference.",
    ]
    others = comparison.strategies[1:]
    for key in KEYS:
        lines.append(f"  {key.heading}")
        for name in others:
            values = comparison.differences(name, key.outcome) / key.scale
            lines.append(_line(name, others, interval_text(paired.difference(values), key.form)))
    lines.append("  cost per death averted (M USD)")
    for name in others:
        lines.append(_line(name, others, _price(comparison.cost_per_death(name))))
    return lines


def sentences(comparison: Comparison) -> list[str]:
    """Say in plain words which differences can be told from none, and what it would take."""
    n, reference = len(comparison.seeds), comparison.reference
    if n < 2:
        return ["One replicate cannot tell a difference from luck: use --replicates 20 or more."]
    told, open_ = [], []
    for key in KEYS:
        clear, unclear = [], []
        for name in comparison.strategies[1:]:
            values = comparison.differences(name, key.outcome)
            estimate = paired.difference(values)
            if math.isnan(estimate.value):
                continue
            if estimate.told_apart:
                clear.append(f"{name} {'higher' if estimate.value > 0 else 'lower'}")
            else:
                needed = max(paired.replicates_needed(values), n + 1)
                unclear.append(f"{name} ({_needed(needed)})")
        if clear:
            told.append(f"  {key.words}: {', '.join(clear)}")
        if unclear:
            open_.append(f"  {key.words}: {', '.join(unclear)}")
    lines = []
    if told:
        lines += [f"What {n} replicates tell apart from {reference}:", *told]
    if open_:
        lines += [
            f"What {n} replicates do not suffice to tell apart from {reference} (in brackets: how "
            "many would, if the difference is as large as it looks):",
            *open_,
        ]
    return lines


def exit_notes(comparison: Comparison) -> list[str]:
    """Say where the periods of strategies are not the same weeks."""
    weeks = {window.leave for window in comparison.windows.values()}
    cut = list(filter(None, [cut_note(comparison.horizon)]))
    if len(weeks) == 1 and max(weeks) < comparison.weeks:
        return cut
    if len(weeks) == 1:
        return [
            f"The runs end before exit (week {max(weeks)}): nothing is known of the years after."
        ]
    each = ", ".join(f"{name} {window.leave}" for name, window in comparison.windows.items())
    return [f"Mind that exit is in different weeks ({each}), and so are the years after it.", *cut]


def aligned(rows: list[list[str]]) -> list[str]:
    """Lay out rows: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            f"{row[0]:{widths[0]}}",
            *(f"{c:>{w}}" for c, w in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return lines


def _line(name: str, names: tuple[str, ...], text: str) -> str:
    return f"    {name:{max(map(len, names))}}  {text}"


def _written(value: float, form: str) -> str:
    return "-" if math.isnan(value) else format(value, form)


def interval_text(estimate: paired.Estimate, form: str) -> str:
    """Write a difference with its sign, its interval and a mark where it is told apart."""
    if math.isnan(estimate.value):
        return "-"
    mark = " *" if estimate.told_apart else ""
    value = format(estimate.value, f"+{form}")
    if math.isnan(estimate.low):
        return value
    return f"{value} [{estimate.low:{form}}, {estimate.high:{form}}]{mark}"


def _price(estimate: paired.Estimate) -> str:
    """Write what an averted death costs, in millions."""
    if math.isnan(estimate.value):
        return "-"
    if math.isinf(estimate.value):
        return "none averted"
    value = f"{estimate.value / 1e6:,.2f}"
    if math.isnan(estimate.low):
        return value
    high = "none averted" if math.isinf(estimate.high) else f"{estimate.high / 1e6:,.2f}"
    low = "none averted" if math.isinf(estimate.low) else f"{estimate.low / 1e6:,.2f}"
    return f"{value} [{low}, {high}]"


def _needed(n: float) -> str:
    if math.isinf(n):
        return "no difference seen"
    return f"more than {MANY}" if n > MANY else f"about {n:.0f}"
