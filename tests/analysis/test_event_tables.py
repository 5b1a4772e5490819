import gzip
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from experiments.analysis.event_tables import Map, read_events
from sim.errors import UserError

GED = """id,year,type_of_violence,country,latitude,longitude,where_prec,date_prec,date_start,\
date_end,deaths_civilians,best
1,2016,1,Syria,34.8,36.7,1,1,2016-01-01,2016-01-01,0,4
2,2016,3,Syria,35.6,36.4,2,2,2016-01-03 00:00:00.000,2016-01-05,2,2
3,2017,1,Iraq,36.2,44.1,4,1,2017-02-01,2017-02-01,,
"""
ACLED = """event_id_cnty;event_date;year;time_precision;event_type;country;latitude;longitude;\
geo_precision;fatalities
MLI1;05 January 2020;2020;1;Battles;Mali;16.2;-0.1;1;3
MLI2;2020-01-07;2020;1;Protests;Mali;12.6;-8.0;1;0
MLI3;9 January 2020;2020;2;Violence against civilians;Mali;14.5;-4.2;3;7
"""


@pytest.fixture
def file(tmp_path):
    def write(content, name="events.csv"):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    return write


def run_table(**changes):
    columns = {
        "id": [0, 1, 2],
        "week": [0, 1, 60],
        "day": [3, 9, 425],
        "year": [1, 1, 2],
        "cell_x": [2, 0, 3],
        "cell_y": [1, 4, 0],
        "x_km": [60.0, 7.5, 99.0],
        "y_km": [27.0, 124.0, 24.0],
        "deaths_civilians": [1, 0, 0],
        "best": [3, 1, 0],
    }
    return pd.DataFrame(columns | changes)


def test_ucdp_events_are_recognised(file):
    events = read_events(file(GED))
    assert (events.source, events.km, len(events)) == ("UCDP GED", False, 3)
    assert events.x.tolist() == [36.7, 36.4, 44.1]
    assert events.y.tolist() == [34.8, 35.6, 36.2]
    assert events.year.tolist() == [2016, 2016, 2017]
    assert events.deaths[:2].tolist() == [4, 2]
    assert np.isnan(events.deaths[2])
    assert events.day.tolist() == [16801, 16803, 17198]
    assert events.placed.tolist() == [True, True, False]
    assert events.dated.tolist() == [True, False, True]
    assert events.country.tolist() == ["Syria", "Syria", "Iraq"]
    assert events.notes == ("Deaths unknown in 1 events.",)


def test_a_few_columns_of_ucdp_are_enough(file):
    events = read_events(file("year,longitude,latitude,best\n2001,36.5,33.5,4\n"))
    assert (len(events), events.day, events.civilians, events.country) == (1, None, None, None)
    assert events.placed.all()


def test_without_a_precision_an_event_of_several_days_is_not_dated(file):
    lines = "longitude,latitude,date_start,date_end,best\n" + (
        "36.5,33.5,2001-03-01,2001-03-01,4\n36.5,33.5,2001-03-01,2001-03-09,4\n"
    )
    events = read_events(file(lines))
    assert events.dated.tolist() == [True, False]
    assert events.year.tolist() == [2001, 2001]


def test_acled_events_are_recognised_and_what_is_peaceful_left_out(file):
    events = read_events(file(ACLED))
    assert (events.source, len(events)) == ("ACLED", 2)
    assert events.day.tolist() == [18266, 18270]
    assert events.dated.tolist() == [True, False]
    assert events.placed.tolist() == [True, False]
    assert events.civilians.tolist() == [0, 7]
    assert events.country.tolist() == ["Mali", "Mali"]
    assert any("1 of 3 events that are not violence" in note for note in events.notes)


def test_the_events_of_a_run_are_recognised_with_the_map_they_need(file, tmp_path):
    path = tmp_path / "none" / "events.parquet"
    path.parent.mkdir()
    run_table().to_parquet(path)
    events = read_events(path)
    assert (events.name, events.source, events.km) == ("none", "a run", True)
    assert events.day.tolist() == [3, 9, 425]
    assert events.map == Map(4, 5, 25.0)
    assert "4 x 5 cells" in events.notes[0]


def test_a_run_may_say_what_its_map_is(tmp_path):
    known = {"width": 6, "height": 7, "cell_km": 25, "water": [0, 41]}
    table = pa.Table.from_pandas(run_table())
    metadata = table.schema.metadata | {b"peacegrid.map": json.dumps(known).encode()}
    path = tmp_path / "events.parquet"
    parquet.write_table(table.replace_schema_metadata(metadata), path)
    events = read_events(path)
    assert events.map == Map(6, 7, 25.0, (0, 41))
    assert events.notes == ()


@pytest.mark.parametrize(
    "text",
    ["no json", "[]", '{"width": 4}', '{"width": 0, "height": 2, "cell_km": 25}',
     '{"width": 2, "height": 2, "cell_km": 25, "water": [4]}'],
)  # fmt: skip
def test_a_map_that_cannot_be_is_refused(tmp_path, text):
    table = pa.Table.from_pandas(run_table())
    path = tmp_path / "events.parquet"
    parquet.write_table(table.replace_schema_metadata({b"peacegrid.map": text.encode()}), path)
    with pytest.raises(UserError, match=r"'peacegrid\.map' cannot be read"):
        read_events(path)


@pytest.mark.parametrize("size", [10.0, 12.5, 25.0, 27.0])
def test_the_size_of_a_cell_is_found_from_the_places(tmp_path, size):
    rng = np.random.default_rng(1)
    cell = rng.integers(0, 30, (2, 500))
    place = (cell + rng.random((2, 500))) * size
    numbers = {"day": 0, "year": 1, "best": 1, "deaths_civilians": 0}
    table = pd.DataFrame(
        {"cell_x": cell[0], "cell_y": cell[1], "x_km": place[0], "y_km": place[1]}
    ).assign(**numbers)
    table.to_parquet(tmp_path / "events.parquet")
    assert read_events(tmp_path / "events.parquet").map.cell_km == size


def test_a_cell_of_unknown_size_is_left_unknown(tmp_path):
    run_table(x_km=[1.0, 2.0, 3.0]).to_parquet(tmp_path / "events.parquet")
    assert read_events(tmp_path / "events.parquet").map is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_zip_marks_and_capitals_do_not_matter(file, separator):
    text = "\ufeffYear, Longitude,LATITUDE,best\n2001,36.5,33.5,4\n".replace(",", separator)
    events = read_events(file(gzip.compress(text.encode()), "events.csv.gz"))
    assert (events.x.tolist(), events.name) == ([36.5], events.name)
    assert read_events(file(text, "plain")).y.tolist() == [33.5]


def test_events_without_place_or_year_are_left_out_and_said_so(file):
    lines = "year,longitude,latitude,best\n2001,,33.5,4\n,36.5,33.5,4\n2002,36.5,33.5,4\n"
    events = read_events(file(lines))
    assert events.year.tolist() == [2002]
    assert events.notes == (
        "Left out: 1 of 3 events without coordinates.",
        "Left out: 1 of 2 events without a year.",
    )


def test_a_table_without_rows_is_a_table(file):
    assert len(read_events(file("year,longitude,latitude,best\n"))) == 0
    assert len(read_events(file(GED.splitlines()[0]))) == 0
    assert len(read_events(file(ACLED.splitlines()[0]))) == 0


def test_the_country_may_stand_in_another_column(file):
    lines = "year,longitude,latitude,best,Where\n2001,36.5,33.5,4,Syria\n2001,36.5,33.5,4,\n"
    assert read_events(file(lines), "where").country.tolist() == ["Syria", ""]
    with pytest.raises(UserError, match=r"nation missing.*Columns found: year, longitude"):
        read_events(file(lines), "nation")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        (b"\x00\x01\x02\n", "neither a CSV nor a Parquet file"),
        (b"PAR1 but not really", "a damaged Parquet file"),
        (b"\x1f\x8b broken", "a damaged gzip file"),
        ("a,b\n1,2\n", r"not a table of events.*Columns found: a, b\."),
        ("best,latitude,year\n1,2,2001\n", "longitude missing, which a table of UCDP GED"),
        ("fatalities,latitude\n1,2\n", "longitude, event_date, event_type missing"),
        ("x_km,best\n1,2\n", "y_km, year, day, deaths_civilians, cell_x, cell_y missing"),
        ("best,longitude,latitude\n1,2,3\n", "neither year nor date_start is there"),
        ("best,longitude,latitude,year\n1,2,3,2001\n1,2,95,2001\n", r":3: latitude is 95, but deg"),
        ("best,longitude,latitude,year\n1,181,3,2001\n", r":2: longitude is 181"),
        ("best,longitude,latitude,year\nx,2,3,2001\n", r":2: column 'best' has 'x', but a number"),
        ("best,longitude,latitude,year\ninf,2,3,2001\n", "column 'best' has 'inf', but a number"),
        ("best,longitude,latitude,year\n-1,2,3,2001\n", r":2: best is -1, but a number of deaths"),
        ("best,longitude,latitude,year\n1,2,3,2001\n1,2,3,4,5,6\n", "not a table that can be read"),
        ("best,Best,longitude,latitude\n1,1,2,3\n", "the column 'best' is there more than once"),
        (
            "best,longitude,latitude,date_start\n1,2,3,31/12/20\n",
            r":2: column 'date_start' has '31",
        ),
        ("best,longitude,latitude,date_start\n1,2,3,2020\n", "has numbers, but dates"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(file, content, message):
    with pytest.raises(UserError, match=message) as error:
        read_events(file(content))
    assert str(error.value).startswith(str(file(content)))


def test_a_folder_is_answered_with_the_file_in_it(tmp_path):
    with pytest.raises(UserError, match=r"this is a folder.*events.parquet"):
        read_events(tmp_path)


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_events(tmp_path / "none.csv")


def test_picking_events_picks_every_column(file):
    events = read_events(file(GED)).where(np.array([False, True, False]), "one")
    assert (events.name, len(events)) == ("one", 1)
    for name in ("x", "y", "year", "deaths", "civilians", "day", "placed", "dated", "country"):
        assert len(getattr(events, name)) == 1
