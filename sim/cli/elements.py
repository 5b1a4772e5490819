"""List the elements of a strategy, with levers, units, plausible ranges and sources.

Without a name: a line for each element. With names: what it does, what it acts through, and every
lever that a YAML file may set below it. A bare number sets the level: `training: 0.6`.
"""

import argparse
import textwrap
from typing import TYPE_CHECKING

from sim.errors import UserError, nearest

if TYPE_CHECKING:
    from sim.mechanisms.base import Mechanism

WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which elements, and in which strategy."""
    parser.add_argument("elements", metavar="ELEMENT", nargs="*", help="by default all, in short")
    parser.add_argument(
        "--strategy", metavar="S", help="also say what each does in this strategy, and its cost"
    )
    parser.add_argument("--all", action="store_true", help="all elements, with every lever")
    parser.epilog = (
        "examples:\n"
        "  peacegrid elements\n"
        "  peacegrid elements training governance\n"
        "  peacegrid elements --strategy integrated"
    )


def run(args: argparse.Namespace) -> int:
    """Print them."""
    from sim.mechanisms.base import Mechanism
    from sim.mechanisms.deployment import Deployment
    from sim.strategy import ELEMENTS, REFERENCE_PEOPLE, load_strategy, planned_cost

    known: dict[str, type[Mechanism]] = {Deployment.name: Deployment, **ELEMENTS}
    for name in args.elements:
        if name not in known:
            close = nearest(name, known)
            hint = f" Did you mean '{close}'?" if close else ""
            names = ", ".join(known)
            raise UserError(f"There is no element '{name}'.{hint} There are: {names}.")
    strategy = load_strategy(args.strategy) if args.strategy else None
    costs = planned_cost(strategy) if strategy else {}
    chosen = args.elements or list(known)
    whole = bool(args.elements) or args.all
    for name in chosen:
        element = getattr(strategy, name) if strategy else known[name]()
        print(_heading(name, element, whole))
        if strategy and (name in costs or name == Deployment.name):
            print(_paragraph(element.narrative()))
            people = f"{REFERENCE_PEOPLE / 1e6:.0f} million people"
            print(f"    planned to cost {costs.get(name, 0.0) / 1e6:,.0f} million USD for {people}")
        elif strategy:
            print("    (off)")
        elif whole:
            print(_paragraph(f"At its defaults: {element.narrative()}"))
        if whole:
            print("\n".join(_levers(element)))
    if not whole:
        print("\npeacegrid elements NAME lists the levers of one; --all those of all.")
    return 0


def _heading(name: str, element: "Mechanism", whole: bool) -> str:
    """Name, title, first sentence; with `whole`, the channels it acts through."""
    about = " ".join((type(element).__doc__ or "").split("\n\n")[0].split())
    if not whole:
        return f"{name:14} {about}"
    through = ", ".join(element.channels) or "nothing but its own people"
    return "\n".join([f"\n{name}: {about}", _paragraph(f"acts through {through}")])


def _paragraph(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _levers(element: "Mechanism") -> list[str]:
    """Every lever: default, range, unit, meaning, source."""
    from sim.units.parameters import parameters

    found = list(parameters(type(element)))
    width = max(len(one.path) for one in found)
    lines = []
    for one in found:
        default = "-" if one.default is None else f"{one.default:g}"
        head = f"    {one.path:{width}} {default:>9}  [{one.low:g} to {one.high:g}] {one.unit}"
        lines += [head, f"    {'':{width}} {'':9}  {one.doc} ({one.source})"]
    return lines
