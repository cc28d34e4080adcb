"""What a call costs: a table in a file; the user's own table takes precedence."""

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
        models: The exact names of models that the price holds for.
        prompt: The price of tokens sent.
        cached: The price of tokens sent that the endpoint had read before.
        completion: The price of tokens received.
        endpoint: The host that the price holds for; "" for every one.
        as_of: The day on which the price was seen.
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

    The user's are in the file that ROBOTRACE_PRICES names, else in robotrace/prices.toml under XDG_CONFIG_HOME or ~/.config where
    that exists. A user without a home directory has none there.

    Raises:
        OptionError: A table cannot be read; the message names the file and the key.
    """
    shipped = read_prices((files("robotrace.llm") / "prices.toml").read_text(encoding="utf-8"), "prices.toml")
    named = os.environ.get(PRICES_VARIABLE, "").strip()
    origin = f" ({PRICES_VARIABLE})" if named else ""
    own = _expanded(named) if named else _usual_place()
    if own is None:
        return shipped
    try:
        if not own.is_file():
            raise OptionError(f"The prices in {str(own)!r}{origin} cannot be read: it is no file.")
        text = own.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"The prices in {str(own)!r}{origin} cannot be read: {error}.") from error
    return (*read_prices(text, str(own)), *shipped)


def _expanded(named: str) -> Path:
    """The file that ROBOTRACE_PRICES names.

    Raises:
        OptionError: The path is named by a home directory that is not known.
    """
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise OptionError(
            f"The prices in {named!r} ({PRICES_VARIABLE}) cannot be read: no home directory is known; give a whole path."
        ) from error


def _usual_place() -> Path | None:
    """The user's own table where there is one that this process can see."""
    settings = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        folder = Path(settings) if os.path.isabs(settings) else Path.home() / ".config"
        own = folder / "robotrace" / "prices.toml"
        return own if own.is_absolute() and own.exists() else None
    except (RuntimeError, PermissionError):  # a user without an entry in passwd; somebody else's home
        return None


def price_of(names: Iterable[str], host: str, table: Iterable[Price]) -> Price | None:
    """The first price for one of these exact names at a host; None where it is unknown."""
    wanted = [name for name in names if name]
    here = [price for price in table if price.endpoint in ("", host)]
    return next((price for name in wanted for price in here if name in price.models), None)


def read_prices(text: str, where: str) -> tuple[Price, ...]:
    """A table of prices.

    Args:
        text: The table as TOML, in the form that prices.toml describes.
        where: The file's name, for errors.

    Raises:
        OptionError: The table is malformed; the message names the file and the key.
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
