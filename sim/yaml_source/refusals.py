"""What is valid YAML and yet refused in an input file, in words."""

from typing import NamedTuple


class Wording(NamedTuple):
    """What was found, what would be right, and what to do; ``{}`` is a gap for one word."""

    what: str
    expected: str
    fix: str

    def about(self, word: str) -> tuple[str, str, str]:
        """Fill the gaps."""
        return self.what.format(word), self.expected.format(word), self.fix.format(word)


SECOND_DOCUMENT = Wording(
    "a second document starts here",
    "one document in a file",
    "delete the line `---`, or make two files",
)
OTHER_VERSION = Wording(
    "the file asks for YAML {}", "YAML 1.2", "delete the line that starts with %YAML"
)
TOO_LARGE_NUMBER = Wording(
    "{} is too large",
    "a number below 1e308",
    "write a smaller number, or put it in quotes if it is text",
)
HALF_CHARACTER = Wording("half a character (\\ud800 to \\udfff)", "whole characters", "delete it")
MERGE_KEY = Wording(
    "`<<` (a merge key) is not read here",
    "ordinary keys",
    "write `extends: other.yaml` at the top of the file, or repeat the keys",
)
EMPTY_KEY = Wording("the key is empty", "a name", "write a name before the colon")
KEY_NOT_TEXT = Wording("the key {} is not text", "a name", 'write "{}": in quotes')
DUPLICATE_KEY = Wording(
    "the key is written twice, first in line {}", "each key once", "delete or rename one of them"
)
ALIAS_AS_KEY = Wording("the key is the alias *{}", "a name", "write the name itself")
ALIAS_OF_ITSELF = Wording(
    "*{} stands inside the value that it names", "a value without itself", "write the value itself"
)
UNKNOWN_ALIAS = Wording(
    "no &{0} comes before *{0}",
    "the alias of a value above",
    "write &{0} before the value that is meant, or put the text in quotes",
)
COLLECTION_AS_KEY = Wording("a list or section stands as a key", "a name", "write a name")
TAG = Wording(
    "the tag {} is not read here",
    "a value without a tag",
    "delete the tag, or put the text in quotes",
)
TOO_DEEP = Wording(
    "nesting deeper than {} levels", "a file with some six levels", "nest less deeply"
)
TOO_MANY = Wording(
    "more than {} values, aliases written out",
    "a file with some hundreds",
    "use fewer aliases (*name)",
)
EMPTY_FILE = Wording(
    "the file is empty", "`key: value` lines", "write some, or name the right file"
)
NOT_A_MAPPING = Wording(
    "the file holds {}",
    "`key: value` lines at the top level",
    "start every top-level line with a key and a colon",
)
EXTENDS_NOT_TEXT = Wording(
    "{} is no name of a file",
    "one file or shipped name",
    "write for example `extends: baseline` or `extends: my_base.yaml`",
)
EXTENDS_MISSING = Wording(
    "there is no file {}",
    "a path that starts at the folder of this file, or a shipped name",
    "check the spelling and the folder",
)
EXTENDS_CYCLE = Wording(
    "the files extend each other in a circle: {}", "a chain with an end", "remove one `extends:`"
)
EXTENDS_TOO_LONG = Wording(
    "more than {} files extend each other", "a short chain", "merge some of them"
)
