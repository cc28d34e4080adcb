"""What a parameter may be set to: the type of its first value, bounds, choices, a pattern, a predicate."""

from __future__ import annotations

import math
import numbers
import reprlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal, Protocol, TypeAlias

from robotrace.errors import ParameterError
from robotrace.trace.pattern import checked_pattern, longest, matches
from robotrace.trace.purpose import purpose

Kind: TypeAlias = Literal["code", "text", "number", "value"]
Bounds: TypeAlias = tuple[Any, Any]


class Rule(Protocol):
    """What the values of a parameter must satisfy."""

    @property
    def kind(self) -> Kind:
        """Kind of the values."""
        ...

    @property
    def words(self) -> str:
        """The rule in words; "" for nothing beyond the kind."""
        ...

    def accept(self, name: str, value: Any) -> Any:
        """The value as the parameter `name` is to hold it.

        Raises:
            ParameterError: it breaks the rule.
        """
        ...


@dataclass(frozen=True, slots=True)
class Constraint:
    """The rule of a value that is not code.

    Attributes:
        type: Type of the first value, asked of all further ones; NoneType asks nothing.
        shape: Shape of the first value where that is an array.
        finite: Whether numbers must be finite (unless the first was not).
        bounds: Lowest and highest value, None for no bound.
        choices: The only values allowed; None for any.
        check: Tells whether a value is acceptable.
        expects: What the check asks for, in words; "" for its own words.
        pattern: The regular expression that a text has to match as a whole.
    """

    type: type
    shape: tuple[int, ...] | None = None
    finite: bool = True
    bounds: Bounds = (None, None)
    choices: tuple[Any, ...] | None = None
    check: Callable[[Any], bool] | None = None
    expects: str = ""
    pattern: str | None = None

    @classmethod
    def like(
        cls,
        value: Any,
        *,
        bounds: Bounds | None = None,
        choices: Sequence[Any] | None = None,
        check: Callable[[Any], bool] | None = None,
        expects: str = "",
        pattern: str | None = None,
    ) -> Constraint:
        """The constraint that a first value sets for those to come.

        Raises:
            ParameterError: A part of it does not fit the value, or cannot be used.
        """
        value = _plain(value)
        shape = tuple(value.shape) if _is_array(value) else None
        kind = _family(value)
        if bounds is not None and kind not in (int, float) and shape is None and not is_row(value):
            raise ParameterError(
                f"bounds are for numbers, and for arrays, tuples and lists of numbers, found {_found(value)}; use check instead"
            )
        if pattern is not None and kind is not str:
            raise ParameterError(f"pattern is for texts, found {_found(value)}; use check instead")
        if expects and check is None:
            raise ParameterError(f"expects says what check asks for, in words; found {expects!r:.100} and no check")
        return cls(
            kind,
            shape,
            finite=kind is not float or math.isfinite(value),
            bounds=bounds or (None, None),
            choices=None if choices is None else tuple(choices),
            check=check,
            expects=expects,
            pattern=None if pattern is None else checked_pattern(pattern),
        )

    @property
    def kind(self) -> Kind:
        """Inferred from the first value."""
        if self.type is str:
            return "text"
        return "number" if self.type in (int, float) else "value"

    @property
    def words(self) -> str:
        """The constraint in words."""
        beyond_kind = self.type not in (str, float, NoneType)
        parts = [" ".join(filter(None, [self._noun() if beyond_kind else "", self._range()]))]
        if self.choices is not None:
            parts.append("one of " + ", ".join(map(repr, self.choices)))
        if self.pattern is not None:
            parts.append(self._form())
        if self.check is not None:
            parts.append(self.expects or purpose(self.check))
        return ", ".join(filter(None, parts))

    def accept(self, name: str, value: Any) -> Any:
        """The value; an int as a float where floats are asked for, numpy's numbers, truth values and texts as Python's own.

        Raises:
            ParameterError: the value breaks the constraint.
        """
        value = _plain(value)
        if self._has_type(value):
            if self.type is float:
                value = float(value)
            expected = self._broken(value)
        else:
            expected = self._noun()
        if expected is not None:
            raise ParameterError(
                f"Parameter {name!r} expects {expected}, found {_found(value)}; "
                f"nothing is converted or changed: give it {self.words or self._noun()}"
            )
        return value

    def _has_type(self, value: Any) -> bool:
        if self.type is NoneType:
            return True
        if self.shape is not None:
            return _is_array(value) and tuple(value.shape) == self.shape
        if self.type in (int, float):
            return issubclass(_family(value), (int, float) if self.type is float else int) and type(value) is not bool
        return isinstance(value, self.type)

    def _broken(self, value: Any) -> str | None:
        """What is asked for and missing; None where nothing is."""
        if self.type is float and self.finite and not math.isfinite(value):
            return "a finite number"
        low, high = self.bounds
        if self.bounds != (None, None) and self.shape is None and self.type in (tuple, list):
            return self._row_broken(value)
        if (low is not None and not _all(value >= low)) or (high is not None and not _all(value <= high)):
            return f"{self._noun()} {self._range()}"
        if self.choices is not None and not any(_is_choice(value, choice) for choice in self.choices):
            return "one of " + ", ".join(map(repr, self.choices))
        if self.pattern is not None and not matches(self.pattern, value):
            most = longest(self.pattern)
            return (
                self._form() if len(value) <= most else f"text of at most {most:,} characters, since it has a pattern"
            )
        if self.check is not None and not _passes(self.check, value):
            return self.expects or purpose(self.check)
        return None

    def _row_broken(self, row: Any) -> str | None:
        """The same, of each number of a row that has bounds; how many there are is left to whoever reads them."""
        low, high = self.bounds
        within = is_row(row) and all(
            math.isfinite(it) and (low is None or it >= low) and (high is None or it <= high) for it in row
        )
        return None if within else f"a {self.type.__name__} of numbers {self._range()}"

    def _form(self) -> str:
        pattern = self.pattern or ""
        shown = f"`{pattern}`" if pattern.isprintable() else repr(pattern)  # as it is written, backslashes not doubled
        return f"text that matches the regular expression {shown} as a whole"

    def _noun(self) -> str:
        if self.shape is not None:
            return f"an array of shape {self.shape}"
        if self.bounds != (None, None) and self.type in (tuple, list):
            return f"a {self.type.__name__} of numbers"
        nouns = {bool: "True or False", int: "an integer", float: "a number", str: "text", NoneType: "a value"}
        return nouns.get(self.type, f"a value of type {self.type.__name__}")

    def _range(self) -> str:
        low, high = self.bounds
        if low is not None and high is not None:
            return f"from {low} to {high}"
        if low is not None:
            return f"of at least {low}"
        return f"of at most {high}" if high is not None else ""


@dataclass(frozen=True, slots=True)
class Stated:
    """The rule of a parameter that came back from records: its words are known, and the type of its value.

    Attributes:
        kind: Kind of the values.
        words: The rule in words.
        like: What the value itself asks of further ones.
    """

    kind: Kind
    words: str
    like: Constraint

    @classmethod
    def of(cls, value: Any, note: Mapping[str, Any]) -> Stated:
        """The rule of a parameter's record.

        Args:
            value: of the parameter.
            note: of the record, with "kind" and "constraint".
        """
        like = Constraint.like(value)
        return cls(note.get("kind", like.kind), note.get("constraint", like.words), like)

    def accept(self, name: str, value: Any) -> Any:
        """The value, if it has the type.

        Raises:
            ParameterError: it has not.
        """
        return self.like.accept(name, value)


def same(a: Any, b: Any) -> bool:
    """Whether two simple values are the same; values of any other type are so only where they are one object."""
    return a is b or (type(a) is type(b) and isinstance(a, (str, int, float, bytes)) and a == b)


def is_row(value: Any) -> bool:
    """Whether a value is a tuple or list of numbers, with one at least."""
    return (
        type(value) in (tuple, list)
        and bool(value)
        and all(isinstance(it, int | float) and not isinstance(it, bool) for it in value)
    )


def _is_choice(value: Any, choice: Any) -> bool:
    """Whether a value is a choice; containers are so by what is written in them."""
    alike = type(value) is type(choice) and isinstance(value, list | tuple | dict)
    return same(value, choice) or (alike and repr(value) == repr(choice))


def _plain(value: Any) -> Any:
    """What numpy's type of one number, truth value or text holds; anything else as it is."""
    if type(value).__module__ != "numpy" or type(value).__name__ == "ndarray" or getattr(value, "shape", None) != ():
        return value
    item = value.item()
    return item if isinstance(item, bool | int | float | str) else value


def _family(value: Any) -> type:
    """The type that stands for a value's: numpy's numbers are numbers."""
    if isinstance(value, (bool, str)):
        return bool if isinstance(value, bool) else str
    if isinstance(value, numbers.Integral):
        return int
    return float if isinstance(value, numbers.Real) else type(value)


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape") and hasattr(value, "dtype") and not isinstance(value, numbers.Number)


def _all(outcome: Any) -> bool:
    return bool(outcome.all() if hasattr(outcome, "all") else outcome)


def _passes(check: Callable[[Any], bool], value: Any) -> bool:
    try:
        return bool(check(value))
    except Exception:  # noqa: BLE001 - the user's code; a check that cannot take the value has not passed it
        return False


def _found(value: Any) -> str:
    shape = f" of shape {tuple(value.shape)}" if _is_array(value) else ""
    return f"{reprlib.repr(value)} ({type(value).__name__}{shape})"
