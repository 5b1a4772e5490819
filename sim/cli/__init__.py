"""The command line: which commands there are, and how a call is sent to its module.

Each command is a module ``sim.cli.<command>`` with ``add_arguments(parser)`` and
``run(args) -> int``; its docstring is the description in ``peacegrid <command> --help``, and
``add_arguments`` may set ``parser.epilog`` to add examples. A module is imported only when its
command is used, and heavy libraries only inside ``run``, so that help is immediate.
"""

import argparse
import os
import re
import shlex
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NamedTuple, NoReturn

from sim import __version__
from sim.cli.styles import styled
from sim.errors import UserError, nearest

PROGRAM_ERROR = 1
USER_ERROR = 2
INTERRUPTED = 130


class Command(NamedTuple):
    """One line of the table of commands: where it lives, what it does, how it is used."""

    module: str
    help: str
    example: str


COMMANDS = {
    "run": Command(
        "sim.cli.run",
        "run one scenario with one strategy",
        "peacegrid run scenarios/classroom.yaml --strategy integrated --seed 1",
    ),
    "replay": Command(
        "sim.cli.replay",
        "play a run, or two side by side, in a browser: one HTML file",
        "peacegrid replay out --out replay.html",
    ),
    "compare": Command(
        "sim.cli.compare",
        "compare strategies on one scenario, with the same luck for each",
        "peacegrid compare scenarios/baseline.yaml --strategies none,integrated --replicates 20",
    ),
    "sweep": Command(
        "sim.cli.sweep",
        "many runs from a design file, on one core or many machines; loses no work",
        "peacegrid sweep run strategies --out swept",
    ),
    "ablate": Command(
        "sim.cli.ablate",
        "what each element of a strategy adds: alone, and when it is left out",
        "peacegrid ablate scenarios/baseline.yaml --strategy integrated --replicates 20",
    ),
    "explain": Command(
        "sim.cli.explain",
        "why two runs or two strategies differ: when, where, and by which elements",
        "peacegrid explain baseline --strategies robust_force,integrated --out why",
    ),
    "analyse": Command(
        "sim.cli.analyse",
        "say what runs show: which strategy, under which conditions, how sure",
        "peacegrid analyse compared",
    ),
    "report": Command(
        "sim.cli.report",
        "what a run, a comparison or a sweep shows, as one HTML file that prints well",
        "peacegrid report compared",
    ),
    "facts": Command(
        "sim.cli.facts",
        "hold the model against published findings, with verdicts",
        "peacegrid facts --quick",
    ),
    "calibrate": Command(
        "sim.cli.calibrate",
        "which values of assumptions agree with facts, or with events of your own",
        "peacegrid calibrate --plan",
    ),
    "audit": Command(
        "sim.cli.audit",
        "whether a scenario is a fair test: what dominates, does nothing or never varies",
        "peacegrid audit scenarios/classroom.yaml",
    ),
    "elements": Command(
        "sim.cli.elements",
        "list the elements of a strategy, with levers, units, ranges and sources",
        "peacegrid elements training",
    ),
    "check": Command(
        "sim.cli.check",
        "check scenario files; every mistake with its line",
        "peacegrid check my_scenario.yaml",
    ),
    "show": Command(
        "sim.cli.show",
        "show a scenario as it will be run, and where each value comes from",
        "peacegrid show scenarios/baseline.yaml --resolved --origins",
    ),
    "schema": Command(
        "sim.cli.schema",
        "print the JSON Schema of scenario files, for editors",
        "peacegrid schema > scenario.schema.json",
    ),
    "events": Command(
        "sim.cli.events",
        "statistics of violence of a run or of real events (UCDP GED, ACLED)",
        "peacegrid events out/events.parquet",
    ),
    "doctor": Command(
        "sim.cli.doctor",
        "say what is installed and what does not work; for reports of errors",
        "peacegrid doctor",
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (by default that of the process) and return its exit code.

    0 is success, 2 a mistake of the user (or a file or library that cannot be had), 130 an
    interruption by Ctrl-C, else what the command returns. Anything else that goes wrong is an error
    of the program: it shows its traceback and the code is 1.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(words)
        sys.stdout.flush()
        return code
    except UserError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        print("\nStopped by Ctrl-C.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has gone; without this Python complains once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROGRAM_ERROR
    except Exception as error:
        explained = _circumstance(error)
        if explained:
            return _refuse(explained)
        traceback.print_exc()
        print(
            "\nThis is an error in peacegrid, not in what you asked for. Please report it with the "
            "lines above and the output of: peacegrid doctor",
            file=sys.stderr,
        )
        return PROGRAM_ERROR


def overview() -> str:
    """Return what ``peacegrid --help`` prints."""
    width = max(map(len, COMMANDS))
    return "\n".join(
        [
            "usage: peacegrid COMMAND [OPTIONS]",
            "",
            "Compare strategies of peacekeeping support by the peace they leave behind.",
            "A run compares strategies in a fictional place; it does not forecast a country.",
            "",
            "commands:",
            *(f"  {name:{width}}  {command.help}" for name, command in COMMANDS.items()),
            "",
            "examples:",
            *(f"  {command.example}" for command in COMMANDS.values()),
            "",
            "peacegrid COMMAND --help explains a command; peacegrid --version says which this is.",
        ]
    )


def _dispatch(words: list[str]) -> int:
    if not words:
        print(overview())
        return USER_ERROR
    first, *rest = words
    if first == "help":
        first, rest = (rest[0], ["--help"]) if rest else ("--help", [])
    if first in ("-h", "--help"):
        print(overview())
        return 0
    if first in ("-V", "--version"):
        print(f"peacegrid {__version__}")
        return 0
    if first not in COMMANDS:
        return _refuse(_unknown_command(first))
    module = import_module(COMMANDS[first].module)
    parser = _Parser(
        prog=f"peacegrid {first}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    args = parser.parse_args(rest)
    with styled(args):
        return int(module.run(args))


class _Parser(argparse.ArgumentParser):
    """argparse with a word about mistyped options, and where to read on."""

    def error(self, message: str) -> NoReturn:
        options = re.findall(r"--[a-z][a-z-]*", self.format_usage())
        mistyped = re.findall(r"--[a-z][\w-]*", message.partition("unrecognized arguments:")[2])
        guesses = "".join(_did_you_mean(word, options) for word in mistyped)
        self.exit(USER_ERROR, f"{self.prog}: {message}.{guesses}\nSee: {self.prog} --help\n")


def _circumstance(error: Exception) -> str:
    """Say what is wrong outside the program, or nothing where the program is at fault."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    library = (error.name or "").partition(".")[0] if isinstance(error, ImportError) else ""
    if library and library not in ("sim", "experiments"):
        return (
            f"This needs the library '{library}', which does not load: {error}.\n"
            "Install it with: pip install 'peacegrid[all]'. See also: peacegrid doctor"
        )
    return ""


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return USER_ERROR


def _unknown_command(word: str) -> str:
    if word.endswith((".yaml", ".yml")):
        hint = f" It looks like a scenario: peacegrid run {shlex.quote(word)}"
    else:
        hint = _did_you_mean(word, COMMANDS)
    return (
        f"peacegrid: there is no command '{word}'.{hint}\n"
        f"Commands: {', '.join(COMMANDS)}. See: peacegrid --help"
    )


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = nearest(word, known)
    return f" Did you mean '{close}'?" if close else ""
