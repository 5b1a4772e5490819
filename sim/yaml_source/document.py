"""Documents: plain data that knows, value by value, in which file and line it was written."""

from dataclasses import dataclass
from functools import cached_property

from sim.yaml_source.errors import InputError, Path
from sim.yaml_source.nodes import Data, Mark, Node, merge, node_from, plain, replaced


@dataclass(frozen=True)
class Document:
    """A loaded file with everything that it extends. Immutable: edits return a new one.

    Attributes:
        root: the merged tree; ``extends`` itself is not in it.
        chain: the files it was made from, as shown in messages, the named one first.
        problems: what was wrong in them and is left out of the tree, such as a key written twice;
            validation refuses the document for it, together with all that it finds itself.
    """

    root: Node
    chain: tuple[str, ...]
    problems: tuple[InputError, ...] = ()

    @property
    def file(self) -> str:
        """The file that was asked for."""
        return self.chain[0]

    @cached_property
    def data(self) -> dict[str, Data]:
        """The content as dict, list, str, int, float, bool and None."""
        return plain(self.root)

    def where(self, path: Path, *, key: bool = False) -> Mark:
        """Return file, line and column (from 1) of the value at `path`, or of its key.

        Where nothing was written at `path`, the nearest value around it that was written counts.
        An item of a list has no key: its value counts.
        """
        node = self.root
        for i, step in enumerate(path):
            child = node.child(step)
            if child is None:
                break
            if key and i == len(path) - 1 and isinstance(step, str):
                return node.keys[step]
            node = child
        return node.mark

    def has(self, path: Path) -> bool:
        """Return whether a value was written at `path`."""
        node: Node | None = self.root
        for step in path:
            node = node.child(step) if node else None
        return node is not None

    def part(self, path: Path) -> "Document":
        """Return the document below `path`; raises KeyError where nothing is written."""
        node: Node | None = self.root
        for step in path:
            node = node.child(step) if node else None
        if node is None:
            raise KeyError(path)
        return Document(node, self.chain, self.problems)

    def with_part(self, path: Path, other: "Document") -> "Document":
        """Return this document with `other` at `path`; its values keep their own positions."""
        root = replaced(self.root, path, other.root)
        return Document(root, *_joined(self, other))

    def extending(self, base: "Document") -> "Document":
        """Return `base` overlaid by this document: mappings merge, all else is replaced."""
        return Document(merge(base.root, self.root), *_joined(self, base))

    @classmethod
    def from_data(cls, data: Data, file: str = "<python>") -> "Document":
        """Return plain data as a document whose values all lie at ``file:1:1``."""
        return cls(node_from(data, Mark(file, 1, 1)), (file,))


def _joined(one: Document, more: Document) -> tuple[tuple[str, ...], tuple[InputError, ...]]:
    """Return the files and the problems of two documents, each once."""
    chain = (*one.chain, *(file for file in more.chain if file not in one.chain))
    problems = (*one.problems, *(found for found in more.problems if found not in one.problems))
    return chain, problems
