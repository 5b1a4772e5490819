import numpy as np
import pandas as pd
import pytest

from sim.cli import main


@pytest.fixture
def run_file(tmp_path):
    """Events of a run, in a folder of its own name."""

    def write(name, count=2000, seed=1):
        rng = np.random.default_rng(seed)
        cell = rng.integers(0, 12, (2, count))
        place = (cell + rng.random((2, count))) * 25
        day = np.sort(rng.integers(0, 1800, count))
        best = rng.zipf(2.4, count)
        table = pd.DataFrame(
            {
                "day": day,
                "year": 1 + day // 365,
                "cell_x": cell[0],
                "cell_y": cell[1],
                "x_km": place[0],
                "y_km": place[1],
                "best": best,
                "deaths_civilians": best // 3,
            }
        )
        path = tmp_path / name / "events.parquet"
        path.parent.mkdir(exist_ok=True)
        table.to_parquet(path)
        return path

    return write


@pytest.fixture
def real_file(tmp_path):
    """400 events in Syria and 200 in Nepal, with the country's name or without."""

    def write(name="ged.csv", country=None):
        rng = np.random.default_rng(2)
        table = pd.DataFrame(
            {
                "year": rng.integers(2010, 2016, 600),
                "longitude": np.repeat([36.5, 84.0], [400, 200]) + rng.random(600) * 1.5,
                "latitude": np.repeat([34.0, 28.0], [400, 200]) + rng.random(600) * 0.5,
                "best": rng.zipf(2.4, 600),
            }
        )
        if country:
            table[country] = np.repeat(["Home", "Away"], [400, 200])
        table.to_csv(tmp_path / name, index=False)
        return tmp_path / name

    return write


@pytest.fixture
def call(capsys):
    """Run `peacegrid events` in this process: exit code, output, errors."""

    def run(*words):
        try:
            code = main(["events", *map(str, words)])
        except SystemExit as end:
            code = end.code
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, shown.out, shown.err

    return run


def test_files_stand_side_by_side(call, run_file, real_file):
    code, out, _ = call(run_file("none"), run_file("integrated", seed=2), real_file())
    assert code == 0
    head = next(line for line in out.splitlines() if "real wars" in line)
    assert head.split() == ["real", "wars", "none", "integrated", "ged"]
    assert "none: a run, 2,000 events, years 1 to 5, cells of 25 km." in out
    assert "ged: UCDP GED, 600 events, 2010 to 2015, cells of 0.5 degrees." in out
    assert max(map(len, out.splitlines()[3:])) <= 100


def test_tables_of_one_name_are_told_apart(call, run_file):
    path = run_file("none")
    assert call(path, path)[1].startswith("none: a run")
    assert "none 2: a run" in call(path, path)[1]


def test_cells_may_be_larger(call, run_file):
    out = call(run_file("none"), "--cell-km", 50)[1]
    assert "cells of 50 km" in out
    assert (
        next(line for line in out.splitlines() if line.startswith("  cells  ")).split()[1] == "36"
    )


def test_output_goes_to_files(call, run_file, tmp_path):
    out = call(run_file("none"), "--out", tmp_path / "deep" / "out")[1]
    folder = tmp_path / "deep" / "out"
    assert {path.name for path in folder.iterdir()} == {
        "statistics.csv",
        "violence.png",
        "violence.svg",
    }
    assert str(folder / "statistics.csv") in out
    table = pd.read_csv(folder / "statistics.csv")
    assert table.set_index("statistic").loc["events", "value"] == 2000


def test_countries_by_outline_each_have_a_column(call, real_file):
    out = call(real_file(), "--countries", "Syria, Nepal")[1]
    assert "Syria: UCDP GED, 400 events" in out
    assert "Nepal: UCDP GED, 200 events" in out


def test_countries_by_name_in_a_column(call, real_file):
    out = call(real_file(country="state"), "--country-column", "state", "--countries", "Away")[1]
    assert "Away: UCDP GED, 200 events" in out
    code, _, err = call(real_file(country="country"), "--countries", "Syria")
    assert code == 2
    assert "no events in a country 'Syria'. Countries with most events: Home, Away" in err


def test_quantiles_over_countries(call, real_file, tmp_path):
    out = call(real_file(), "--by-country", "--min-events", 100, "--out", tmp_path / "out")[1]
    assert "Quantiles over 2 countries with at least 100 events: Nepal, Syria." in out
    assert "in 2 countries only" in out
    assert (tmp_path / "out" / "statistics.csv").exists()


def test_a_run_has_no_countries(call, run_file):
    code, _, err = call(run_file("none"), "--by-country")
    assert code == 2
    assert "events of a run have no countries" in err


def test_conflict_years_are_recognised(call, tmp_path):
    path = tmp_path / "acd.csv"
    path.write_text(
        "conflict_id,year,gwno_a,intensity_level,type_of_conflict\n"
        "1,2000,100,1,intrastate\n1,2003,100,2,II\n2,2010,100,1,interstate\n",
        encoding="utf-8",
    )
    code, out, _ = call(path, "--out", tmp_path / "out")
    assert code == 0
    assert "conflict-years, 2 of conflicts within states" in out
    assert (tmp_path / "out" / "episodes.csv").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--cell-km", "0"], "'0' is not a length"),
        (["--cell-deg", "nan"], "'nan' is not a length"),
        (["--cell-km", "x"], "'x' is not a length"),
        (["--min-events", "-3"], "is not a whole number"),
        (["--cell", "3"], "unrecognized arguments: --cell"),
    ],
)
def test_wrong_options_are_refused(call, run_file, words, message):
    code, _, err = call(run_file("none"), *words)
    assert code == 2
    assert message in err


def test_wrong_files_are_refused(call, tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for path, message in (("a.csv", "not a table of events"), ("b.csv", "No such file")):
        code, _, err = call(tmp_path / path)
        assert code == 2
        assert message in err


def test_help_comes_without_heavy_libraries(python):
    source = (
        "import sys\nfrom sim.cli import main\n"
        "try:\n    main(['events', '--help'])\nexcept SystemExit:\n    pass\n"
        "print({'pandas', 'numpy', 'scipy', 'matplotlib'} & set(sys.modules))"
    )
    done = python("-c", source)
    assert done.returncode == 0
    assert "peacegrid events out/events.parquet" in done.stdout
    assert done.stdout.endswith("set()\n")
