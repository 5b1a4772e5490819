"""From YAML text to a tree of nodes, with everything refused that a scenario has no use for.

The tree is built from the parser's events rather than by PyYAML's composer, because that one
recurses (deep nesting crashes it), expands nothing (so alias bombs go unnoticed) and stops at the
first problem.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from sim.yaml_source import refusals
from sim.yaml_source.errors import InputError, Path, one_line, shortened
from sim.yaml_source.nodes import Mark, Node
from sim.yaml_source.scalars import Scalar, resolve
from sim.yaml_source.syntax import syntax_error

MAX_DEPTH = 60
"""Deepest nesting. A scenario has some six levels."""

MAX_NODES = 200_000
"""Most values in one file, with every alias counted as often as it is used."""

# libyaml is ten times faster where PyYAML was built with it; positions are the same.
PARSER = getattr(yaml, "CLoader", yaml.SafeLoader)

_PARSE_FAILURES = (yaml.YAMLError, ValueError, OverflowError)


class _StopReadingError(Exception):
    """The rest of the file is not worth reading."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet.

    `has_key` says whether a key waits for its value; `key` is None when that key was refused.
    """

    node: Node
    anchor: str | None
    key: str | None = None
    key_mark: Mark | None = None
    has_key: bool = False


def compose(text: str, file: str, problems: list[InputError]) -> Node | None:
    """Return the tree of one YAML document, or None where there is none that could be read whole.

    Args:
        text: the whole document.
        file: as it is to be shown in messages.
        problems: everything found wrong is appended here; the tree leaves it out.
    """
    return _Composer(file, problems).run(text)


@dataclass(slots=True)
class _Composer:
    file: str
    problems: list[InputError]
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    documents: int = 0
    nodes: int = 0
    line: int = 1

    def run(self, text: str) -> Node | None:
        """Feed every event of the parser to the method for its kind."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceEndEvent: self.close,
            yaml.MappingEndEvent: self.close,
            yaml.DocumentStartEvent: self.document,
        }
        try:
            for event in yaml.parse(text, Loader=PARSER):
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        except _StopReadingError:
            return None
        except _PARSE_FAILURES as failure:
            self.problems.append(syntax_error(failure, self.file, text, self.line))
            return None
        return self.root

    def document(self, event: yaml.DocumentStartEvent) -> None:
        """Accept one document, of no other version than the one that is read here."""
        self.documents += 1
        if self.documents > 1:
            self.refuse(self.mark(event), refusals.SECOND_DOCUMENT)
            raise _StopReadingError
        if event.version and event.version != (1, 2):
            version = ".".join(map(str, event.version))
            self.refuse(self.mark(event), refusals.OTHER_VERSION, version)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        """Take a scalar as a key or as a value."""
        self.check_tag(event)
        mark = self.mark(event)
        text, is_plain = event.value, event.implicit[0] and not event.style
        value: Scalar = text
        if is_plain:
            try:
                value = resolve(text)
            except ValueError as failure:
                self.refuse(mark, refusals.TOO_LARGE_NUMBER, shortened(str(failure)))
        elif not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            self.refuse(mark, refusals.HALF_CHARACTER)
        if self.expects_key():
            self.take_key(value, text, is_plain, mark)
            return
        if is_plain and not text and self.stack and self.stack[-1].key_mark:
            mark = self.stack[-1].key_mark  # an empty value has no place of its own
        self.place(Node(value, mark), event.anchor)

    def take_key(self, value: Scalar, text: str, is_plain: bool, mark: Mark) -> None:
        """Make a scalar the key of the value that follows, unless it is no proper key."""
        frame = self.stack[-1]
        known = frame.node.keys
        self.refuse_next_key(mark)
        path = (*self.path(), text)
        if is_plain and text == "<<":
            self.refuse(mark, refusals.MERGE_KEY, path=path)
        elif value is None:
            self.refuse(mark, refusals.EMPTY_KEY, path=path)
        elif not isinstance(value, str):
            self.refuse(mark, refusals.KEY_NOT_TEXT, one_line(text), path)
        elif value in known:
            self.refuse(mark, refusals.DUPLICATE_KEY, str(known[value].line), path)
        else:
            frame.key = value
            known[value] = mark

    def refuse_next_key(self, mark: Mark) -> None:
        """Let the value that follows be read, and dropped."""
        frame = self.stack[-1]
        frame.has_key, frame.key, frame.key_mark = True, None, mark

    def alias(self, event: yaml.AliasEvent) -> None:
        """Put what an anchor names where its alias stands."""
        mark, name = self.mark(event), event.anchor or ""
        node = self.anchors.get(name)
        if self.expects_key():
            self.refuse_next_key(mark)
            self.refuse(mark, refusals.ALIAS_AS_KEY, name)
        elif any(frame.anchor == name for frame in self.stack):
            self.refuse(mark, refusals.ALIAS_OF_ITSELF, name)
            self.place(Node(None, mark), None)
        elif node is None:
            self.refuse(mark, refusals.UNKNOWN_ALIAS, name)
            self.place(Node(None, mark), None)
        else:
            self.check_depth(node.height, mark)
            self.place(node, None)

    def open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        """Start a list or mapping."""
        self.check_tag(event)
        mark = self.mark(event)
        self.check_depth(1, mark)
        if self.expects_key():
            self.refuse(mark, refusals.COLLECTION_AS_KEY)
            raise _StopReadingError
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Open(Node({} if is_mapping else [], mark), event.anchor))

    def close(self, _event: yaml.Event) -> None:
        """End the innermost list or mapping and put it into the one around it."""
        frame = self.stack.pop()
        # Its size was counted value by value as it grew; only an alias counts it again.
        self.nodes -= frame.node.size - 1
        self.place(frame.node, frame.anchor)

    def place(self, node: Node, anchor: str | None) -> None:
        """Put a finished node into the collection that is open, or make it the root."""
        if anchor:
            self.anchors[anchor] = node
        self.nodes += node.size
        if self.nodes > MAX_NODES:
            self.refuse(node.mark, refusals.TOO_MANY, str(MAX_NODES))
            raise _StopReadingError
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        parent = frame.node
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        if frame.key is not None and isinstance(parent.value, dict):
            parent.value[frame.key] = node
        frame.has_key, frame.key, frame.key_mark = False, None, None

    def expects_key(self) -> bool:
        """Return whether the next scalar is a key."""
        if not self.stack:
            return False
        frame = self.stack[-1]
        return isinstance(frame.node.value, dict) and not frame.has_key

    def check_tag(self, event: yaml.NodeEvent) -> None:
        """Refuse `!tags`: what a value is, its form and the schema say."""
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown_tag = tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(self.mark(event), refusals.TAG, shown_tag)

    def check_depth(self, more: int, mark: Mark) -> None:
        """Refuse nesting that is deeper than anything sensible."""
        if len(self.stack) + more > MAX_DEPTH:
            self.refuse(mark, refusals.TOO_DEEP, str(MAX_DEPTH))
            raise _StopReadingError

    def mark(self, event: yaml.Event) -> Mark:
        """Return where an event starts."""
        start: Any = event.start_mark  # the parsers never leave it out
        self.line = start.line + 1
        return Mark(self.file, self.line, start.column + 1)

    def path(self) -> Path:
        """Return the path to the innermost open collection, and to the key that waits there."""
        steps: list[str | int] = []
        for frame in self.stack:
            if isinstance(frame.node.value, list):
                steps.append(len(frame.node.value))
            elif frame.key is not None:
                steps.append(frame.key)
        return tuple(steps)

    def refuse(
        self, mark: Mark, wording: refusals.Wording, word: str = "", path: Path | None = None
    ) -> None:
        """Note a problem and go on; `word` fills the gap in its wording."""
        where = self.path() if path is None else path
        self.problems.append(InputError(*mark, where, *wording.about(one_line(word))))
