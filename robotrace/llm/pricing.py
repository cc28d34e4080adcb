"""What a call costs: a table in a file, which the user can go before with one of their own."""

from __future__ import annotations

import datetime
import math
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from robotrace.errors import OptionError

PRICES_VARIABLE = "ROBOTRACE_PRICES"

_MILLION = 1_000_000
_FORM = "prompt, completion and perhaps cached, in dollars per million tokens, for an exact model"


@dataclass(frozen=True, slots=True)
class Price:
    """What one model costs, in dollars per million tokens.

    Attributes:
        models: the exact names that it holds for.
        prompt: for tokens sent.
        cached: for tokens sent that the endpoint had read before.
        completion: for tokens received.
        endpoint: the host that it holds for; "" for every one.
        as_of: the day on which it was seen.
    """

    models: tuple[str, ...]
    prompt: float
    cached: float
    completion: float
    endpoint: str = ""
    as_of: datetime.date | None = None

    def usd(self, *, prompt_tokens: int, cached_tokens: int, completion_tokens: int) -> float:
        """Dollars for one call; the cached tokens are among those of the prompt."""
        fresh = max(0, prompt_tokens - cached_tokens)
        sent = fresh * self.prompt + min(cached_tokens, prompt_tokens) * self.cached
        return (sent + completion_tokens * self.completion) / _MILLION


def prices() -> tuple[Price, ...]:
    """The user's prices, then the ones that come with robotrace.

    The user's are in the file that ROBOTRACE_PRICES names, else in ~/.config/robotrace/prices.toml where that exists.

    Raises:
        OptionError: a table cannot be read; names the file and the key.
    """
    named = os.environ.get(PRICES_VARIABLE, "").strip()
    own = Path(named).expanduser() if named else Path.home() / ".config" / "robotrace" / "prices.toml"
    shipped = read_prices((files("robotrace.llm") / "prices.toml").read_text(encoding="utf-8"), "prices.toml")
    if not named and not own.exists():
        return shipped
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        origin = f" ({PRICES_VARIABLE})" if named else ""
        raise OptionError(f"The prices in {str(own)!r}{origin} cannot be read: {error}.") from error
    return (*read_prices(text, str(own)), *shipped)


def price_of(names: Iterable[str], host: str, table: Iterable[Price]) -> Price | None:
    """The first price for one of these exact names at a host; None where it is unknown."""
    wanted = [name for name in names if name]
    here = [price for price in table if price.endpoint in ("", host)]
    return next((price for name in wanted for price in here if name in price.models), None)


def read_prices(text: str, where: str) -> tuple[Price, ...]:
    """A table of prices.

    Args:
        text: TOML, as prices.toml describes it.
        where: the file, for errors.

    Raises:
        OptionError: it is malformed; names the file and the key.
    """
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OptionError(f"{where} is not TOML: {error}.") from error
    strangers = body.keys() - {"price"}
    entries = body.get("price", [])
    if strangers or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        key = min(strangers, default="price")
        raise OptionError(f"{where}: {key!r} is not as expected: a [[price]] a model, with {_FORM}.")
    found = tuple(_price(entry, f"{where}, price {number}") for number, entry in enumerate(entries, 1))
    _check_unique(found, where)
    return found


def _price(entry: Mapping[str, Any], where: str) -> Price:
    known = {"model", "aliases", "endpoint", "as_of", "prompt", "cached", "completion"}
    for key in entry.keys() - known:
        raise OptionError(f"{where}: unknown key {key!r}; the keys are {', '.join(sorted(known))}.")
    model = _of(entry, "model", str, "the exact name of a model", where)
    aliases = _of(entry, "aliases", list, "a list of exact names", where, [])
    if not all(isinstance(alias, str) for alias in aliases):
        raise OptionError(f"{where}: 'aliases' must be a list of exact names, found {aliases!r}.")
    prompt = _dollars(entry, "prompt", where)
    return Price(
        models=(model, *aliases),
        prompt=prompt,
        cached=_dollars(entry, "cached", where) if "cached" in entry else prompt,
        completion=_dollars(entry, "completion", where),
        endpoint=_of(entry, "endpoint", str, "the name of a host", where, ""),
        as_of=_of(entry, "as_of", datetime.date, "a day such as 2026-06-21", where, None),
    )


def _of(entry: Mapping[str, Any], key: str, kind: type, expected: str, where: str, *default: Any) -> Any:
    if key not in entry and default:
        return default[0]
    value = entry.get(key)
    if not isinstance(value, kind) or value == "":
        found = repr(value) if key in entry else "nothing"
        raise OptionError(f"{where}: {key!r} must be {expected}, found {found}.")
    return value


def _dollars(entry: Mapping[str, Any], key: str, where: str) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        found = repr(value) if key in entry else "nothing"
        raise OptionError(f"{where}: {key!r} must be dollars per million tokens, 0 or more, found {found}.")
    return float(value)


def _check_unique(table: Iterable[Price], where: str) -> None:
    seen: set[tuple[str, str]] = set()
    for price in table:
        for model in price.models:
            if (model, price.endpoint) in seen:
                raise OptionError(f"{where}: 'model' {model!r} has two prices; give it one.")
            seen.add((model, price.endpoint))
