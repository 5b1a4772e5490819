"""Show a scenario or strategy: as written, as it will be run, and where each value comes from.

Without options: the file with what it extends and with its strategy. --resolved adds every default.
--origins lists each value with the file and line that it comes from.
"""

import argparse

from sim.cli.common import add_scenario, changed

WIDEST = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to show and how."""
    add_scenario(parser)
    parser.add_argument("--strategy", metavar="S", help="show it with this strategy")
    parser.add_argument("--resolved", action="store_true", help="with all defaults, as it is run")
    parser.add_argument(
        "--origins", action="store_true", help="list each value with the line it comes from"
    )


def run(args: argparse.Namespace) -> int:
    """Print it."""
    from sim.cli.inputs import read_input
    from sim.yaml_source import dump, format_path, origins, validate

    document, model = read_input(args.scenario, args.strategy)
    document = changed(document, args.set)
    checked = validate(document, model)
    resolved = checked.model_dump(mode="json") if args.resolved else None
    if not args.origins:
        print(dump(resolved if resolved is not None else document.data), end="")
        return 0
    rows = []
    for origin in origins(document, resolved):
        where = origin.file if origin.line == 0 else f"{origin.file}:{origin.line}"
        rows.append((f"{format_path(origin.path)}: {_short(origin.value)}", where))
    width = min(WIDEST, max(len(text) for text, _ in rows))
    for text, where in rows:
        print(f"{text:{width}}  # {where}")
    return 0


def _short(value: object) -> str:
    """Return a value on one line."""
    from sim.yaml_source import dump

    text = " ".join(dump([value]).removeprefix("- ").split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."
