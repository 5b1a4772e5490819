"""A comparison as data frames, with every outcome, and as files."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd

from experiments import paired
from experiments.comparison import Comparison
from experiments.report import report
from experiments.survival import Curve
from sim.results import OUTCOMES
from sim.saving import write_parquet
from sim.yaml_source import dump

YEAR = 52


def save(comparison: Comparison, folder: Path) -> None:
    """Write the tables of a comparison into a folder that is there.

    Writes report.txt, means.csv, differences.csv, survival.csv, deaths_by_year.csv, runs.parquet
    (all outcomes of all runs), scenarios/STRATEGY.yaml (as they were run) and provenance.json.
    """
    (folder / "report.txt").write_text(report(comparison) + "\n", encoding="utf-8")
    if comparison.seeds:
        means_table(comparison).to_csv(folder / "means.csv", index=False)
        differences_table(comparison).to_csv(folder / "differences.csv", index=False)
        survival_table(comparison).to_csv(folder / "survival.csv", index=False)
        years_table(comparison).to_csv(folder / "deaths_by_year.csv", index=False)
    columns = {name: (outcome.unit, outcome.doc) for name, outcome in OUTCOMES.items()}
    write_parquet(comparison.table(), folder / "runs.parquet", columns, {})
    (folder / "scenarios").mkdir(exist_ok=True)
    for name, scenario in comparison.scenarios.items():
        text = dump(scenario.model_dump(mode="json"))
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    about = json.dumps(comparison.provenance(), indent=2)
    (folder / "provenance.json").write_text(about + "\n", encoding="utf-8")


def means_table(comparison: Comparison) -> pd.DataFrame:
    """Every outcome of every strategy: mean with 95 % interval, standard deviation, replicates."""
    rows = []
    for name in comparison.strategies:
        for outcome, about in OUTCOMES.items():
            values = comparison.values(name, outcome)
            flags = about.unit in ("share of runs", "flag")
            estimate = paired.share(values) if flags else paired.mean(values)
            seen = values[np.isfinite(values)]
            rows.append(
                {
                    "strategy": name,
                    "outcome": outcome,
                    "unit": about.unit,
                    "better": about.better,
                    "mean": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "sd": float(seen.std(ddof=1)) if len(seen) > 1 else math.nan,
                    "replicates": estimate.n,
                    "meaning": about.doc,
                }
            )
    return pd.DataFrame(rows)


def differences_table(comparison: Comparison) -> pd.DataFrame:
    """Every outcome of every strategy but the first, less that of the first with the same seed."""
    rows = []
    for name in comparison.strategies[1:]:
        for outcome, about in OUTCOMES.items():
            values = comparison.differences(name, outcome)
            estimate = paired.difference(values)
            rows.append(
                {
                    "strategy": name,
                    "reference": comparison.reference,
                    "outcome": outcome,
                    "unit": about.unit,
                    "better": about.better,
                    "difference": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "replicates": estimate.n,
                    "p": estimate.p,
                    "told_apart": estimate.told_apart,
                    "replicates_needed": paired.replicates_needed(values),
                }
            )
        price = comparison.cost_per_death(name)
        rows.append(
            {
                "strategy": name,
                "reference": comparison.reference,
                "outcome": "cost_per_death_averted",
                "unit": "US dollars per death averted",
                "better": "lower",
                "difference": price.value,
                "low": price.low,
                "high": price.high,
                "replicates": price.n,
            }
        )
    return pd.DataFrame(rows)


def survival_table(comparison: Comparison) -> pd.DataFrame:
    """Survival of peace after exit: one row for each strategy and step of its curve."""
    parts = []
    for name in comparison.strategies:
        curve = comparison.survival(name)
        if curve is not None:
            parts.append(pd.DataFrame({"strategy": name, **curve._asdict()}))
    columns = ["strategy", *Curve._fields]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def years_table(comparison: Comparison) -> pd.DataFrame:
    """Deaths in each year of each run: columns strategy, seed, year (from 1), deaths."""
    rows = []
    for name in comparison.strategies:
        weekly = comparison.weekly(name, "deaths")
        for seed, run in zip(comparison.seeds, weekly, strict=True):
            for year in range(len(run) // YEAR):
                deaths = float(run[year * YEAR : (year + 1) * YEAR].sum())
                rows.append({"strategy": name, "seed": seed, "year": year + 1, "deaths": deaths})
    return pd.DataFrame(rows, columns=["strategy", "seed", "year", "deaths"])
