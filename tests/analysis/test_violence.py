import numpy as np
import pytest

from experiments.analysis.catalogue import STATISTICS
from experiments.analysis.event_figure import draw
from experiments.analysis.event_report import Column, long_table, text
from experiments.analysis.evidence import Evidence
from experiments.analysis.normal_form import EventTable, Map
from experiments.analysis.statistic import Answer
from experiments.analysis.violence import REFERENCE_COUNTRIES, describe, over_countries

SPATIAL = ("cells_ever", "k50", "k80", "top_decile_cells", "gini", "morans_i", "neighbour_ratio")


def events(count=6000, km=True, seed=1, **changes):
    """Independent events on half of a map of 20 x 10 cells of 25 km, or in Syria; 10 years."""
    rng = np.random.default_rng(seed)
    day = np.sort(rng.integers(0, 3650, count)).astype(float)
    x, y = (rng.random(count) * side for side in ((250, 250) if km else (2, 1.5)))
    flags = np.ones(count, bool)
    deaths = rng.zipf(2.5, count).astype(float)
    columns = {
        "name": "made up",
        "source": "a run" if km else "UCDP GED",
        "km": km,
        "x": x if km else 37 + x,
        "y": y if km else 34 + y,
        "year": 1 + (day // 365).astype(int),
        "deaths": deaths,
        "civilians": np.floor(deaths / 2),
        "day": day,
        "placed": flags,
        "dated": flags,
        "map": Map(20, 10, 25.0) if km else None,
    }
    return EventTable(**(columns | changes))


def values(table, **options):
    return {key: answer.value for key, answer in describe(Evidence(table, **options)).items()}


def test_independent_events_look_independent():
    found = values(events())
    assert found["events"] == 6000
    assert found["alpha"] == pytest.approx(2.5, abs=0.1)
    assert found["vuong_z"] > 3
    assert found["cells"] == 200
    assert found["cells_ever"] == 0.5
    assert found["k50"] == pytest.approx(0.24, abs=0.02)
    for key in ("fano", "fano_weekly", "town_fano", "knox_30km", "knox_60km"):
        assert found[key] == pytest.approx(1, abs=0.2), key
    for key in ("lag1", "town_burstiness", "town_memory", "town_lag1_no_trend"):
        assert found[key] == pytest.approx(0, abs=0.1), key


def test_larger_cells_may_be_asked_for():
    assert values(events(), cell=50.0)["cells"] == 50


def test_the_same_statistics_come_from_degrees_and_a_country():
    found = values(events(km=False))
    assert found["cells"] == values(events(km=False), country="Syria")["cells"]
    assert 80 <= found["cells"] <= 100
    assert 0.1 < found["cells_ever"] < 0.3
    assert found["knox_30km"] == pytest.approx(1, abs=0.2)


def test_events_beyond_the_country_do_not_count_as_its_own():
    home = events(km=False)
    x = home.x.copy()
    x[:500] = -70.0
    abroad = Evidence(events(km=False, x=x))
    assert abroad.yearly.sum() == 5500
    assert abroad.total.shape == Evidence(home).total.shape


def test_events_of_many_countries_have_no_territory_but_sizes():
    x = np.linspace(-60, 140, 6000)
    answers = describe(Evidence(events(km=False, x=x)))
    assert answers["alpha"].value is not None
    for key in SPATIAL:
        assert answers[key] == Answer(None, "no one country holds 90 % of the events: --by-country")


def test_only_events_of_known_day_and_place_are_timed():
    table = events()
    known = table.x < 100
    assert len(Evidence(events(placed=known)).exact) == known.sum()
    assert len(Evidence(events(dated=known)).exact) == known.sum()
    assert values(events(placed=known))["cells_ever"] == pytest.approx(4 * 10 / 200)
    # Sizes are of all.
    assert values(events(placed=known))["events"] == 6000


def test_a_town_is_seen_over_the_whole_time_not_from_its_own_first_event():
    days = np.concatenate([np.repeat([0.0, 3649.0], 10), np.linspace(1000, 2000, 80).round()])
    x = np.where(np.arange(100) < 20, 5.0, 30.0)
    table = events(count=100, day=days, x=x, y=np.full(100, 5.0))
    evidence = Evidence(table)
    assert [len(town) for town in evidence.towns] == [80]
    assert len(evidence.daily(evidence.towns[0])) == 3650


@pytest.mark.parametrize("count", [0, 1, 2, 40])
@pytest.mark.parametrize("km", [True, False])
def test_few_events_give_reasons_and_no_warnings(count, km):
    answers = describe(Evidence(events(count=count, km=km)))
    for key, answer in answers.items():
        assert (answer.value is None) == bool(answer.why), key
        assert answer.value is None or np.isfinite(answer.value), key
    assert answers["alpha"].value is None
    assert answers["neighbour_ratio"].value is None
    assert Evidence(events(count=count, km=km)).about()


def test_unknown_deaths_and_missing_columns_give_reasons():
    unknown = events(deaths=np.full(6000, np.nan), civilians=None, day=None)
    answers = describe(Evidence(unknown))
    assert answers["civilian_share"].why == "the file has no deaths of civilians"
    assert answers["fano"].why == answers["knox_1km"].why == "the file has no dates"
    assert answers["single_death_share"].why == "0 events with deaths; needs 10"
    assert answers["k50"].value is not None


def test_quantiles_over_countries_are_those_of_their_values():
    tables = {f"country {n}": events(count=300 * n, km=False, seed=n) for n in range(1, 7)}
    tables["Mali"] = events(count=20, km=False)
    low, high = over_countries(tables, (0.0, 1.0))
    assert (low["events"].value, high["events"].value) == (20, 1800)
    singles = [values(table)["single_death_share"] for table in tables.values()]
    assert high["single_death_share"].value == max(singles)
    # Named as a country elsewhere, its events lie outside; six others remain.
    assert low["k50"].value is not None


def test_quantiles_need_five_countries():
    tables = {f"country {n}": events(count=300, km=False, seed=n) for n in range(4)}
    assert over_countries(tables, (0.5,))[0]["alpha"] == Answer(None, "in 4 countries only")
    assert over_countries({}, (0.5,))[0]["alpha"] == Answer(None, "no countries")
    # All for one reason: the reason.
    tables = {name: events(count=300, km=False, day=None) for name in "abcdef"}
    assert over_countries(tables, (0.5,))[0]["fano"].why == "the file has no dates"


def test_the_catalogue_is_consistent():
    keys = [statistic.key for statistic in STATISTICS]
    assert len(set(keys)) == len(keys)
    for statistic in STATISTICS:
        if statistic.known is not None:
            low, high = statistic.known
            assert low <= high
            assert statistic.origin
    assert len(set(REFERENCE_COUNTRIES)) == 30


@pytest.fixture
def columns():
    full, few = events(), events(count=15)
    return [
        Column("full", "about full", describe(Evidence(full))),
        Column("a name that is far too long", "about few", describe(Evidence(few))),
    ]


def test_the_report_fits_and_says_what_it_cannot_compute(columns):
    page = text(columns * 3)
    assert max(map(len, page.splitlines())) <= 100
    # Three columns of 14 fit beside the labels, so six make two blocks.
    assert page.count("real wars  ") == 2
    assert page.count("15 events with deaths; the search of the tail needs 80") == 1
    line = next(
        line for line in page.splitlines() if line.startswith("  tail exponent, xmin by KS")
    )
    assert "1.84-2.71 a" in line
    assert line.split()[-3:] == ["-", "[1]", "2.50"]


def test_a_group_that_fails_as_one_takes_one_line():
    dateless = Column("t", "", describe(Evidence(events(day=None))))
    page = text([dateless])
    assert page.count("not computed: the file has no dates") == 3
    assert "burstiness B" not in page


def test_values_outside_the_range_of_real_wars_are_marked(columns):
    answers = columns[0].answers | {
        "alpha": Answer(1.2),
        "morans_i": Answer(0.9),
        "k50": Answer(0.018),
        "fano": Answer(99.0),
    }
    page = text([Column("t", "", answers)])
    assert "1.20<" in page
    assert "0.90>" in page
    assert "0.018 " in page
    # One war's value is no range.
    assert "99.00 " in page
    assert "1.20<" not in text([Column("t", "", answers)], marks=False)


def test_the_table_for_files_has_every_number_and_reason(columns):
    table = long_table(columns)
    assert len(table) == 2 * len(STATISTICS)
    alpha = table[table["statistic"] == "alpha"].set_index("table")
    assert alpha.loc["full", "value"] == columns[0].answers["alpha"].value
    assert alpha.loc["full", "real_wars_low"] == 1.84
    assert alpha.iloc[1]["why_not"].startswith("15 events")


def test_the_figure_shows_what_there_is_and_is_the_same_each_time(tmp_path):
    tables = {"run": events(), "real": events(km=False, day=None), "none": events(count=0)}
    evidence = {name: Evidence(table) for name, table in tables.items()}
    paths = draw(evidence, tmp_path, "a")
    assert [path.name for path in paths] == ["a.png", "a.svg"]
    drawing = paths[1].read_text(encoding="utf-8")
    for words in ("run", "real", "none", "deaths, at least", "busiest first", "events a month"):
        assert words in drawing
    assert draw(evidence, tmp_path, "b")[1].read_text(encoding="utf-8") == drawing


def test_a_figure_of_nothing_can_be_drawn(tmp_path):
    assert all(path.stat().st_size for path in draw({"none": Evidence(events(count=0))}, tmp_path))
