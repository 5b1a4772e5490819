"""YAML files in, plain data out: every value with its position, every mistake at once.

:func:`load` reads a file and what it ``extends:``; :func:`validate` checks the result against a
pydantic model. Both raise :class:`InputErrors`, whose text has one line per mistake::

    file:line:column: path: what was found, expected ..., what to do

Pydantic is imported only by :func:`validate`.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from sim.yaml_source.document import Document
from sim.yaml_source.dumping import dump
from sim.yaml_source.editing import Origin, apply_settings, origins, set_path, set_value
from sim.yaml_source.errors import (
    FieldProblem,
    FieldProblems,
    InputError,
    InputErrors,
    Path,
    format_path,
)
from sim.yaml_source.loading import draft, find, load, names_in
from sim.yaml_source.nodes import Data, Mark

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

__all__ = [
    "Data",
    "Document",
    "FieldProblem",
    "FieldProblems",
    "InputError",
    "InputErrors",
    "Mark",
    "Origin",
    "Path",
    "apply_settings",
    "draft",
    "dump",
    "find",
    "format_path",
    "load",
    "names_in",
    "origins",
    "set_path",
    "set_value",
    "validate",
]


def validate(document: Document, model: "type[Model]", context: Any = None) -> "Model":
    """Return the instance of a pydantic model that a document describes.

    Args:
        document: as :func:`load` or :func:`draft` returns it.
        model: with ``extra="forbid"`` for unknown keys to be refused.
        context: handed to the model's validators.

    Raises:
        InputErrors: everything that is wrong. Checks across fields run even where a field has an
            error of its own, as far as they do not depend on it (see ``FieldProblem.depends``).
    """
    from sim.yaml_source import validation

    return validation.validate(document, model, context)
