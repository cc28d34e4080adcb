"""The operations that operators on nodes are calls of."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Generator
from typing import Any

from robotrace.trace.operation import Operation


def _unary(name: str, function: Callable[..., Any], text: str) -> Operation:
    return Operation(name, function, ("a",), description=text)


def _awaited(value: Any) -> Generator[Any, Any, Any]:
    if not hasattr(value, "__await__"):
        raise TypeError(f"{type(value).__name__!r} object cannot be awaited")
    waiting: Generator[Any, Any, Any] = value.__await__()
    return waiting


def _binary(name: str, function: Callable[..., Any], text: str) -> Operation:
    return Operation(name, function, ("a", "b"), description=text)


NEG = _unary("neg", operator.neg, "-a")
POS = _unary("pos", operator.pos, "+a")
INVERT = _unary("invert", operator.invert, "~a")
ABS = _unary("abs", operator.abs, "abs(a)")
ROUND = Operation("round", round, ("a", "digits"), description="round(a, digits)")
FLOOR = _unary("floor", math.floor, "math.floor(a)")
CEIL = _unary("ceil", math.ceil, "math.ceil(a)")
TRUNC = _unary("trunc", math.trunc, "math.trunc(a)")
ADD = _binary("add", operator.add, "a + b")
SUB = _binary("sub", operator.sub, "a - b")
MUL = _binary("mul", operator.mul, "a * b")
MATMUL = _binary("matmul", operator.matmul, "a @ b")
TRUEDIV = _binary("truediv", operator.truediv, "a / b")
FLOORDIV = _binary("floordiv", operator.floordiv, "a // b")
MOD = _binary("mod", operator.mod, "a % b")
DIVMOD = _binary("divmod", divmod, "divmod(a, b)")
POW = Operation("pow", pow, ("a", "b", "modulo"), description="a ** b")
LSHIFT = _binary("lshift", operator.lshift, "a << b")
RSHIFT = _binary("rshift", operator.rshift, "a >> b")
AND = _binary("and", operator.and_, "a & b")
OR = _binary("or", operator.or_, "a | b")
XOR = _binary("xor", operator.xor, "a ^ b")
LT = _binary("lt", operator.lt, "a < b")
LE = _binary("le", operator.le, "a <= b")
GT = _binary("gt", operator.gt, "a > b")
GE = _binary("ge", operator.ge, "a >= b")
EQ = _binary("eq", operator.eq, "a == b")
NE = _binary("ne", operator.ne, "a != b")
GETITEM = Operation("getitem", operator.getitem, ("container", "key"), description="container[key]")
GETATTR = Operation("getattr", getattr, ("object", "name"), description="object.name")
ITEM = Operation("item", lambda items, index: list(items)[index], ("items", "index"), description="list(items)[index]")
CONTAINS = Operation("contains", operator.contains, ("container", "item"), description="item in container")
ITER = _unary("iter", iter, "iter(a)")
LEN = _unary("len", len, "len(a)")
BOOL = _unary("bool", bool, "bool(a)")
INT = _unary("int", int, "int(a)")
FLOAT = _unary("float", float, "float(a)")
COMPLEX = _unary("complex", complex, "complex(a)")
INDEX = _unary("index", operator.index, "operator.index(a)")
STR = _unary("str", str, "str(a)")
FORMAT = Operation("format", format, ("a", "spec"), description="format(a, spec)")
AITER = _unary("aiter", aiter, "aiter(a)")
AWAIT = _unary("await", _awaited, "await a")
CALL = Operation("call", lambda function, *args, **kwargs: function(*args, **kwargs), ("function",))
