"""Starting and running loads no library that a run does not use, and hides none from its users."""

from collections.abc import Callable
from subprocess import CompletedProcess

RUN = """
import sys
from sim.model import PeacekeepingModel
model = PeacekeepingModel("classroom", rng=1)
model.step()
heavy = {"matplotlib", "networkx", "pandas", "pyarrow", "scipy.linalg", "scipy.sparse"}
print(sorted(heavy & set(sys.modules)))
"""

LATER = """
import mesa
from sim.model import PeacekeepingModel
model = PeacekeepingModel("classroom", rng=1)
model.step()
print(model.datacollector.get_model_vars_dataframe().shape[0])
import networkx, pandas
print(pandas.__name__, networkx.Graph.__name__)
print(mesa.experimental.__name__, mesa.space.NetworkGrid(networkx.path_graph(3)).is_cell_empty(1))
"""

PRODUCT = """
import sim.kernels
import numba, numpy as np
square = np.arange(4.0).reshape(2, 2)
print(numba.njit(lambda a: a @ a)(square).tolist() == (square @ square).tolist())
"""

Python = Callable[..., "CompletedProcess[str]"]


def test_a_run_loads_no_heavy_library(python: Python) -> None:
    assert python("-c", RUN).stdout.split() == ["[]"]


def test_what_mesa_would_have_loaded_is_there_when_it_is_used(python: Python) -> None:
    done = python("-c", LATER)
    assert done.stdout.split() == ["1", "pandas", "Graph", "mesa.experimental", "True"]


def test_numba_multiplies_matrices_as_ever(python: Python) -> None:
    assert python("-c", PRODUCT, env={"PEACEGRID_INTERPRET": ""}).stdout.split() == ["True"]
