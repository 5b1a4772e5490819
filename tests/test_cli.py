"""The dispatcher and the doctor: help that costs nothing, and mistakes that are explained."""

import argparse
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.cli import doctor
from sim.errors import UserError, nearest

HEAVY = {
    "mesa",
    "networkx",
    "pandas",
    "numba",
    "matplotlib",
    "pydantic",
    "scipy",
    "numpy",
    "pyarrow",
    "yaml",
}

Call = Callable[..., subprocess.CompletedProcess[str]]
Act = Callable[[argparse.Namespace], int]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], None]:
    """Give the table one command, ``act``, which does what the test says."""

    def install(act: Act) -> None:
        module = types.ModuleType("sim.cli.act", "Do what the test says.")
        module.add_arguments = lambda parser: parser.add_argument("--weeks", type=int)
        module.run = act
        module.__spec__ = types.SimpleNamespace()
        monkeypatch.setitem(sys.modules, "sim.cli.act", module)
        monkeypatch.setattr(
            cli, "COMMANDS", {"act": cli.Command("sim.cli.act", "do it", "peacegrid act --weeks 3")}
        )

    return install


def fail_with(error: BaseException) -> Act:
    def act(args: argparse.Namespace) -> int:
        raise error

    return act


def loaded(python: Call, *words: str) -> tuple[str, list[str]]:
    """Return what a call prints, and the heavy libraries that it has loaded."""
    program = (
        "import sys; from sim.__main__ import main\n"
        f"try: main({list(words)})\n"
        "except SystemExit: pass\n"
        f"print('LOADED', *sorted({HEAVY} & set(sys.modules)))"
    )
    done = python("-c", program)
    assert not done.returncode, done.stderr
    told, _, modules = done.stdout.partition("LOADED")
    return told, modules.split()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["mistyped"], []])
def test_help_loads_no_heavy_library(words: list[str], python: Call) -> None:
    assert loaded(python, *words)[1] == []


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_of_every_command_loads_no_heavy_library(name: str, python: Call) -> None:
    told, libraries = loaded(python, name, "--help")
    assert told.startswith(f"usage: peacegrid {name}")
    assert libraries == []


def test_the_probe_for_heavy_libraries_sees_them(python: Call) -> None:
    assert "mesa" in loaded(python, "doctor")[1]


def test_help_lists_the_commands_and_shows_examples(peacegrid: Call) -> None:
    done = peacegrid("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for name, known in cli.COMMANDS.items():
        assert f"  {name}" in done.stdout
        assert known.help in done.stdout
        assert f"  {known.example}" in done.stdout
    assert "does not forecast" in done.stdout


@pytest.mark.parametrize("known", cli.COMMANDS.values(), ids=cli.COMMANDS)
def test_an_example_uses_its_own_command(known: cli.Command) -> None:
    name = known.module.rpartition(".")[2]
    assert cli.COMMANDS[name] is known
    assert known.example.startswith(f"peacegrid {name}")


def test_no_command_prints_help_and_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert capsys.readouterr().out.startswith("usage: peacegrid")


@pytest.mark.parametrize("words", [["help"], ["-h"], ["--help"]])
def test_ways_to_ask_for_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 0
    assert capsys.readouterr().out.startswith("usage: peacegrid")


def test_help_about_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["help", "doctor"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("usage: peacegrid doctor")


def test_a_mistyped_command_is_guessed(peacegrid: Call) -> None:
    done = peacegrid("docter")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no command 'docter'. Did you mean 'doctor'?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("word", "meant"), [("DOCTOR", "doctor"), ("dry_run", "dry-run"), ("zebra", None)]
)
def test_the_nearest_word_is_found(word: str, meant: str | None) -> None:
    assert nearest(word, ["doctor", "dry-run"]) == meant


def test_a_wild_command_is_not_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["zzzzzz"]) == 2
    message = capsys.readouterr().err
    assert "Did you mean" not in message
    assert "doctor" in message


def test_a_file_in_place_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["my place.yaml"]) == 2
    assert "peacegrid run 'my place.yaml'" in capsys.readouterr().err


def test_arguments_reach_the_command(command: Callable[[Act], None]) -> None:
    seen = []

    def act(args: argparse.Namespace) -> int:
        seen.append(args.weeks)
        return 3

    command(act)
    assert cli.main(["act", "--weeks", "52"]) == 3
    assert seen == [52]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--week", "3"], "Did you mean '--weeks'?"),
        (["--wekes=3"], "Did you mean '--weeks'?"),
        (["--weeks", "many"], "invalid int value: 'many'"),
    ],
)
def test_mistyped_options_are_explained(
    words: list[str],
    told: str,
    command: Callable[[Act], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    command(fail_with(AssertionError("must not run")))
    with pytest.raises(SystemExit) as stop:
        cli.main(["act", *words])
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert told in message
    assert "peacegrid act --help" in message


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UserError("a.yaml:3: weeks: -1; expected 1 or more"), 2, "a.yaml:3: weeks: -1; expected"),
        (FileNotFoundError(2, "No such file or directory", "a.yaml"), 2, "a.yaml: No such file"),
        (ModuleNotFoundError("No module named 'SALib'", name="SALib"), 2, "peacegrid[all]"),
        (KeyboardInterrupt(), 130, "Ctrl-C"),
    ],
)
def test_what_the_user_can_mend_has_no_traceback(
    error: BaseException,
    code: int,
    told: str,
    command: Callable[[Act], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    command(fail_with(error))
    assert cli.main(["act"]) == code
    message = capsys.readouterr().err
    assert told in message
    assert "Traceback" not in message


@pytest.mark.parametrize("error", [ZeroDivisionError(), ImportError(name="sim.absent")])
def test_an_error_of_the_program_keeps_its_traceback(
    error: Exception, command: Callable[[Act], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(fail_with(error))
    assert cli.main(["act"]) == 1
    message = capsys.readouterr().err
    assert "Traceback" in message
    assert "peacegrid doctor" in message


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently on Windows")
def test_a_reader_that_goes_away_is_no_error(project_root: Path) -> None:
    program = (
        "import sys; from sim import cli\n"
        "cli.overview = lambda: 'x' * 1_000_000\n"
        "sys.exit(cli.main(['--help']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=project_root,
    ) as process:
        assert process.stdout.read(1) == b"x"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_the_doctor_names_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["doctor"])
    told = capsys.readouterr().out
    for part in ["peacegrid 0.", "Python 3.", "cores", "mesa ", "numba ", "scenarios in "]:
        assert part in told


def test_the_doctor_finds_a_missing_library(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(doctor.REQUIRED, "no-such-library", "no_such_library")
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "PROBLEM  no-such-library is not installed: pip install" in told


def test_the_doctor_names_what_a_broken_library_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "broken_library.py").write_text("import no_such_library")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(doctor.REQUIRED, "broken-library", "broken_library")
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "PROBLEM  broken-library does not load (ModuleNotFoundError: No module named" in told


def test_the_doctor_finds_missing_scenarios(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "scenarios_dir", lambda: tmp_path)
    assert cli.main(["doctor"]) == 1
    assert f"PROBLEM  {tmp_path} lacks scenarios" in capsys.readouterr().out


def test_the_doctor_finds_a_cache_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.delenv("PEACEGRID_INTERPRET", raising=False)
    monkeypatch.setenv("PEACEGRID_CACHE", str(tmp_path / "file" / "cache"))
    assert cli.main(["doctor"]) == 1
    assert "PEACEGRID_CACHE" in capsys.readouterr().out
