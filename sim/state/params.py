"""Parameters of a process: a validated record that kernels read as one row."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from sim.kernels import INTERPRETED
from sim.kernels.rows import Record


class Parameters(BaseModel):
    """Base of the parameter records: frozen, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class _Row:
    """A parameter record as interpreted kernels see it."""

    def __init__(self, values: dict[str, float]) -> None:
        self.__dict__.update(values)


def pack(parameters: Parameters) -> Any:
    """The numeric fields of a record as something kernels read with ``q[0].name``."""
    values = {name: float(getattr(parameters, name)) for name in type(parameters).model_fields}
    if INTERPRETED:
        return [_Row(values)]
    return Record(values)
