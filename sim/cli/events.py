"""Print statistics of violence, one column a file, beside what is known of real wars.

A file is a run's events.parquet, a table of real events (UCDP GED or ACLED, as CSV or CSV.gz), or
a table of conflict-years (UCDP/PRIO Armed Conflict). Which it is shows in its columns.
"""

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.styles import add_style
from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from experiments.analysis.evidence import Evidence
    from experiments.analysis.normal_form import EventTable

_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
_REFERENCE = "reference"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files, the size of cells, the choice of countries, and where to write."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="events, see above")
    parser.add_argument(
        "--cell-km",
        type=_length,
        metavar="KM",
        help="cells of runs (default: the run's own); 50 compares with real wars",
    )
    parser.add_argument(
        "--cell-deg",
        type=_length,
        metavar="DEGREES",
        help="cells of real events (default: 0.5)",
    )
    parser.add_argument(
        "--countries",
        metavar="A,B,...",
        help="of real events, show these countries, a column each; 'reference' stands for the 30 "
        "countries behind the column 'real wars'",
    )
    parser.add_argument(
        "--by-country",
        action="store_true",
        help="show quantiles over the countries of a file instead of all its events together",
    )
    parser.add_argument(
        "--country-column",
        metavar="NAME",
        help="column that names the country (default: 'country'; without one, coarse outlines of "
        "countries say where an event lies)",
    )
    parser.add_argument(
        "--min-events",
        type=_count,
        default=150,
        metavar="N",
        help="with --by-country, leave out countries with fewer events (default: 150)",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="also write statistics.csv and a figure here"
    )
    add_style(parser)
    parser.epilog = """examples:
  peacegrid events out/events.parquet
  peacegrid events out/events.parquet ged.csv --countries Mali --cell-km 50 --out figures
  peacegrid events ged.csv.gz --by-country"""


def run(args: argparse.Namespace) -> int:
    """Read the files, print the report, write what was asked for; return 0."""
    from experiments.analysis.episodes import is_conflict_years
    from experiments.analysis.event_tables import events_of
    from experiments.analysis.table_files import read_table

    events: list[EventTable] = []
    results: dict[str, list[pd.DataFrame]] = {"statistics": [], "episodes": []}
    for path in args.files:
        table = read_table(path)
        if is_conflict_years(table):
            results["episodes"].append(_show_episodes(path, table))
        else:
            events.append(events_of(table, path, args.country_column))
    evidence: dict[str, Evidence] = {}
    if args.by_country:
        results["statistics"] += [_show_quantiles(table, args) for table in events]
    elif events:
        evidence = _named_apart([one for table in events for one in _evidence(table, args)])
        results["statistics"].append(_show_side_by_side(evidence))
    if args.out:
        _write(args.out, results, evidence)
    return 0


def _show_episodes(path: Path, table: "pd.DataFrame") -> "pd.DataFrame":
    from experiments.analysis.episode_report import (
        describe_episodes,
        episodes_table,
        episodes_text,
    )
    from experiments.analysis.episodes import conflict_years_of
    from experiments.analysis.event_tables import name_of

    years = conflict_years_of(table, path)
    print(f"{path}: conflict-years, {len(years.year):,} of conflicts within states\n")
    answers = describe_episodes(years)
    print(episodes_text(answers) + "\n")
    return episodes_table(name_of(path), answers)


def _show_side_by_side(evidence: "dict[str, Evidence]") -> "pd.DataFrame":
    from experiments.analysis.event_report import Column, long_table, text
    from experiments.analysis.violence import describe

    columns = [Column(title, of.about(), describe(of)) for title, of in evidence.items()]
    for column in columns:
        print(f"{column.title}: {column.about}")
    print("\n" + text(columns))
    return long_table(columns)


def _show_quantiles(events: "EventTable", args: argparse.Namespace) -> "pd.DataFrame":
    from experiments.analysis.event_report import Column, long_table, text
    from experiments.analysis.violence import over_countries

    if events.km:
        raise UserError(
            f"{events.name}: events of a run have no countries; leave --by-country out."
        )
    tables = {
        name: table
        for name, table in _countries(events, args).items()
        if len(table) >= args.min_events
    }
    names = ", ".join(sorted(tables)) or "none"
    about = (
        f"{events.name}: {events.source}, {len(events):,} events. Quantiles over {len(tables)} "
        f"countries with at least {args.min_events} events: {names}."
    )
    print(textwrap.fill(about, 100) + "\n")
    answers = over_countries(tables, _QUANTILES, args.cell_deg)
    columns = [
        Column(f"{quantile:.0%}", f"{events.name}, quantile over {len(tables)} countries", answer)
        for quantile, answer in zip(_QUANTILES, answers, strict=True)
    ]
    print(text(columns, column_width=8, marks=False))
    return long_table(columns)


def _evidence(events: "EventTable", args: argparse.Namespace) -> "list[Evidence]":
    from experiments.analysis.evidence import Evidence

    if events.km or args.countries is None:
        return [Evidence(events, args.cell_km if events.km else args.cell_deg)]
    return [
        Evidence(table, args.cell_deg, name) for name, table in _countries(events, args).items()
    ]


def _countries(events: "EventTable", args: argparse.Namespace) -> "dict[str, EventTable]":
    """Split by country and keep those asked for."""
    from experiments.analysis.territory import by_country
    from experiments.analysis.violence import REFERENCE_COUNTRIES

    reference = args.countries == _REFERENCE
    tables = by_country(events, use_outlines=reference)
    if args.countries is None:
        return tables
    wanted = REFERENCE_COUNTRIES if reference else [n.strip() for n in args.countries.split(",")]
    for name in wanted:
        if name not in tables and not reference:
            raise UserError(
                f"{events.name}: no events in a country '{name}'. Countries with most events: "
                + ", ".join(sorted(tables, key=lambda country: -len(tables[country]))[:30])
            )
    return {name: tables[name] for name in wanted if name in tables}


def _named_apart(evidence: "list[Evidence]") -> "dict[str, Evidence]":
    """Give each table its name, with a number where two have the same."""
    named: dict[str, Evidence] = {}
    for of in evidence:
        title, number = of.events.name, 2
        while title in named:
            title, number = f"{of.events.name} {number}", number + 1
        named[title] = of
    return named


def _write(
    folder: Path, results: "dict[str, list[pd.DataFrame]]", evidence: "dict[str, Evidence]"
) -> None:
    import pandas as pd

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, tables in results.items():
        if tables:
            written.append(folder / f"{name}.csv")
            pd.concat(tables).to_csv(written[-1], index=False)
    if evidence:
        from experiments.analysis.event_figure import draw

        written += draw(evidence, folder)
    print("\nWritten: " + ", ".join(map(str, written)))


def _length(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.01 <= value <= 1000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a length between 0.01 and 1000")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 up")
    return int(text)
