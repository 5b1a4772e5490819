"""Write what a folder of results shows as one HTML file: for a screen, a printer or a mail.

DIR is what 'peacegrid run', 'compare' or 'sweep' wrote. The report has a summary in plain
sentences, figures, tables, what is assumed, what it must not be used for, and how to reproduce it.
It needs no network and no other file.
"""

import argparse
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.common import page_name
from sim.cli.styles import add_community, add_style, community_row
from sim.errors import UserError

if TYPE_CHECKING:
    from experiments.reporting.parts import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder, by what strategies are judged, and where to write."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a run, a comparison or a sweep")
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help="the report (default: report.html in DIR)"
    )
    parser.add_argument(
        "--outcome",
        metavar="NAME",
        help="by which strategies are judged (default: peace_years_after, if there are any)",
    )
    add_community(parser)
    parser.add_argument("--open", action="store_true", help="show the report in the browser")
    add_style(parser)
    parser.epilog = """examples:
  peacegrid report out
  peacegrid report out --community Hillside
  peacegrid report compared --out compared.html --open
  peacegrid report swept --outcome deaths"""


def run(args: argparse.Namespace) -> int:
    """Read the folder, write the report, say how large it is; return 0."""
    path = page_name(args.out) if args.out else args.folder / "report.html"
    report = _report(args.folder, args.outcome, args.community)
    from experiments.reporting.writing import write

    size = write(report, path)
    print(f"Written to {path} ({size / 1000:,.0f} kB). Open it in a browser, or print it.")
    if args.open:
        webbrowser.open(path.resolve().as_uri())
    return 0


def _report(folder: Path, outcome: str | None, community: str | None) -> "Report":
    """Report on whatever is in the folder.

    Raises:
        UserError: it holds no results, or they cannot be read, or no such community.
    """
    from experiments.analysis.strategies.loading import ABOUT, RUNS
    from experiments.sweep.plan_files import PLAN
    from sim.replay.folder import NEEDED

    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder")
    if (folder / PLAN).is_file() or all((folder / name).is_file() for name in (RUNS, ABOUT)):
        if community:
            raise UserError("--community goes with one run; DIR is a comparison or a sweep.")
        from experiments.analysis.strategies.loading import read_study
        from experiments.reporting.of_study import of_study

        return of_study(read_study(folder), folder, outcome)
    if any((folder / name).is_file() for name in NEEDED):
        if outcome:
            raise UserError("--outcome goes with a comparison or a sweep; DIR is one run.")
        from experiments.reporting.of_run import of_run
        from experiments.reporting.recall import recalled
        from sim.replay.folder import read

        run = read(folder)
        result = recalled(run)
        row = None if community is None else community_row(result, community)
        return of_run(run, result, row)
    raise UserError(
        f"{folder}: holds no run, no comparison and no sweep. Make one with: "
        f"peacegrid run classroom --strategy integrated --out {folder}"
    )
