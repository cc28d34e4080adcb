"""What a library of environments says of itself."""

from __future__ import annotations

import importlib
import io
import re
import warnings
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from .documented import Documented, table


def alone(_: Library) -> str:
    """A library that asks for nothing more than to be installed."""
    return ""


def as_written(known: Documented, _: Any) -> Documented:
    """What is known of an environment, where nothing is to be asked of the environment itself."""
    return known


def imported(module: str) -> None:
    """Import what registers environments; what it prints and warns of as it is imported is nobody's."""
    quiet = io.StringIO()
    with warnings.catch_warnings(), redirect_stdout(quiet), redirect_stderr(quiet):
        warnings.simplefilter("ignore")
        importlib.import_module(module)


def on_import(library: Library) -> None:
    """A library that registers its environments as it is imported."""
    imported(library.module)


@dataclass(frozen=True)
class Library:
    """A library of environments.

    Attributes:
        package: Its name, as pip knows it.
        module: Its name, as Python knows it.
        place: What the entry points of its environments begin with.
        ids: The ids that are its own, known without it.
        facts: The file beside this one that says what is known of its environments.
        requirement: What is to be installed, where the extra is not wanted.
        unfit: Why it cannot be used although it is installed; "" where it can.
        register: Has its environments registered.
        told: What is known of an environment, with what only the environment itself says.
    """

    package: str
    module: str
    place: str
    ids: re.Pattern[str]
    facts: str
    requirement: str
    unfit: Callable[[Library], str] = alone
    register: Callable[[Library], None] = on_import
    told: Callable[[Documented, Any], Documented] = as_written

    @property
    def is_installed(self) -> bool:
        """Whether it can be imported, as far as that is known without doing it."""
        return bool(find_spec(self.module))

    @property
    def lacking(self) -> str:
        """Why it cannot be used, and what to do; "" where it can."""
        if not self.is_installed:
            return f"{self.package} is not installed: pip install 'robotrace[gym]', or '{self.requirement}'"
        return self.unfit(self)

    @cached_property
    def known(self) -> Mapping[str, Mapping[str, Any]]:
        """What is known of its environments, by name without the version."""
        return table(self.facts)

    @property
    def listed(self) -> tuple[str, ...]:
        """The newest version of each environment of which something is known."""
        return tuple(f"{name}-{entry['versions'][-1]}" for name, entry in self.known.items() if entry["versions"])
