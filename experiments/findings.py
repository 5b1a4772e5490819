"""What a comparison shows, in one sentence each: the titles of its figures."""

import numpy as np

from experiments import paired
from experiments.comparison import Comparison

JUDGED_AFTER = 3
"""Years after exit at which it is said how many runs are still at peace."""


def ranked(comparison: Comparison) -> list[str]:
    """Return the strategies, best first: by years of peace after exit, then by stability."""

    def key(name: str) -> tuple[float, float]:
        peace = float(np.nan_to_num(comparison.values(name, "peace_years_after").mean()))
        return -peace, -float(np.nan_to_num(comparison.values(name, "stability_after").mean()))

    return sorted(comparison.strategies, key=key)


def _share_at_peace(comparison: Comparison, name: str) -> float:
    return float(comparison.values(name, f"peace_{JUDGED_AFTER}y").mean())


def ranking_title(comparison: Comparison, order: list[str]) -> str:
    """Say which strategy leaves the longest peace, if that can be told; `order` is best first."""
    best, reference = order[0], comparison.reference
    years = comparison.values(best, "peace_years_after").mean()
    if np.isnan(years):
        return "The runs end before exit: nothing is known of the peace that strategies leave"
    others = [name for name in order if name != reference]
    told = [
        name
        for name in others
        if paired.difference(comparison.differences(name, "peace_years_after")).told_apart
    ]
    if not told:
        return (
            f"{len(comparison.seeds)} replicates do not tell any strategy from {reference} "
            "by the years of peace it leaves"
        )
    base = comparison.values(reference, "peace_years_after").mean()
    if best == reference:
        return f"No strategy leaves a longer peace than {reference} ({base:.1f} years)"
    sure = "" if best in told else ", though not beyond chance"
    alike = _not_told_from(comparison, best, others)
    rivals = f"; not told from {', '.join(alike)}" if alike and best in told else ""
    return (
        f"{best} leaves the longest peace: {years:.1f} years, {reference} {base:.1f}{sure}{rivals}"
    )


def _not_told_from(comparison: Comparison, best: str, others: list[str]) -> list[str]:
    """Return the strategies whose years of peace the replicates do not tell from the best's."""
    top = comparison.values(best, "peace_years_after")
    return [
        name
        for name in others
        if name != best
        and not paired.difference(top - comparison.values(name, "peace_years_after")).told_apart
    ]


def survival_title(comparison: Comparison) -> str:
    """Say how many runs of the best strategy and of the reference are still at peace."""
    shares = {name: _share_at_peace(comparison, name) for name in comparison.strategies}
    if any(np.isnan(share) for share in shares.values()):
        return f"The runs do not last for {JUDGED_AFTER} years after exit"
    if not any(shares.values()):
        return f"No run of any strategy is at peace {JUDGED_AFTER} years after exit"
    best = max(ranked(comparison), key=lambda name: shares[name])
    reference = comparison.reference
    rest = "" if best == reference else f", of {reference} {shares[reference]:.0%}"
    return (
        f"{JUDGED_AFTER} years after exit {shares[best]:.0%} of the runs of {best} are still at "
        f"peace{rest}"
    )


def deaths_title(comparison: Comparison) -> str:
    """Say by how much the strategy with the fewest deaths has fewer than the reference."""
    base = comparison.values(comparison.reference, "deaths").mean()
    others = comparison.strategies[1:]
    if not others or base <= 0:
        return f"{base:,.0f} people are killed in a run of {comparison.reference} on average"
    best = min(others, key=lambda name: comparison.values(name, "deaths").mean())
    fewer = -comparison.differences(best, "deaths")
    if not paired.difference(fewer).told_apart:
        return f"No strategy has clearly fewer deaths than {comparison.reference}"
    part = paired.ratio(comparison.values(comparison.reference, "deaths"), fewer)
    if part.value < 0:
        return f"Every strategy has more deaths than {comparison.reference}"
    return (
        f"{best} has {part.value:.0%} fewer deaths than {comparison.reference} "
        f"({part.low:.0%} to {part.high:.0%})"
    )


def cost_title(comparison: Comparison) -> str:
    """Say which strategy that costs something leaves the most stability."""
    paid = [n for n in comparison.strategies if comparison.values(n, "cost").mean() > 0]
    if not paid:
        return "No strategy costs anything"
    best = max(
        paid, key=lambda name: np.nan_to_num(comparison.values(name, "stability_after").mean())
    )
    cost = comparison.values(best, "cost").mean() / 1e6
    gain = paired.difference(comparison.differences(best, "stability_after"))
    if best == comparison.reference or np.isnan(gain.value):
        return f"{best} leaves the most stability for its cost of {cost:,.0f} million dollars"
    known = "" if gain.told_apart else ", which may be chance"
    return (
        f"The most stability that money buys: {best} for {cost:,.0f} million dollars "
        f"({gain.value:+.2f} against {comparison.reference}{known})"
    )
