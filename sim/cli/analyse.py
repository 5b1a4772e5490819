"""Say what the runs of a folder show: which strategy, under which conditions, and how sure.

Prints a sentence and a table for each question that the runs can answer: ranking, differences,
survival of peace, cost, robustness over worlds, sensitivity, conditions of failure, synergy. Only
complete replicates count. --out DIR receives the tables (CSV and Parquet), figures and the report.
"""

import argparse
import sys
from pathlib import Path

from sim.cli.styles import add_style


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder, what is asked, and where to write."""
    parser.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="what 'peacegrid sweep' or 'compare --out DIR' wrote",
    )
    parser.add_argument(
        "--outcome",
        metavar="NAME",
        help="by which strategies are judged (default: peace_years_after, if there are any)",
    )
    parser.add_argument(
        "--reference",
        metavar="S",
        default="",
        help="strategy that others are compared with (default: the first that was run)",
    )
    parser.add_argument(
        "--strategy",
        metavar="S",
        help="whose failures and assumptions are looked at (default: the last that was run)",
    )
    parser.add_argument(
        "--threshold",
        metavar="X",
        type=float,
        help="an outcome worse than this is a failure (default: the median, see the report)",
    )
    parser.add_argument(
        "--half-width",
        metavar="X",
        type=float,
        help="say how many replicates give differences to plus or minus X",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write results into this folder")
    add_style(parser)
    parser.epilog = """examples:
  peacegrid analyse swept
  peacegrid analyse compared --outcome deaths --out analysed"""


def run(args: argparse.Namespace) -> int:
    """Read the runs, print the answers, write what was asked for; return 0."""
    from tqdm import tqdm

    from experiments.analysis.strategies.loading import read_study
    from experiments.analysis.strategies.report import (
        Asked,
        answer_all,
        default_outcome,
        save,
        text,
    )

    study = read_study(args.folder, args.reference)
    outcome = args.outcome or default_outcome(study)
    asked = Asked(outcome, args.strategy, args.threshold, args.half_width)
    found = answer_all(study, asked)
    print(text(study, found))
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        files = save(study, found, args.out)
        for _ in tqdm(files, unit="file", disable=None, leave=False):
            pass
        print(f"Written to {args.out}", file=sys.stderr)
    return 0
