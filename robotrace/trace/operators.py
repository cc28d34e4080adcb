"""What Python can do with a node: arithmetic, comparison, indexing, attributes, method calls, iteration, numpy.

Each of these is a traced call. Where Python itself demands a plain value (`bool`, `len`, `str`, `float`), it gets one, and only
the failure leaves a node.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Generator, Iterator, KeysView, Mapping, Sequence
from functools import lru_cache
from inspect import Signature, currentframe, signature
from typing import Any

from robotrace.errors import TraceError
from robotrace.trace import operations
from robotrace.trace.operation import Operation, of_function
from robotrace.trace.unpacking import fault_of


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
        return self._apply(operations.NEG, (self,))

    def __pos__(self) -> Any:
        return self._apply(operations.POS, (self,))

    def __invert__(self) -> Any:
        return self._apply(operations.INVERT, (self,))

    def __abs__(self) -> Any:
        return self._apply(operations.ABS, (self,))

    def __round__(self, digits: Any = None) -> Any:
        return self._apply(operations.ROUND, (self,) if digits is None else (self, digits))

    def __floor__(self) -> Any:
        return self._apply(operations.FLOOR, (self,))

    def __ceil__(self) -> Any:
        return self._apply(operations.CEIL, (self,))

    def __trunc__(self) -> Any:
        return self._apply(operations.TRUNC, (self,))

    def __add__(self, other: Any) -> Any:
        return self._apply(operations.ADD, (self, other))

    def __radd__(self, other: Any) -> Any:
        return self._apply(operations.ADD, (other, self))

    def __sub__(self, other: Any) -> Any:
        return self._apply(operations.SUB, (self, other))

    def __rsub__(self, other: Any) -> Any:
        return self._apply(operations.SUB, (other, self))

    def __mul__(self, other: Any) -> Any:
        return self._apply(operations.MUL, (self, other))

    def __rmul__(self, other: Any) -> Any:
        return self._apply(operations.MUL, (other, self))

    def __matmul__(self, other: Any) -> Any:
        return self._apply(operations.MATMUL, (self, other))

    def __rmatmul__(self, other: Any) -> Any:
        return self._apply(operations.MATMUL, (other, self))

    def __truediv__(self, other: Any) -> Any:
        return self._apply(operations.TRUEDIV, (self, other))

    def __rtruediv__(self, other: Any) -> Any:
        return self._apply(operations.TRUEDIV, (other, self))

    def __floordiv__(self, other: Any) -> Any:
        return self._apply(operations.FLOORDIV, (self, other))

    def __rfloordiv__(self, other: Any) -> Any:
        return self._apply(operations.FLOORDIV, (other, self))

    def __mod__(self, other: Any) -> Any:
        return self._apply(operations.MOD, (self, other))

    def __rmod__(self, other: Any) -> Any:
        return self._apply(operations.MOD, (other, self))

    def __divmod__(self, other: Any) -> Any:
        return self._apply(operations.DIVMOD, (self, other))

    def __rdivmod__(self, other: Any) -> Any:
        return self._apply(operations.DIVMOD, (other, self))

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        return self._apply(operations.POW, (self, other) if modulo is None else (self, other, modulo))

    def __rpow__(self, other: Any, modulo: Any = None) -> Any:
        return self._apply(operations.POW, (other, self) if modulo is None else (other, self, modulo))

    def __lshift__(self, other: Any) -> Any:
        return self._apply(operations.LSHIFT, (self, other))

    def __rlshift__(self, other: Any) -> Any:
        return self._apply(operations.LSHIFT, (other, self))

    def __rshift__(self, other: Any) -> Any:
        return self._apply(operations.RSHIFT, (self, other))

    def __rrshift__(self, other: Any) -> Any:
        return self._apply(operations.RSHIFT, (other, self))

    def __and__(self, other: Any) -> Any:
        return self._apply(operations.AND, (self, other))

    def __rand__(self, other: Any) -> Any:
        return self._apply(operations.AND, (other, self))

    def __or__(self, other: Any) -> Any:
        return self._apply(operations.OR, (self, other))

    def __ror__(self, other: Any) -> Any:
        return self._apply(operations.OR, (other, self))

    def __xor__(self, other: Any) -> Any:
        return self._apply(operations.XOR, (self, other))

    def __rxor__(self, other: Any) -> Any:
        return self._apply(operations.XOR, (other, self))

    def __lt__(self, other: Any) -> Any:
        return self._apply(operations.LT, (self, other))

    def __le__(self, other: Any) -> Any:
        return self._apply(operations.LE, (self, other))

    def __gt__(self, other: Any) -> Any:
        return self._apply(operations.GT, (self, other))

    def __ge__(self, other: Any) -> Any:
        return self._apply(operations.GE, (self, other))

    def __eq__(self, other: object) -> Any:
        return self._apply(operations.EQ, (self, other))

    def __ne__(self, other: object) -> Any:
        return self._apply(operations.NE, (self, other))

    __hash__ = object.__hash__

    def __getitem__(self, key: Any) -> Any:
        return self._apply(operations.GETITEM, (self, key))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols that a node does not have; never those of its value
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name == "_kept":  # nothing was kept: the value is what it was
            return self._data
        if name == "_data":
            raise self._missing()
        try:
            value = getattr(self._data, name)
        except Exception as error:
            self._refuse(operations.GETATTR, (self, name), error)
            raise
        if callable(value):
            return Method(self, name)
        return self._apply(_found(operations.GETATTR, value), (self, name))

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call the value, traced."""
        return self._apply(operations.CALL, (self, *args), kwargs)

    def __iter__(self) -> Iterator[Any]:
        data = self.data
        if hasattr(data, "__len__"):
            fault = fault_of(currentframe(), self._demand(operations.LEN))
            if fault:
                self._refuse(operations.ITER, (self,), ValueError(fault))
        if isinstance(data, (Mapping, KeysView)):  # keys stay plain, so that they find their values
            return iter(data)
        if isinstance(data, Sequence) or hasattr(data, "__array__"):
            return map(self.__getitem__, range(self._demand(operations.LEN)))
        return self._items(self._demand(operations.ITER))

    def _items(self, items: Iterator[Any]) -> Iterator[Any]:
        for index in itertools.count():
            try:
                item = next(items)
            except StopIteration:
                return
            except Exception as error:
                self._refuse(operations.ITEM, (self, index), error)
                raise
            yield self._apply(_found(operations.ITEM, item), (self, index))

    async def __aiter__(self) -> AsyncIterator[Any]:
        items = self._demand(operations.AITER)
        for index in itertools.count():
            try:
                item = await anext(items)
            except StopAsyncIteration:
                return
            except Exception as error:
                self._refuse(operations.ITEM, (self, index), error)
                raise
            yield self._apply(_found(operations.ITEM, item), (self, index))

    def __await__(self) -> Generator[Any, Any, Any]:
        waiting = self._demand(operations.AWAIT)
        try:
            value = yield from waiting
        except Exception as error:
            self._refuse(operations.AWAIT, (self,), error)
            raise
        return self._apply(_found(operations.AWAIT, value), (self,))

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TraceError(f"{self!r} is not changed in place, which no graph would show: make the new value in a bundle")

    def __contains__(self, item: Any) -> bool:
        found: bool = self._demand(operations.CONTAINS, item.data if isinstance(item, Operators) else item)
        return found

    def __len__(self) -> int:
        length: int = self._demand(operations.LEN)
        return length

    def __bool__(self) -> bool:
        truth: bool = self._demand(operations.BOOL)
        return truth

    def __int__(self) -> int:
        number: int = self._demand(operations.INT)
        return number

    def __float__(self) -> float:
        number: float = self._demand(operations.FLOAT)
        return number

    def __complex__(self) -> complex:
        number: complex = self._demand(operations.COMPLEX)
        return number

    def __index__(self) -> int:
        number: int = self._demand(operations.INDEX)
        return number

    def __str__(self) -> str:
        text: str = self._demand(operations.STR)
        return text

    def __format__(self, spec: str) -> str:
        text: str = self._demand(operations.FORMAT, spec)
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
