"""Which uncertain assumption decides the answer?

Morris' screening and Sobol's indices by SALib (Herman & Usher 2017, JOSS 2: 97), and for samples
made for neither, partial rank correlations (Marino et al. 2008, J. Theor. Biol. 254: 178-196). A
run is stochastic, so that its luck counts, too: it widens the intervals, and has its own share of
the variance.
"""

from experiments.analysis.strategies.indices import (
    METHODS,
    Sample,
    floor,
    luck_share,
    problem,
    with_luck,
)
from experiments.analysis.strategies.influence import MAIN, Sensitivity, strongest_first, table_of
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.swings import one_at_a_time
from sim.errors import UserError

FEWEST_POINTS = 10

METHOD_OF = {"morris": "morris", "saltelli": "sobol", "one_at_a_time": "swing"}
"""The method for each sampler; for all others 'rank'."""


def sensitivity(
    study: Study, outcome: str, strategy: str | None = None, against: str | None = None
) -> Sensitivity:
    """Find the factors on which an outcome of one strategy depends.

    Args:
        strategy: by default the last of the study; scenarios and replicates are averaged.
        against: another strategy; the outcome is then the difference from it with the same seeds,
            and what decides it decides which of the two is better.

    Raises:
        UserError: fewer than two factors, or too few points for the method.
    """
    if len(study.factors) < 2:
        raise UserError("Sensitivity needs a design that varies at least two factors")
    strategy = strategy or study.last
    method = METHOD_OF.get(study.sampler, "rank")
    if method == "swing":
        return one_at_a_time(study, outcome, strategy, against)
    factors = study.sampled
    if method == "rank":
        factors = tuple(factor for factor in factors if study.numeric(factor))
    table = study.by_point(outcome, strategy, against).dropna()
    if len(table) < FEWEST_POINTS:
        raise UserError(
            f"Sensitivity needs at least {FEWEST_POINTS} points; {strategy} has {len(table)}"
        )
    x = study.points(strategy, factors).loc[table.index]
    sample = Sample(problem(factors), x.to_numpy(float), study.settings)
    keep = sample.usable(method, table.index.to_numpy())
    sample = sample.only(keep)
    y = table[keep].T.groupby(level="replicate").mean().to_numpy(float)
    found, pairs = with_luck(METHODS[method], sample, y)
    rows = table_of(factors, found)
    main = MAIN[method]
    rows["told"] = (rows[f"{main}_low"] > floor(method, sample, y)) | (rows[f"{main}_high"] < 0)
    return Sensitivity(
        table=strongest_first(rows, main),
        method=method,
        outcome=outcome,
        strategy=strategy,
        against=against,
        points=int(keep.sum()),
        replicates=len(y),
        luck=luck_share(y),
        pairs=pairs,
    )
