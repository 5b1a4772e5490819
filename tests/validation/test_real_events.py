"""The functions of facts on real conflicts: published values, all of which lie within the bounds.

That the statistics themselves are those published is tested in tests/analysis/test_real_events.py.
"""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.episodes import conflict_years_of, episodes
from experiments.analysis.event_tables import read_events
from experiments.analysis.table_files import read_table
from experiments.analysis.territory import by_country
from experiments.analysis.violence import REFERENCE_COUNTRIES, over_countries
from experiments.validation.catalogue import facts
from experiments.validation.findings import registry
from experiments.validation.measures.course import MOST_EPISODES
from experiments.validation.measures.patterns import KEPT
from experiments.validation.samples import Sample

MEDIANS = {
    # Fact and criterion: statistic of a country.
    ("E01", "alpha"): "alpha",
    ("E01", "single"): "single_death_share",
    ("E01", "top"): "top_decile_deaths",
    ("E05", "k50"): "k50",
    ("E05", "k80"): "k80",
    ("E05", "top"): "top_decile_cells",
    ("E06", "moran"): "morans_i",
    ("E07", "persistence"): "persistence",
    ("E07", "neighbours"): "neighbour_ratio",
}


@pytest.fixture(scope="module")
def medians(data_dir):
    tables = by_country(read_events(data_dir / "ucdp_ged201_slim.csv.gz"))
    return over_countries({name: tables[name] for name in REFERENCE_COUNTRIES}, (0.5,))[0]


@pytest.mark.parametrize("which", MEDIANS, ids=".".join)
def test_the_median_country_lies_within_the_bounds(medians, which):
    id_, name = which
    key = MEDIANS[which]
    assert key in {one for keys in KEPT.values() for one in keys}
    criterion = facts()[id_].accept[name]
    assert criterion.low <= medians[key].value <= criterion.high
    # The published number is given to two digits.
    assert medians[key].value == pytest.approx(criterion.published, rel=0.06)


@pytest.fixture(scope="module")
def conflicts(data_dir):
    """The world's conflicts within states as if they were the runs of one scenario."""
    path = data_dir / "ucdp_prio_acd_conflict_years.csv"
    cut = episodes(conflict_years_of(read_table(path), path))
    columns = {
        "years": cut.duration,
        "over": cut.over,
        "war": cut.war,
        "quiet": cut.quiet,
        "returned": cut.returned,
    }
    rows = []
    for seed, start in enumerate(range(0, len(cut.start), MOST_EPISODES)):
        row = {"scenario": "world", "strategy": "none", "seed": seed}
        for i in range(MOST_EPISODES):
            for name, values in columns.items():
                there = start + i < len(values)
                row[f"episode.{i}.{name}"] = float(values[start + i]) if there else np.nan
        rows.append(row)
    return Sample(pd.DataFrame(rows))


PUBLISHED = {
    "E09": {"median": 2.0, "one_year": 0.42, "beyond_10": 0.17, "war_median": 7.0},
    "E10": {"years_5": 0.43, "years_10": 0.52},
}


@pytest.mark.parametrize("id_", PUBLISHED)
def test_the_world_s_conflicts_last_and_return_as_published(conflicts, id_):
    found = registry()[id_].measure({"long": conflicts})
    for name, known in PUBLISHED[id_].items():
        criterion = facts()[id_].accept[name]
        assert found[name][0] == pytest.approx(known, abs=0.0051), name
        assert criterion.low <= found[name][0] <= criterion.high, name
