"""Writing plain data as YAML that reads back identically."""

import re
from typing import Any

import yaml

from sim.yaml_source.nodes import Data
from sim.yaml_source.scalars import is_plain_text

# Line breaks in YAML 1.1 but not in 1.2, and all that is invisible: only double quotes keep them.
_NEEDS_ESCAPE = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


# libyaml is several times faster where PyYAML was built with it.
_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):
    """Quotes what either YAML 1.1 or 1.2 would not read back as text; writes no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the base class's signature
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Quote text that looks like a number; write paragraphs as a block."""
        style = None
        if not is_plain_text(text) or _NEEDS_ESCAPE.search(text):
            style = '"'
        elif "\n" in text.rstrip("\n"):
            style = "|"
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)


def dump(data: Data) -> str:
    """Return plain data as YAML text: keys in their order, block style, nothing but data.

    Text that YAML 1.1 readers would take for a boolean, a date or a number (``NO``, ``12:30``)
    is quoted too, so that other tools read the same.

    Raises:
        yaml.representer.RepresenterError: something in it is not plain data.
    """
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
