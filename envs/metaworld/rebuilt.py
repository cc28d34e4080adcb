"""A task's own methods, built again on the same code with quicker helpers.

They refer to `Rotation`, `np` and `reward_utils` as globals of their module, and replacing those there would change the module for
everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import getclosurevars
from types import FunctionType
from typing import Any

from metaworld.sawyer_xyz_env import SawyerXYZEnv

from .scalar import REPLACED

guarded: Callable[[Any], Any] = SawyerXYZEnv._Decorators.assert_task_is_set
"""Meta-World's decorator: refuses a call before a goal is set."""
_GUARD = guarded(len).__code__


def quicker(names: Mapping[str, Any]) -> dict[str, Any]:
    """The globals of a module, with quicker helpers in the place of those that it has."""
    return {**names, **{name: value for name, value in REPLACED.items() if name in names}}


def rebuilt(member: Any, names: dict[str, Any]) -> Any:
    """A class's member, on other globals if it is a function, a static method or a property."""
    if isinstance(member, property) and member.fget is not None:
        return property(rebuilt(member.fget, names), member.fset, member.fdel, member.__doc__)
    if isinstance(member, staticmethod):
        return staticmethod(rebuilt(member.__func__, names))
    if not isinstance(member, FunctionType):
        return member
    if member.__code__ is _GUARD:  # a decorator has hidden the function in its closure
        return guarded(rebuilt(getclosurevars(member).nonlocals["func"], names))
    again = FunctionType(member.__code__, names, member.__name__, member.__defaults__, member.__closure__)
    again.__kwdefaults__ = member.__kwdefaults__
    return again
