"""Options of a chat that hold more than a number, checked before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from robotrace.errors import OptionError
from robotrace.text import one_line

_OWN = ("model", "messages", "response_format", "stream", "n")
"""Fields of a request that are the chat's own."""


def stopping(stop: str | Sequence[str] | None) -> list[str] | None:
    """The texts before which a reply ends, as they are sent; None for none.

    Raises:
        OptionError: It is no text and no list of texts, or one of them is empty.
    """
    if stop is None:
        return None
    texts = [stop] if isinstance(stop, str) else stop
    if not isinstance(texts, Sequence) or not texts or not all(isinstance(it, str) and it for it in texts):
        raise OptionError(f"stop: expected a text or a list of texts, none of them empty, found {_shown(stop)}.")
    return list(texts)


def whole_seed(seed: int | None) -> int | None:
    """A seed as it is sent; None for none.

    Raises:
        OptionError: It is no whole number.
    """
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise OptionError(f"seed: expected a whole number, found {_shown(seed)}.")
    return seed


def further(extra_body: Mapping[str, Any] | None, named: Collection[str]) -> dict[str, Any]:
    """Further fields of a request.

    Args:
        extra_body: The fields by name; None for none.
        named: The fields that have an option of their own.

    Raises:
        OptionError: It is no mapping of names to JSON data, or has a field that is set otherwise.
    """
    if extra_body is None:
        return {}
    if not isinstance(extra_body, Mapping) or not all(isinstance(name, str) and name for name in extra_body):
        raise OptionError(f"extra_body: expected fields by name, found {_shown(extra_body)}.")
    for name in extra_body:
        if name in _OWN:
            raise OptionError(f"extra_body: the field {name!r} is the chat's own: leave it out.")
        if name in named:
            raise OptionError(f"extra_body: the field {name!r} has an option of its own: pass {name}=... instead.")
    try:
        json.dumps(dict(extra_body), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise OptionError(f"extra_body: expected plain JSON data, found {_shown(extra_body)}: {error}.") from error
    return dict(extra_body)


def _shown(value: Any) -> str:
    return one_line(repr(value), 80)
