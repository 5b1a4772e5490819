"""What pydantic complains about, in plain English."""

import re
from typing import Any

from sim.yaml_source.errors import choices, nearest, one_line, shortened, shown
from sim.yaml_source.findings import Finding

_MOST_CHOICES = 24

_NUMBER = ("a number", "write a number")
_WHOLE = ("a whole number", "write a whole number")
_LIST = ("a list", "write `- item` lines, or [a, b]")
_SECTION = ("a section of `key: value` lines", "write its keys below it, indented")
_TRUE_OR_FALSE = ("true or false", "write true or false")

# kind -> expected, fix; {gaps} are filled from pydantic's context.
_KNOWN: dict[str, tuple[str, str]] = {
    "bool_type": _TRUE_OR_FALSE,
    "bool_parsing": _TRUE_OR_FALSE,
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), _WHOLE),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _NUMBER),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), _NUMBER),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), _LIST),
    "iterable_type": _LIST,
    **dict.fromkeys(("dict_type", "mapping_type", "model_type"), _SECTION),
    **dict.fromkeys(("model_attributes_type", "dataclass_type"), _SECTION),
    "string_type": ("text", "put it in quotes if it is meant as text"),
    "none_required": ("no value", "delete the value"),
    "greater_than": ("a number above {gt}", "write a larger number"),
    "greater_than_equal": ("a number from {ge}", "write a larger number"),
    "less_than": ("a number below {lt}", "write a smaller number"),
    "less_than_equal": ("a number up to {le}", "write a smaller number"),
    "multiple_of": ("a multiple of {multiple_of}", "write one"),
    "string_too_short": ("text of {min_length} or more characters", "write a longer text"),
    "string_too_long": ("text of at most {max_length} characters", "write a shorter text"),
    "string_pattern_mismatch": ("text of the form {pattern}", "write it in that form"),
    "too_short": ("{min_length} or more items", "add some"),
    "too_long": ("at most {max_length} items", "remove some"),
}
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_JARGON = re.compile(r"^(Input|Value|Field|String|Object) (should|must) (be|have) ")


def describe(finding: Finding) -> tuple[str, str, str]:
    """Return what was found, what was expected, and what to do."""
    kind, context = finding.kind, finding.context
    if kind in ("extra_forbidden", "missing", "union_tag_not_found"):
        return _about_key(finding)
    if "what" in context and "expected" in context:
        expected = context["expected"] + _typical(finding)
        return f"{shown(finding.value)} {context['what']}", expected, context.get("fix", "")
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _wrong_choice(finding)
    if kind in ("value_error", "assertion_error"):
        text = str(context.get("error", "")) or f"{shown(finding.value)} is refused by a check"
        return text, "", ""
    found = f"found {shown(finding.value)}"
    if kind in _KNOWN:
        expected, fix = (text.format_map(_Words(context)) for text in _KNOWN[kind])
        return found, expected + _typical(finding), fix
    expected, count = _JARGON.subn("", finding.message)
    if count:
        return found, expected, "correct the value"
    return f"{found} ({one_line(finding.message)})", "", "correct the value"


def describe_alternatives(findings: list[Finding]) -> tuple[str, str, str]:
    """Put what several members of a union expect of one value into one message."""
    described = [describe(finding) for finding in findings]
    expected = list(dict.fromkeys(text for _, text, _ in described if text))
    guess = [fix for _, _, fix in described if fix.startswith('write "')]
    fix = guess[0] if len(guess) == 1 else "write one of these"
    return f"found {shown(findings[0].value)}", choices(expected), fix


def _about_key(finding: Finding) -> tuple[str, str, str]:
    name = shortened(one_line(str(finding.path[-1]))) if finding.path else ""
    if finding.kind == "missing":
        info = finding.declared.field
        doc = (info.description or "") if info else ""
        about = f" ({doc.rstrip('.')})" if doc else ""
        return f'the key "{name}" is missing', f"a line `{name}: ...`{about}", "add it"
    if finding.kind == "union_tag_not_found":
        tags = choices(finding.declared.tags(name))
        return f'the key "{name}" is missing', f"{name}: {tags}" if tags else "it", "add it"
    known = finding.declared.keys()
    guess = nearest(name, [key for key in known if key not in finding.siblings])
    twin = None if guess else nearest(name, known)
    fix = f'write "{guess}"' if guess else "delete it"
    if twin:
        fix = f'delete it: "{twin}" is there already'
    listed = choices([*known[:_MOST_CHOICES], "..."] if len(known) > _MOST_CHOICES else known)
    expected = f"one of {listed}" if known else "no keys here"
    return f'the key "{name}" is not known here', expected, fix


def _wrong_choice(finding: Finding) -> tuple[str, str, str]:
    text = finding.context.get("expected", finding.context.get("expected_tags", ""))
    options = [re.sub(r"\\(.)", r"\1", one or two) for one, two in _QUOTED.findall(text)]
    given = finding.value
    if not options:
        return f"found {shown(given)}", text, "write one of these"
    guess = nearest(given, options) if isinstance(given, str) else None
    listed = options if len(options) <= _MOST_CHOICES else [*options[:_MOST_CHOICES], "..."]
    fix = f'write "{guess}"' if guess else "write one of these"
    return f"found {shown(given)}", choices(listed), fix


def _typical(finding: Finding) -> str:
    """Return the plausible range of a parameter, which says more than its hard bounds."""
    info = finding.declared.field
    extra = info.json_schema_extra if info else None
    span = extra.get("typical_range") if isinstance(extra, dict) else None
    if not isinstance(extra, dict) or not isinstance(span, list):
        return ""
    low, high = span
    unit = "" if extra.get("unit") == "share" else f" {extra.get('unit', '')}"
    return f" (typically {low:.15g} to {high:.15g}{unit})"


class _Words(dict[str, Any]):
    """Leaves a gap visible rather than fail on it, should pydantic rename its context."""

    def __missing__(self, key: str) -> str:
        return "..."
