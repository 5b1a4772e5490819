"""What is shipped, and that it works where it is installed."""

import re
import subprocess
import tomllib
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import sim
from sim import Scenario, simulate
from sim.cli import doctor
from sim.paths import scenarios_dir

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def config(project_root: Path) -> dict[str, Any]:
    return tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[]", requirement)[0] for requirement in requirements}


def test_scenarios_and_designs_are_configured_to_ship(config: dict[str, Any]) -> None:
    wheel = config["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {"/sim", "/experiments", "/scenarios"} <= set(wheel["include"])
    assert wheel["sources"]["scenarios"] == "sim/_scenarios"


def test_the_doctor_knows_every_dependency(config: dict[str, Any]) -> None:
    extras = config["project"]["optional-dependencies"]
    assert set(doctor.REQUIRED) == names(config["project"]["dependencies"])
    assert set(doctor.OPTIONAL) == names(extras["analysis"] + extras["dask"])


def test_every_module_has_its_layer(config: dict[str, Any], project_root: Path) -> None:
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = set(re.findall(r"[\w.]+", " ".join(layers)))
    there = {f"sim.{path.stem}" for path in (project_root / "sim").glob("[!_]*.py")}
    there |= {f"sim.{path.parent.name}" for path in (project_root / "sim").glob("*/__init__.py")}
    homeless = there - placed
    assert not homeless, (
        f"add to a layer in pyproject.toml, [[tool.importlinter.contracts]]: {homeless}"
    )


def test_a_checkout_reads_its_own_scenarios(project_root: Path) -> None:
    assert scenarios_dir() == project_root / "scenarios"


def test_missing_scenarios_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sim.paths._PACKAGE", tmp_path / "sim")
    with pytest.raises(FileNotFoundError, match="Install peacegrid again"):
        scenarios_dir()


@pytest.mark.parametrize("name", [name for name in sim.__all__ if name != "__version__"])
def test_public_names_load_when_asked_for(name: str) -> None:
    module = sim._EXPORTS[name]
    if find_spec(module) is None:
        pytest.skip(f"{module} is not written yet")
    assert getattr(sim, name).__name__ == name


def test_a_name_that_is_not_public_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Scenarios'"):
        sim.Scenarios  # noqa: B018


def test_importing_sim_loads_nothing_else(python: Call) -> None:
    program = "import sim, sys; print([m for m in sys.modules if m.startswith('sim.')])"
    assert python("-c", program).stdout.strip() == "[]"


@pytest.fixture(scope="module")
def wheel(python: Call, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = python("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    assert not done.returncode, done.stderr
    (built,) = folder.glob("peacegrid-*.whl")
    return built


IN_A_BROWSER = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numba", "llvmlite", "pyarrow", "_multiprocessing", "fcntl"):
            raise ImportError(name)

sys.meta_path.insert(0, Missing())
from sim import PeacekeepingModel, simulate
from sim.epstein import CivilViolence
from sim.figures import timeline
from sim.kernels import INTERPRETED

assert INTERPRETED
found = simulate(PeacekeepingModel("classroom", rng=1).scenario, seed=1, weeks=4)
assert found._repr_html_() and len(found.series) == 4 and timeline(found)._repr_png_()
CivilViolence(width=10, height=10, rng=1).step()
print(found.digest())
"""


def test_runs_figures_and_displays_need_neither_numba_nor_pyarrow(python: Call) -> None:
    done = python("-c", IN_A_BROWSER)
    assert done.returncode == 0, done.stderr
    found = simulate(Scenario.load("classroom"), seed=1, weeks=4)
    assert done.stdout.strip() == found.digest()


@pytest.mark.slow
def test_the_wheel_holds_everything_beside_the_code(wheel: Path, project_root: Path) -> None:
    shipped = set(zipfile.ZipFile(wheel).namelist())
    expected = set()
    for folder, target in [
        ("scenarios", "sim/_scenarios"),
        ("sim", "sim"),
        ("experiments", "experiments"),
    ]:
        for path in (project_root / folder).rglob("*"):
            if path.suffix in {".yaml", ".md", ".py"}:
                expected.add(f"{target}/{path.relative_to(project_root / folder).as_posix()}")
    assert "sim/_scenarios/README.md" in expected
    assert expected <= shipped
    top = {name.partition("/")[0] for name in shipped}
    assert top == {"sim", "experiments", f"peacegrid-{sim.__version__}.dist-info"}


@pytest.mark.slow
def test_an_installed_wheel_finds_its_scenarios(
    wheel: Path, project_root: Path, tmp_path: Path, python: Call
) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    program = (
        "from sim.paths import scenarios_dir; import sim; print(sim.__file__, scenarios_dir())"
    )
    done = python("-c", program, cwd=tmp_path, env={"PYTHONPATH": str(site)})
    package, scenarios = done.stdout.split()
    assert Path(package) == site / "sim" / "__init__.py"
    assert Path(scenarios) == site / "sim" / "_scenarios"
    shipped = {p.relative_to(scenarios) for p in Path(scenarios).rglob("*") if p.is_file()}
    ours = project_root / "scenarios"
    assert shipped == {p.relative_to(ours) for p in ours.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_the_wheel_declares_the_command(wheel: Path) -> None:
    info = f"peacegrid-{sim.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        assert b"peacegrid = sim.__main__:main" in archive.read(f"{info}/entry_points.txt")
        assert b"Requires-Python: >=3.11" in archive.read(f"{info}/METADATA")
