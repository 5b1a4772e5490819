"""Check scenario and strategy files; every mistake with file, line and column.

One line for each mistake, as file:line:column: path: what was found, what was expected, what to do.
Values that come from another file through extends: are reported where they stand. The exit code is
0 if all is well and 2 if anything is wrong.
"""

import argparse

from sim.cli import USER_ERROR
from sim.errors import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="a file of a scenario or a strategy, or the name of a shipped one",
    )


def run(args: argparse.Namespace) -> int:
    """Check every file and print what is wrong with it."""
    from sim.cli.inputs import read_input
    from sim.yaml_source import validate

    wrong = 0
    for file in args.files:
        try:
            document, model = read_input(file)
            validate(document, model)
        except UserError as error:
            wrong += 1
            print(error)
        else:
            print(f"{file}: all is well ({model.__name__.lower()})")
    return USER_ERROR if wrong else 0
