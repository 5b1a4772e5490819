"""Which parameters a calibration varies: a list in YAML, each with the reason why it is in it."""

from pathlib import Path

from pydantic import Field

from experiments.sweep.design import Number, Spec
from sim.state.params import Parameters
from sim.yaml_source import load, validate

FILE = Path(__file__).with_name("parameters.yaml")
"""The list that ships with the package."""


class Varied(Parameters):
    """One parameter that is varied.

    Attributes:
        path: dotted. why: it is among them, in a sentence.
        low, high: of its range, in place of those that the parameter declares.
    """

    path: str
    why: str = Field(min_length=1)
    low: Number | None = None
    high: Number | None = None

    @property
    def spec(self) -> Spec:
        """The parameter as the factor of a sweep."""
        return Spec(path=self.path, low=self.low, high=self.high)


class Listed(Parameters):
    """The content of a list of parameters."""

    parameters: tuple[Varied, ...] = Field(min_length=1)


def read_parameters(path: Path | None = None) -> tuple[Varied, ...]:
    """Read a list of parameters, by default the one that ships with the package.

    Raises:
        InputErrors: everything that is wrong in the file. Whether paths are parameters is found
            out when runs are planned.
    """
    return validate(load(path or FILE), Listed).parameters
