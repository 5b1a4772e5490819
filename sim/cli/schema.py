"""Print the JSON Schema of scenario files, for editors.

Point your editor at it, and it completes keys and marks mistakes while you write. In VS Code with
the YAML extension, make this the first line of a scenario:

  # yaml-language-server: $schema=scenario.schema.json
"""

import argparse
import json
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the choice of what the schema is for."""
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--strategy", action="store_true", help="the schema of a file that holds only a strategy"
    )
    kinds.add_argument("--design", action="store_true", help="the schema of a design of a sweep")


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    found = design_schema() if args.design else schema(strategy=args.strategy)
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def design_schema() -> dict[str, Any]:
    """Return the JSON Schema of a design; a factor may be a bare path."""
    from experiments.sweep.design import Design

    found: dict[str, Any] = Design.model_json_schema()
    path = {"type": "string", "description": "dotted path of a parameter"}
    for role in ("uncertainties", "levers"):
        found["properties"][role]["items"] = {"anyOf": [path, {"$ref": "#/$defs/Spec"}]}
    found["properties"]["extends"] = {"type": "string", "description": "another design"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def schema(*, strategy: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a scenario's file, or of a strategy's.

    What a file may leave to the one that it extends is not required; a strategy may be named.
    """
    from sim.scenario import Scenario
    from sim.strategy import Strategy

    found: dict[str, Any] = (Strategy if strategy else Scenario).model_json_schema()
    items = set(_items(found))
    required = found.pop("required", [])
    for name, definition in found.get("$defs", {}).items():
        if f"#/$defs/{name}" not in items:
            definition.pop("required", None)
    text = {"type": "string", "description": "file, or name of a shipped one"}
    found["properties"] = {"extends": text, **found["properties"]}
    if required:
        found["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    if not strategy:
        found["properties"]["strategy"] = {"anyOf": [text, {"$ref": "#/$defs/Strategy"}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _items(part: Any) -> list[str]:
    """Return the definitions that are items of lists, which nothing can complete."""
    if isinstance(part, list):
        return [name for inner in part for name in _items(inner)]
    if not isinstance(part, dict):
        return []
    own = [part["items"]["$ref"]] if "$ref" in part.get("items", {}) else []
    return own + [name for inner in part.values() for name in _items(inner)]
