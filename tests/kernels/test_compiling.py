"""Compiled code is never older than its source."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
from sim.kernels.cache import KERNEL_ROOMS

PACKAGE = Path(sim.__file__).parent
NO_CONSTANTS = {"sim.units", "sim.yaml_source", "sim.effects", "sim.errors"}
"""Modules that kernels' modules import for their Python parts; no kernel sees a name of theirs."""


def rooms_of(path: Path) -> bool:
    return path.relative_to(PACKAGE).parts[0] in KERNEL_ROOMS


def decorated(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
            if names & {"kernel", "inlined"}:
                yield node


def kernel_modules() -> list[tuple[Path, ast.Module]]:
    parsed = [(p, ast.parse(p.read_text(encoding="utf-8"))) for p in sorted(PACKAGE.rglob("*.py"))]
    return [(path, tree) for path, tree in parsed if any(decorated(tree))]


def names_in(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def seen_by_kernels(tree: ast.Module) -> set[str]:
    """Global names that kernels of a module use, and those from which these are made."""
    seen: set[str] = set().union(*(names_in(f) for f in decorated(tree)))
    for _ in range(5):
        for node in tree.body:
            if isinstance(node, ast.Assign) and seen & set().union(*map(names_in, node.targets)):
                seen |= names_in(node.value)
    return seen


def test_there_are_kernels_and_all_are_in_the_rooms_that_are_hashed() -> None:
    found = kernel_modules()
    assert len(found) > 15
    assert [str(path) for path, _ in found if not rooms_of(path)] == []


def test_what_kernels_see_is_hashed_too() -> None:
    outside = []
    for path, tree in kernel_modules():
        seen = seen_by_kernels(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim"):
                module = node.module or ""
                used = {alias.asname or alias.name for alias in node.names} & seen
                room = module.split(".")[1] if "." in module else ""
                hashed = {r.removesuffix(".py") for r in KERNEL_ROOMS}
                if used and room not in hashed:
                    outside.append(f"{path.name}: {sorted(used)} of {module}")
    assert outside == []


CODE = """
import sys
sys.path.insert(0, sys.argv[1])
from sim.kernels.cache import cache_folder, source_hash
print(source_hash(), cache_folder())
"""


def hash_of(folder: Path, **env: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | env,
    )
    return done.stdout.split()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rooms of kernels, copied, and what they import."""
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "__init__.py").write_text("")
    for room in (*KERNEL_ROOMS, "deferring.py"):
        source = PACKAGE / room
        if source.is_dir():
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, tmp_path / "sim" / room, ignore=skip)
        else:
            shutil.copy(source, tmp_path / "sim" / room)
    return tmp_path


def test_any_edit_of_a_kernel_room_opens_a_new_folder(copy: Path) -> None:
    before, folder = hash_of(copy)
    assert before in folder
    assert hash_of(copy) == [before, folder]
    edited = copy / "sim" / "dynamics" / "feelings.py"
    edited.write_text(edited.read_text() + "\n# Another line.\n")
    assert hash_of(copy)[0] != before
    codes = copy / "sim" / "streams.py"
    codes.write_text(codes.read_text() + "\nMORE = 1\n")
    assert len({before, *hash_of(copy)}) == 3


def test_the_folder_of_compiled_code_can_be_chosen(copy: Path, tmp_path: Path) -> None:
    digest, folder = hash_of(copy, PEACEGRID_CACHE=str(tmp_path / "elsewhere"))
    assert Path(folder).parent == tmp_path / "elsewhere"
    assert digest in Path(folder).name


def test_code_for_another_python_has_another_folder(copy: Path) -> None:
    folder = Path(hash_of(copy)[1])
    assert folder.name.startswith(f"py{sys.version_info.major}{sys.version_info.minor}-")


def test_the_same_code_in_another_place_shares_the_folder(copy: Path, tmp_path: Path) -> None:
    shutil.copytree(copy / "sim", tmp_path / "other" / "sim")
    assert hash_of(tmp_path / "other") == hash_of(copy)
