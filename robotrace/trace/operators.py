"""What Python can do with a node: arithmetic, comparison, indexing, attributes, method calls, iteration, numpy.

Each of these is a traced call. Where Python itself demands a plain value (`bool`, `len`, `str`, `float`), it gets one, and only
the failure leaves a node.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import AsyncIterator, Callable, Generator, Iterator, KeysView, Mapping, Sequence
from functools import lru_cache
from inspect import Signature, signature
from typing import Any

from robotrace.trace.operation import Operation, of_function


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


class Operators:
    """The operators of a node, each a call of `_apply`."""

    __slots__ = ()

    _data: Any

    @property
    def data(self) -> Any:
        """The plain value."""
        raise NotImplementedError

    def _apply(self, operation: Operation, args: tuple[Any, ...], kwargs: Mapping[str, Any] | None = None) -> Any:
        """Call an operation: a node, or a plain value in a bundle's body and where tracing is off."""
        raise NotImplementedError

    def _refuse(self, operation: Operation, args: tuple[Any, ...], error: Exception) -> None:
        """At the top of a workflow, raise the failed node of an operation; elsewhere nothing, and the error itself goes on."""
        raise NotImplementedError

    def _missing(self) -> Exception:
        """What is raised where the value of a failed call is asked for."""
        raise NotImplementedError

    def _demand(self, operation: Operation, *args: Any) -> Any:
        """A plain value that Python itself demands."""
        data = self.data
        try:
            return operation.function(data, *args)
        except Exception as error:
            self._refuse(operation, (self, *args), error)
            raise

    def __neg__(self) -> Any:
        return self._apply(NEG, (self,))

    def __pos__(self) -> Any:
        return self._apply(POS, (self,))

    def __invert__(self) -> Any:
        return self._apply(INVERT, (self,))

    def __abs__(self) -> Any:
        return self._apply(ABS, (self,))

    def __round__(self, digits: Any = None) -> Any:
        return self._apply(ROUND, (self,) if digits is None else (self, digits))

    def __floor__(self) -> Any:
        return self._apply(FLOOR, (self,))

    def __ceil__(self) -> Any:
        return self._apply(CEIL, (self,))

    def __trunc__(self) -> Any:
        return self._apply(TRUNC, (self,))

    def __add__(self, other: Any) -> Any:
        return self._apply(ADD, (self, other))

    def __radd__(self, other: Any) -> Any:
        return self._apply(ADD, (other, self))

    def __sub__(self, other: Any) -> Any:
        return self._apply(SUB, (self, other))

    def __rsub__(self, other: Any) -> Any:
        return self._apply(SUB, (other, self))

    def __mul__(self, other: Any) -> Any:
        return self._apply(MUL, (self, other))

    def __rmul__(self, other: Any) -> Any:
        return self._apply(MUL, (other, self))

    def __matmul__(self, other: Any) -> Any:
        return self._apply(MATMUL, (self, other))

    def __rmatmul__(self, other: Any) -> Any:
        return self._apply(MATMUL, (other, self))

    def __truediv__(self, other: Any) -> Any:
        return self._apply(TRUEDIV, (self, other))

    def __rtruediv__(self, other: Any) -> Any:
        return self._apply(TRUEDIV, (other, self))

    def __floordiv__(self, other: Any) -> Any:
        return self._apply(FLOORDIV, (self, other))

    def __rfloordiv__(self, other: Any) -> Any:
        return self._apply(FLOORDIV, (other, self))

    def __mod__(self, other: Any) -> Any:
        return self._apply(MOD, (self, other))

    def __rmod__(self, other: Any) -> Any:
        return self._apply(MOD, (other, self))

    def __divmod__(self, other: Any) -> Any:
        return self._apply(DIVMOD, (self, other))

    def __rdivmod__(self, other: Any) -> Any:
        return self._apply(DIVMOD, (other, self))

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        return self._apply(POW, (self, other) if modulo is None else (self, other, modulo))

    def __rpow__(self, other: Any, modulo: Any = None) -> Any:
        return self._apply(POW, (other, self) if modulo is None else (other, self, modulo))

    def __lshift__(self, other: Any) -> Any:
        return self._apply(LSHIFT, (self, other))

    def __rlshift__(self, other: Any) -> Any:
        return self._apply(LSHIFT, (other, self))

    def __rshift__(self, other: Any) -> Any:
        return self._apply(RSHIFT, (self, other))

    def __rrshift__(self, other: Any) -> Any:
        return self._apply(RSHIFT, (other, self))

    def __and__(self, other: Any) -> Any:
        return self._apply(AND, (self, other))

    def __rand__(self, other: Any) -> Any:
        return self._apply(AND, (other, self))

    def __or__(self, other: Any) -> Any:
        return self._apply(OR, (self, other))

    def __ror__(self, other: Any) -> Any:
        return self._apply(OR, (other, self))

    def __xor__(self, other: Any) -> Any:
        return self._apply(XOR, (self, other))

    def __rxor__(self, other: Any) -> Any:
        return self._apply(XOR, (other, self))

    def __lt__(self, other: Any) -> Any:
        return self._apply(LT, (self, other))

    def __le__(self, other: Any) -> Any:
        return self._apply(LE, (self, other))

    def __gt__(self, other: Any) -> Any:
        return self._apply(GT, (self, other))

    def __ge__(self, other: Any) -> Any:
        return self._apply(GE, (self, other))

    def __eq__(self, other: object) -> Any:
        return self._apply(EQ, (self, other))

    def __ne__(self, other: object) -> Any:
        return self._apply(NE, (self, other))

    __hash__ = object.__hash__

    def __getitem__(self, key: Any) -> Any:
        return self._apply(GETITEM, (self, key))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols that a node does not have; never those of its value
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name == "_data":  # the only one of a node's own that it may lack
            raise self._missing()
        try:
            value = getattr(self._data, name)
        except Exception as error:
            self._refuse(GETATTR, (self, name), error)
            raise
        if callable(value):
            return Method(self, name)
        return self._apply(_found(GETATTR, value), (self, name))

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call the value, traced."""
        return self._apply(CALL, (self, *args), kwargs)

    def __iter__(self) -> Iterator[Any]:
        data = self.data
        if isinstance(data, (Mapping, KeysView)):  # keys stay plain, so that they find their values
            return iter(data)
        if isinstance(data, Sequence) or hasattr(data, "__array__"):
            return map(self.__getitem__, range(self._demand(LEN)))
        return self._items(self._demand(ITER))

    def _items(self, items: Iterator[Any]) -> Iterator[Any]:
        for index in itertools.count():
            try:
                item = next(items)
            except StopIteration:
                return
            except Exception as error:
                self._refuse(ITEM, (self, index), error)
                raise
            yield self._apply(_found(ITEM, item), (self, index))

    async def __aiter__(self) -> AsyncIterator[Any]:
        items = self._demand(AITER)
        for index in itertools.count():
            try:
                item = await anext(items)
            except StopAsyncIteration:
                return
            except Exception as error:
                self._refuse(ITEM, (self, index), error)
                raise
            yield self._apply(_found(ITEM, item), (self, index))

    def __await__(self) -> Generator[Any, Any, Any]:
        waiting = self._demand(AWAIT)
        try:
            value = yield from waiting
        except Exception as error:
            self._refuse(AWAIT, (self,), error)
            raise
        return self._apply(_found(AWAIT, value), (self,))

    def __contains__(self, item: Any) -> bool:
        found: bool = self._demand(CONTAINS, item.data if isinstance(item, Operators) else item)
        return found

    def __len__(self) -> int:
        length: int = self._demand(LEN)
        return length

    def __bool__(self) -> bool:
        truth: bool = self._demand(BOOL)
        return truth

    def __int__(self) -> int:
        number: int = self._demand(INT)
        return number

    def __float__(self) -> float:
        number: float = self._demand(FLOAT)
        return number

    def __complex__(self) -> complex:
        number: complex = self._demand(COMPLEX)
        return number

    def __index__(self) -> int:
        number: int = self._demand(INDEX)
        return number

    def __str__(self) -> str:
        text: str = self._demand(STR)
        return text

    def __format__(self, spec: str) -> str:
        text: str = self._demand(FORMAT, spec)
        return text

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        import numpy as np  # only numpy calls this

        return np.array(self.data, dtype=dtype, copy=copy) if copy is not None else np.asarray(self.data, dtype=dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return self._apply(_numpy(getattr(ufunc, method), _title(ufunc, method)), inputs, kwargs)

    def __array_function__(self, function: Any, types: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        return self._apply(_numpy(function, _title(function)), args, kwargs)


class Method:
    """A method of a node's value; calling it is one traced call."""

    __slots__ = ("_name", "_node")

    def __init__(self, node: Operators, name: str) -> None:
        self._node = node
        self._name = name

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call the method, traced."""
        operation = _method(type(self._node._data).__name__, self._name)
        return self._node._apply(operation, (self._node, *args), kwargs)

    def __repr__(self) -> str:
        return f"<method {self._name} of {self._node!r}>"


@lru_cache(maxsize=256)
def _method(owner: str, name: str) -> Operation:
    def function(receiver: Any, /, *args: Any, **kwargs: Any) -> Any:
        return getattr(receiver, name)(*args, **kwargs)

    return Operation(f"{owner}.{name}", function, ("self",))


def _found(operation: Operation, value: Any) -> Operation:
    """An operation whose result is known already: a property or an iterator is asked once only."""
    return Operation(operation.operation, lambda *_: value, operation.names, description=operation.description)


@lru_cache(maxsize=256)
def _numpy(function: Any, name: str) -> Operation:
    return of_function(name, function, _signature(function))


def _signature(function: Any) -> Signature | None:
    try:
        return signature(function)
    except ValueError:  # some of numpy's functions have none
        return None


def _title(function: Any, method: str = "__call__") -> str:
    module = getattr(function, "__module__", None) or "numpy"
    return f"{module}.{function.__name__}" + ("" if method == "__call__" else f".{method}")
