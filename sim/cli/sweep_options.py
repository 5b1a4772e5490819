"""What may be written after ``peacegrid sweep``."""

import argparse

from sim.cli.common import whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands of ``peacegrid sweep``."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser.epilog = (
        "examples:\n"
        "  peacegrid sweep plan strategies                      what it would take\n"
        "  peacegrid sweep run strategies --replicates 4 --out swept\n"
        "  peacegrid sweep status swept\n"
        "  peacegrid sweep resume swept --scheduler tcp://node1:8786\n"
        "  peacegrid sweep run swept --shard 17/400             one job of an array; then: merge"
    )

    def add(name: str, words: str) -> argparse.ArgumentParser:
        said = f"{words[0].upper()}{words[1:]}."
        return commands.add_parser(name, help=words, description=said, allow_abbrev=False)

    plan = add("plan", "say what a design takes in runs, hours and gigabytes, from a short pilot")
    _add_design(plan, "DESIGN", "a design file, or the name of a shipped one")
    plan.add_argument(
        "--out", metavar="DIR", help="also write the plan, for sweep run DIR (and its --shard K/M)"
    )
    plan.add_argument(
        "--pilot",
        metavar="SECONDS",
        type=float,
        default=20.0,
        help="spent on a few runs to see what they take (default: 20; 0: none)",
    )
    run = add("run", "make the runs of a design, or of a folder that plan has written")
    _add_design(run, "DESIGN|DIR", "a design, or the folder of a sweep")
    run.add_argument("--out", metavar="DIR", help="the folder of the sweep (new, for a design)")
    resume = add("resume", "make what is missing in the folder of a sweep")
    resume.add_argument("folder", metavar="DIR")
    for one in (run, resume):
        _add_running(one)
    status = add("status", "say how far a sweep is, also while it runs")
    status.add_argument("folder", metavar="DIR")
    merge = add("merge", "merge what the jobs of an array have written, also into other folders")
    merge.add_argument("folder", metavar="DIR")
    merge.add_argument("others", metavar="OTHER", nargs="*", help="copies of DIR with more runs")
    compact = add("compact", "merge many small files into few large ones")
    compact.add_argument("folder", metavar="DIR")


def _add_design(parser: argparse.ArgumentParser, metavar: str, words: str) -> None:
    parser.add_argument("design", metavar=metavar, help=words)
    parser.add_argument(
        "--replicates",
        metavar="N",
        type=whole_number(1, 10_000_000),
        help="runs of every case at every point, in place of the design's",
    )
    parser.add_argument(
        "--weeks",
        metavar="N",
        type=whole_number(1, 10_400),
        help="of a run, in place of the scenario's",
    )
    parser.add_argument(
        "--worlds",
        metavar="fitted|DIR|FILE",
        help="in place of what the design does not know, the draws that peacegrid calibrate has "
        "kept: in a folder or fitted.yaml of yours, or (fitted) those that ship",
    )


def _add_running(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=whole_number(1, 1_000),
        help="runs at a time on this machine (default: one for each core)",
    )
    parser.add_argument(
        "--engine",
        choices=("processes", "threads", "serial"),
        default="processes",
        help="where runs are made on this machine (default: processes)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="Dask: tcp://host:port, or local-cluster"
    )
    parser.add_argument(
        "--shard", metavar="K/M", help="make only the K-th of M portions, beside other such jobs"
    )
    parser.add_argument(
        "--memory",
        metavar="GB",
        type=float,
        help="that a process may take; a run that needs more fails alone",
    )
    parser.add_argument("--retry", action="store_true", help="try again the runs that failed")
    parser.add_argument(
        "--until",
        metavar="RULE",
        help='stop once replicates suffice: "ranking 95%%", "best 95%%", "peace_years_after +-0.5"',
    )
    parser.add_argument(
        "--most-failures", metavar="N", type=whole_number(0, 10**9), default=50,
        help="stop after so many failed runs (default: 50; 0: never)",
    )  # fmt: skip
    parser.add_argument(
        "--other-code", action="store_true", help="go on although the model has changed since"
    )
