"""Expressions of the source, printed so that people can read them."""

import ast
from collections.abc import Iterator

WIDTH = 92
TABLES_OF_ONE_ROW = ("clock", "mission", "books")
UNSEEN = ("t", "q", "seed", "week")  # arguments that every kernel takes: no part of the theory
RENAMED = {
    "maximum": "max",
    "minimum": "min",
    "round_random": "whole",
    "gumbel": "Gumbel",
    "poisson": "Poisson",
    "uniform": "U",
}
DRAWS = ("gumbel", "exponential")
SIGNS: dict[type[ast.AST], tuple[str, int]] = {
    ast.Add: (" + ", 1),
    ast.Sub: (" - ", 1),
    ast.Mult: (" · ", 2),
    ast.Div: (" / ", 2),
    ast.FloorDiv: (" div ", 2),
    ast.Mod: (" mod ", 2),
    ast.Gt: (" > ", 0),
    ast.GtE: (" ≥ ", 0),
    ast.Lt: (" < ", 0),
    ast.LtE: (" ≤ ", 0),
    ast.Eq: (" = ", 0),
    ast.NotEq: (" ≠ ", 0),
}
ATOM, PRODUCT, SUM = 3, 2, 1
TIGHTER = ("-", "/", "div", "mod")  # signs whose right side needs brackets at their own level


def is_draw(node: ast.expr) -> bool:
    """Whether an expression is a call of `uniform`, or one of many draws made by the same rule."""
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value) == "t.draws"
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "uniform"


def stream_of(draw: ast.expr) -> str:
    """The name of a draw's stream, or of the line where many draws lie."""
    if isinstance(draw, ast.Call):
        return expression(draw.args[1])
    assert isinstance(draw, ast.Subscript) and isinstance(draw.slice, ast.Tuple)
    return expression(draw.slice.elts[0])


def expression(node: ast.expr) -> str:
    """An expression on one line."""
    return _rendered(node)[0]


def _rendered(node: ast.expr) -> tuple[str, int]:
    """An expression and how tightly it binds."""
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        return _binary(node)
    if is_draw(node):
        return RENAMED["uniform"], ATOM
    if isinstance(node, ast.Call):
        return _call(node), ATOM
    if isinstance(node, ast.Attribute | ast.Subscript | ast.Name):
        return _name(node), ATOM
    if isinstance(node, ast.Constant):
        return number(node.value), ATOM
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"-{_in(node.operand, ATOM)}", PRODUCT
    if isinstance(node, ast.IfExp):
        parts = (expression(part) for part in (node.body, node.test, node.orelse))
        return "{} if {} else {}".format(*parts), 0
    if isinstance(node, ast.Compare):
        if is_draw(node.left):
            word = "by chance" if isinstance(node.ops[0], ast.Lt) else "not by chance"
            return f"{word}({expression(node.comparators[0])})", ATOM
        signs = [SIGNS[type(sign)][0] for sign in node.ops]
        rest = "".join(s + _in(c, SUM) for s, c in zip(signs, node.comparators, strict=True))
        return _in(node.left, SUM) + rest, 0
    if isinstance(node, ast.BoolOp):
        word = " and " if isinstance(node.op, ast.And) else " or "
        parts = (expression(value) for value in node.values)
        mixed = [
            f"({p})" if isinstance(v, ast.BoolOp) else p
            for p, v in zip(parts, node.values, strict=True)
        ]
        return word.join(mixed), 0
    return ast.unparse(node), 0


def _in(node: ast.expr, binding: int) -> str:
    """An expression, in brackets if it binds less tightly than its place needs."""
    text, own = _rendered(node)
    return text if own >= binding or isinstance(node, ast.Compare) else f"({text})"


def _binary(node: ast.BinOp) -> tuple[str, int]:
    sign, binding = SIGNS[type(node.op)]
    right = _in(node.right, binding + (sign.strip() in TIGHTER))
    return f"{_in(node.left, binding)}{sign}{right}", binding


def _call(node: ast.Call) -> str:
    name = ast.unparse(node.func).removeprefix("math.").removeprefix("np.")
    name = {"log": "ln"}.get(name, name)
    arguments = _arguments(node)
    if name == "float" and len(arguments) == 1:
        inner = arguments[0]
        whole = isinstance(inner, ast.Call) and ast.unparse(inner.func) == "int"
        return f"floor({expression(inner.args[0])})" if whole else expression(inner)  # type: ignore[attr-defined]
    if name in DRAWS and not arguments:
        return RENAMED.get(name, name.capitalize())
    shown = ", ".join(map(expression, arguments))
    return RENAMED.get(name, name) + (f"({shown})" if shown else "")


def _arguments(node: ast.Call) -> list[ast.expr]:
    """Arguments that matter to a reader: not the world, the key of draws, nor the draws."""
    if is_draw(node):
        return []
    return [
        argument
        for argument in node.args
        if not is_draw(argument) and not (isinstance(argument, ast.Name) and argument.id in UNSEEN)
    ]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        base = _name(node.value)
        if base in ("t", "codes"):
            return node.attr
        if base == "math":
            return {"pi": "π"}.get(node.attr, node.attr)
        return f"{base}.{node.attr}"
    if isinstance(node, ast.Subscript):
        base = _name(node.value)
        if base == "q":
            return "p"
        index = ", ".join(
            map(expression, node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])
        )
        return base if base in TABLES_OF_ONE_ROW else f"{base}[{index}]"
    return ast.unparse(node)


def number(value: object) -> str:
    """A number as people write it."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return repr(value)
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.10g}".replace("e-0", "e-")


# ------------------------------------------------------------------------------ long lines


def laid_out(node: ast.expr, indent: int, room: int) -> str:
    """An expression over as many lines as it needs; lines after the first are indented."""
    text = expression(node)
    if len(text) <= room:
        return text
    pad = "\n" + " " * indent
    if isinstance(node, ast.Call):
        parts = [laid_out(part, indent, WIDTH - indent).lstrip() for part in _arguments(node)]
        return f"{_call(node).partition('(')[0]}({pad}{f',{pad}'.join(parts)})"
    for level in (SUM, PRODUCT):
        terms = list(_terms(node, level))
        if len(terms) > 1:
            lines = [
                (f"{sign} " if sign else "") + _term(term, level + (sign in TIGHTER), indent)
                for sign, term in terms
            ]
            return pad + pad.join(lines)
    if isinstance(node, ast.IfExp):
        parts = [expression(part) for part in (node.body, node.test, node.orelse)]
        return f"{pad}{parts[0]} if {parts[1]}{pad}else {parts[2]}"
    return text


def _term(node: ast.expr, level: int, indent: int) -> str:
    if _rendered(node)[1] >= level:
        return laid_out(node, indent + 4, WIDTH - indent - 4)
    return f"({laid_out(node, indent + 4, WIDTH - indent - 6).lstrip()})"


def _terms(node: ast.expr, level: int) -> Iterator[tuple[str, ast.expr]]:
    """The terms of a sum, or the factors of a product, with their signs."""
    if isinstance(node, ast.BinOp) and SIGNS.get(type(node.op), ("", 0))[1] == level:
        yield from _terms(node.left, level)
        yield SIGNS[type(node.op)][0].strip(), node.right
    else:
        yield "", node
