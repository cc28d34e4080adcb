"""What of the user's own a text that nobody has read may name.

A name leads to what the user's own program defines: its functions, its classes and their objects. It leads to anything else that
stays at home - a library, what a library made - only where the user's own source of the function mentions that name. The standard
library, numpy and scipy are never reached at home: their functions and modules are those of the sandbox.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import functools
import sys
import sysconfig
import types
import uuid
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from robotrace.opto.available import mentioned
from robotrace.sandbox import operations
from robotrace.sandbox.plain import is_plain
from robotrace.text import with_article
from robotrace.trace.bundles import Bundle

Origin: TypeAlias = Literal["own", "library", "shared"]
"""Of the user's program; of a library that only this process has; of one that the sandbox has too."""
SHARED = frozenset({"numpy", "scipy", "robotrace"})
_STANDARD = tuple(Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib"))
_HARMLESS = frozenset(
    {
        *(list, dict, set, frozenset, tuple),
        *(collections.deque, collections.OrderedDict, collections.defaultdict, collections.Counter),
        *(
            datetime.date,
            datetime.datetime,
            datetime.time,
            datetime.timedelta,
            decimal.Decimal,
            fractions.Fraction,
            uuid.UUID,
            enum.Enum,
            BaseException,
        ),
    }
)
"""Containers and values, whose methods do nothing but contain and count."""
_BOUNDED = frozenset({datetime.date, datetime.datetime, datetime.timedelta, decimal.Decimal})
"""What arithmetic makes no larger."""
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)
ROUTINES = (*_FUNCTIONS, types.MethodType)
_CLOSED = (
    *_FUNCTIONS,
    types.MethodType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    Bundle,
)
"""Of these nothing can be read: they are called, iterated or awaited."""
INNER = (types.CodeType, types.FrameType, types.TracebackType, types.CellType)
"""What Python is made of; it goes nowhere."""
_CACHED = type(functools.lru_cache(int))


DATA = (str, bytes, bytearray, list, tuple, dict, set, frozenset, np.ndarray)
"""What goes to a text by value, and may tell it something: a key, a table of answers. A number does not."""


class Refused(Exception):  # noqa: N818 - it is told to the text, as one of Python's own
    """What a text may not do; it learns why.

    Attributes:
        told_as: The exception that it is for the text.
    """

    told_as = "PermissionError"


class Hidden(Refused):
    """An attribute that a text may not read: for the text it is not there."""

    told_as = "AttributeError"


class Rules:
    """For the texts of one function.

    Args:
        source: The user's own text of the function, and what else the user says of it.
        is_whole: Whether that is all of the user's program: a module then has no other names for a text than those in it.
    """

    def __init__(self, source: str, *, is_whole: bool = False) -> None:
        self._mentioned = mentioned(source)
        self._is_whole = is_whole

    def mentions(self, name: str) -> bool:
        """Whether the user's own text names it."""
        return name in self._mentioned

    def check_value(self, name: str, value: Any) -> None:
        """Find out whether a name may lead to a value that stays at home.

        Raises:
            Refused: It may not.
        """
        if isinstance(value, INNER):
            raise Refused(f"{name!r} is {with_article(type(value).__name__)}, which does not leave this process")
        if (
            self.mentions(name)
            or origin(value) == "own"
            or (_is_method(value) and _defines(value.__self__, value.__name__))
        ):
            return
        raise Refused(
            f"{name!r} ({_kind(value)}) is neither of the user's own program nor mentioned in the user's own text of the function, "
            "of which its docstring is a part"
        )

    def check_data(self, name: str, value: Any) -> None:
        """Find out whether a name of a module may be given to a text where it stands for data, such as a key.

        Raises:
            Refused: It may not.
        """
        if isinstance(value, DATA) and not self.mentions(name):
            raise Refused(
                f"{name!r} ({_kind(value)}) is data of the user's own module that neither the user's own text of the function, of "
                "which its docstring is a part, nor the optimizer's context mentions"
            )

    def check_item(self, value: Any) -> None:
        """The same for a value that no name leads to: an item, or what a call returned."""
        if isinstance(value, (*INNER, types.ModuleType)) or (
            isinstance(value, (type, *_FUNCTIONS)) and not _is_method(value) and origin(value) != "own"
        ):
            raise Refused(f"{with_article(_kind(value))} does not leave this process")

    def check_read(self, owner: Any, name: str, receiver: Any) -> None:
        """Find out whether an attribute may be asked for.

        Raises:
            Hidden: It may not.
        """
        if not name.isidentifier() or name.startswith("__"):
            raise Hidden(f"{name!r} of {with_article(_kind(owner))} is not for a function's text")
        if isinstance(owner, _CLOSED):
            raise Hidden(f"of {with_article(_kind(owner))} nothing can be read, {name!r} neither")
        if self.mentions(name):
            return
        if isinstance(owner, types.ModuleType):
            found = vars(owner).get(name)
            if self._is_whole or not isinstance(found, (type, *ROUTINES, types.ModuleType, Bundle, _CACHED)):
                raise Hidden(f"{name!r} of a {_kind(owner)} is not mentioned in the user's own text of the function")
        if name.startswith("_") and owner is not receiver and not isinstance(owner, super):
            raise Hidden(
                f"{name!r} of {with_article(_kind(owner))} is private, and not mentioned in the user's own text of the function"
            )
        if not _defines(owner, name):
            raise Hidden(
                f"{name!r} of {with_article(_kind(owner))} is a library's, and not mentioned in the user's own text of the function"
            )

    def check_operation(self, owner: Any, do: str) -> None:
        """Find out whether an operation may be done at home: one that makes things grow is, for the user's own classes.

        Raises:
            Refused: It may not.
        """
        if do not in operations.GROWING:
            return
        kind = next((kind for kind in type(owner).__mro__ if operations.SPECIAL[do] in vars(kind)), type(owner))
        if kind not in _BOUNDED and _of_module(kind.__module__) != "own":
            raise Refused(
                f"{do} of {with_article(_kind(owner))} is not for a function's text: take what is in it, and count with that"
            )

    def check_write(self, owner: Any, name: str, receiver: Any, value: Any = None) -> None:
        """Find out whether an attribute may be set to a value, or deleted.

        Raises:
            Refused: It may not.
        """
        self.check_read(owner, name, receiver)
        if isinstance(owner, (type, types.ModuleType)) or origin(owner) != "own":
            raise Refused(f"{name!r} of {with_article(_kind(owner))} cannot be set by a function's text")
        if callable(value) or callable(getattr(type(owner), name, None)):
            raise Refused(
                f"{name!r} of {with_article(_kind(owner))} cannot be set: only what is called neither now nor then can be"
            )
        held = vars(owner).get(name) if hasattr(owner, "__dict__") else None
        if not self.mentions(name) and not is_plain(held):
            raise Refused(
                f"{name!r} of {with_article(_kind(owner))} is an object: it may be used, and nothing else put in its place"
            )


def origin(value: Any) -> Origin:
    """Where a thing is from: a module, a class and a function are from where they are defined, others from where their class is."""
    if isinstance(value, types.MethodType):
        return origin(value.__func__)
    if isinstance(value, functools.partial):
        return origin(value.func)
    if isinstance(value, (Bundle, types.SimpleNamespace)):
        return "own"
    if isinstance(value, types.ModuleType):
        return _of_module(value.__name__)
    if isinstance(value, (type, types.FunctionType, _CACHED)) or (
        isinstance(value, _FUNCTIONS) and not _is_method(value)
    ):
        return _of_module(_module(value))
    found = _of_module(type(value).__module__)
    return "library" if found == "shared" else found


def shared(value: Any) -> tuple[str, str] | None:
    """The module and the name by which the sandbox knows a thing of its own; None for what it has not."""
    if isinstance(value, types.ModuleType):
        return (value.__name__, "") if _of_module(value.__name__) == "shared" else None
    ufunc = type(value).__module__ == "numpy" and type(value).__name__ == "ufunc"
    if not ufunc and (not isinstance(value, (type, *_FUNCTIONS)) or _is_method(value)):
        return None
    name = str(getattr(value, "__qualname__", None) or getattr(value, "__name__", ""))
    for module in ("numpy", "scipy.special") if ufunc else (_module(value),):
        if _of_module(module) == "shared" and (not ufunc or getattr(sys.modules.get(module), name, None) is value):
            return module, name
    return None


def _module(value: Any) -> str:
    owner = getattr(value, "__objclass__", None) or getattr(value, "__self__", None)
    return str(
        getattr(value, "__module__", None)
        or getattr(owner if isinstance(owner, type) else None, "__module__", "builtins")
    )


def _is_method(value: Any) -> bool:
    """Whether this is a builtin function that is bound to an object."""
    owner = getattr(value, "__self__", None) if isinstance(value, types.BuiltinFunctionType) else None
    return owner is not None and not isinstance(owner, (types.ModuleType, type))


@functools.lru_cache(maxsize=1024)
def _of_module(name: str) -> Origin:
    top = name.partition(".")[0]
    if top in SHARED:
        return "shared"
    file = getattr(sys.modules.get(name), "__file__", None)
    if file is None:
        return "shared" if top in sys.stdlib_module_names or top in sys.builtin_module_names else "own"
    path = Path(file).resolve()
    if {"site-packages", "dist-packages"} & set(path.parts):
        return "library"
    return "shared" if any(map(path.is_relative_to, _STANDARD)) else "own"


def _defines(owner: Any, name: str) -> bool:
    """Whether an attribute is the user's own: of a class, an object or a module of the user's program."""
    if isinstance(owner, types.ModuleType):
        return origin(owner) == "own"
    for kind in _kinds(owner):
        if name in vars(kind):
            return kind in _HARMLESS or _of_module(kind.__module__) == "own"
    return origin(owner) == "own"


def _kinds(owner: Any) -> tuple[type, ...]:
    """The classes that an attribute is looked for in."""
    if isinstance(owner, super):
        after: Any = owner
        kinds: tuple[type, ...] = after.__self_class__.__mro__
        return kinds[kinds.index(after.__thisclass__) + 1 :]
    own = owner.__mro__ if isinstance(owner, type) else ()
    return (*own, *type(owner).__mro__)


def _kind(value: Any) -> str:
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, (type, *_FUNCTIONS, types.MethodType)):
        return f"{type(value).__name__} {getattr(value, '__qualname__', '?')}"
    return type(value).__name__
