"""A program of a user, as functions that are rewritten stand in one: its helpers, its objects, what it has from libraries."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import enum
import functools
import logging
import math
import os
import re
import subprocess
import sys
import threading
from subprocess import run
from typing import Any

import robotrace as rt

SECRET = "CANARY"
NAMES = ["a", "b"]
COUNT = 0
GAIN = 0.5
STATE = {"n": 0}
LOCK = threading.Lock()
WORDS = re.compile("[a-z]+")
PROMPT = rt.node("Say hello", trainable=True, name="prompt")
Point = collections.namedtuple("Point", "x y")


class NotFound(Exception):
    """A user's own exception."""


class Color(enum.Enum):
    """A user's own enumeration."""

    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Goal:
    """A user's own record."""

    x: float
    y: float
    tags: list[Any] = dataclasses.field(default_factory=list)

    def distance(self) -> float:
        """From the origin."""
        return math.hypot(self.x, self.y)

    def __add__(self, other: Goal) -> Goal:
        return Goal(self.x + other.x, self.y + other.y)

    def __lt__(self, other: Goal) -> bool:
        return self.x < other.x

    def __getitem__(self, index: int) -> float:
        return (self.x, self.y)[index]

    def __len__(self) -> int:
        return 2


def find(name: str) -> int:
    """Look a name up."""
    if name == "nobody":
        raise NotFound("nothing is called nobody")
    return {"a": 1}[name]


def numbers(count: int) -> Any:
    """One after the other."""
    yield from range(count)


@contextlib.contextmanager
def opened() -> Any:
    """A resource."""
    yield "resource"


@functools.lru_cache
def cached(x: int) -> int:
    """A cached helper."""
    return 100 * x


def fill(items: list[Any]) -> None:
    """Change an argument."""
    items.append("filled")


@rt.bundle
def other(x: int) -> int:
    """Another bundle."""
    return 10 * x


class Client:
    """Of a service, with what nobody but its own methods should touch."""

    def __init__(self) -> None:
        self._key = SECRET
        self.asked: list[str] = []
        self.tools = os
        self.run = subprocess.run
        self.log = logging.getLogger("home")
        self.system = functools.partial(os.system)
        self.hooks = [functools.partial(os.system)]

    def chat(self, words: str) -> str:
        """Answer."""
        self.asked.append(words)
        return f"said {words}"

    def fail(self) -> None:
        """Raise."""
        raise ValueError("no" + "!" * 100_000)

    def frame(self) -> Any:
        """What no program would return: how Python runs this."""
        return sys._getframe()

    def space(self) -> Any:
        """What no program would return: all that this module has."""
        return globals()

    def reader(self) -> Any:
        """A builtin function."""
        return getattr

    def evaluator(self) -> Any:
        """A builtin function."""
        return eval

    def opener(self) -> Any:
        """A builtin function."""
        return open

    def remover(self) -> Any:
        """A function of the standard library that the sandbox has not."""
        return run

    def apply(self, function: Any) -> Any:
        """Call what it is given."""
        return function(1)

    def table(self) -> dict[str, Any]:
        """Functions of libraries, in a container."""
        return {"run": subprocess.run}


class Base:
    """With a method that another class has from it."""

    def greet(self, x: Any) -> str:
        """Greet."""
        return f"hello {x}"


class Agent(Base):
    """With a method that is rewritten."""

    greeting = "hi"

    def __init__(self) -> None:
        self.client = Client()
        self.count = 0
        self.history: list[Any] = []
        self.memory: dict[Any, Any] = {}
        self.rows = [[1], [2]]
        self.__private = 7

    @property
    def total(self) -> int:
        """Of the calls."""
        return self.count + 1

    @staticmethod
    def double(x: int) -> int:
        """Twice x."""
        return 2 * x

    def remember(self) -> int:
        """Change what a text may hold a copy of."""
        self.history.append("remembered")
        return len(self.history)

    def act(self, x: Any = None) -> Any:
        """Uses COUNT and LOCK."""
        return x
