"""Say what is installed and what does not work.

Paste the output into a report of an error. The exit code is 1 where something is wrong.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from sim import __version__
from sim.paths import scenarios_dir

# Distribution: module to import. The test of packaging compares the first with pyproject.toml.
REQUIRED = {
    "mesa": "mesa",
    "networkx": "networkx",
    "numpy": "numpy",
    "numba": "numba",
    "matplotlib": "matplotlib",
    "pyyaml": "yaml",
    "pydantic": "pydantic",
    "scipy": "scipy",
    "pandas": "pandas",
    "pyarrow": "pyarrow",
    "tqdm": "tqdm",
}
OPTIONAL = {
    "SALib": "SALib",
    "lifelines": "lifelines",
    "dask": "dask",
    "distributed": "distributed",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the doctor looks at everything."""


def run(_args: argparse.Namespace) -> int:
    """Print the findings; return 0 if all is well and 1 if something is wrong."""
    print(f"peacegrid {__version__} in {Path(__file__).resolve().parents[1]}")
    print(f"Python {platform.python_version()} ({platform.python_implementation()})")
    print(f"  {sys.executable}")
    print(f"{platform.platform()}, {_cores()} cores for this process\n")
    problems = [
        *_libraries(),
        *_compiler(),
        *_scenarios(),
    ]
    print()
    for problem in problems:
        print(f"PROBLEM  {problem}")
    print("Something is wrong, see above." if problems else "All is well.")
    return 1 if problems else 0


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _libraries() -> list[str]:
    problems = []
    for distribution, module in REQUIRED.items():
        found, trouble = _library(distribution, module)
        print(f"  {distribution:12} {found or trouble}")
        if trouble:
            problems.append(f"{distribution} {trouble}: pip install --upgrade {distribution}")
    for distribution, module in OPTIONAL.items():
        found, trouble = _library(distribution, module)
        print(f"  {distribution:12} {found or trouble} (optional)")
    return problems


def _library(distribution: str, module: str) -> tuple[str, str]:
    """Return the version, and in words what is wrong; one of them is empty."""
    try:
        import_module(module)
        return version(distribution), ""
    except Exception as error:  # a damaged library may raise anything, and the rest is still asked
        if isinstance(error, ModuleNotFoundError) and error.name == module:
            return "", "is not installed"
        return "", f"does not load ({type(error).__name__}: {error})"


def _compiler() -> list[str]:
    try:
        from sim.kernels.cache import cache_folder
        from sim.kernels.compiling import INTERPRETED

        if INTERPRETED:
            return ["the model runs interpreted, slowly: install numba, unset PEACEGRID_INTERPRET"]
        from numba import njit

        start = time.perf_counter()
        njit(lambda x: x + 1)(1)
    except Exception as error:  # numba and LLVM fail in many ways; all mean that nothing runs
        return [f"numba compiles nothing ({error}): pip install --upgrade numba"]
    print(f"  numba compiles a function in {time.perf_counter() - start:.1f} s")
    folder = cache_folder()
    print(f"  compiled code is kept in {folder}")
    return _unwritable(folder)


def _unwritable(folder: Path) -> list[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError as error:
        return [
            f"nothing can be written to {folder} ({error.strerror}), so that code is compiled anew "
            "in each run: set PEACEGRID_CACHE to a folder of yours"
        ]


def _scenarios() -> list[str]:
    try:
        folder = scenarios_dir()
    except FileNotFoundError as error:
        return [str(error)]
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    strategies = sorted(path.stem for path in (folder / "strategies").glob("*.yaml"))
    print(f"  scenarios in {folder}: {', '.join(names) or 'none'}")
    print(f"  strategies: {', '.join(strategies) or 'none'}")
    return [] if names and strategies else [f"{folder} lacks scenarios or strategies"]
