"""Where the files that ship with the code lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def scenarios_dir() -> Path:
    """Return the folder of shipped scenarios; its ``strategies/`` holds the shipped strategies.

    An installed wheel has it inside the package, a checkout beside it.

    Raises:
        FileNotFoundError: neither is there, so the installation is damaged.
    """
    for folder in (_PACKAGE / "_scenarios", _PACKAGE.parent / "scenarios"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The scenarios that ship with peacegrid are missing: neither {_PACKAGE / '_scenarios'} "
        f"nor {_PACKAGE.parent / 'scenarios'} is a folder. Install peacegrid again."
    )
