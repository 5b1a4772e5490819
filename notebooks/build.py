"""Build the notebooks: run each text source (NN_name.py) and write it with its outputs (.ipynb).

``make notebooks`` builds those whose source has changed; ``python notebooks/build.py NAME`` builds
one whatever its state. Sources are in jupytext's percent format.
"""

import os
import sys
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
SOURCES = sorted(FOLDER.glob("[0-9][0-9]_*.py"))
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
MOST_SECONDS = 900
"""A cell may take this long: the first that runs the model compiles it where nobody has yet."""

MOST_TEXT = 2_000
"""Signs of plain text that are kept of an output that has another form too."""


def built(source: Path) -> Path:
    """The notebook that is built from a source."""
    return source.with_suffix(".ipynb")


def fresh(source: Path) -> Any:
    """A source as a notebook without outputs, the same each time."""
    notebook = jupytext.read(source)
    for number, cell in enumerate(notebook.cells):
        # Identifiers are random otherwise, and every build would differ from the last.
        cell.id = f"cell-{number:02}"
        # Folding a solution is jupytext's business; other marks of its own are not kept.
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in ("jupyter", "tags")}
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return notebook


def executed(source: Path) -> Any:
    """A source as a notebook with the outputs that it has now.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell raised an error.
    """
    notebook = fresh(source)
    # From the folder of the checkout `sim` is found, installed or not.
    resources = {"metadata": {"path": str(FOLDER.parent)}}
    # A remark on bars of progress that would stand, with a path of this machine, in the output.
    os.environ["PYTHONWARNINGS"] = "ignore:IProgress not found"
    NotebookClient(notebook, timeout=MOST_SECONDS, resources=resources).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times of day
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if not _is_bar(one)]
        for output in cell.get("outputs", []):
            _slimmed(output)
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _is_bar(output: Any) -> bool:
    """Whether an output is a bar of progress: it is for who waits, and is not kept."""
    if output.output_type == "stream":
        return output.name == "stderr" and "\r" in output.text
    return "application/vnd.jupyter.widget-view+json" in output.get("data", {})


def _slimmed(output: Any) -> None:
    """Drop the plain text of what has a better form: a result as text is twenty thousand signs."""
    data = output.get("data", {})
    if len(data) > 1 and len(data.get("text/plain", "")) > MOST_TEXT:
        del data["text/plain"]


def content(notebook: Any) -> list[tuple[str, str]]:
    """What of a notebook is not output: kind and text of each cell."""
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def is_stale(source: Path) -> bool:
    """Whether the notebook of a source is missing or was built from another text."""
    target = built(source)
    if not target.exists():
        return True
    return content(fresh(source)) != content(nbformat.read(target, as_version=4))


def main(names: list[str]) -> None:
    """Build the notebooks that are named (01_first_run), or else those that are out of date."""
    for source in SOURCES:
        if source.stem in names or (not names and is_stale(source)):
            notebook = executed(source)
            nbformat.write(notebook, built(source))
            print(f"{built(source).name}: {built(source).stat().st_size / 1e3:,.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
