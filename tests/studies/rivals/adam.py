"""Adam (Kingma and Ba, ICLR 2015) on a traced program of arithmetic: the trace is differentiated by HIPS autograd.

Of the feedback it reads no more than whether the output should be larger or smaller: the gradient of the distance from a target
is the output's own times that sign, and of a function to be minimised it is the output's own. It needs the extra `rivals`, and is
told no score; a number stays within its bounds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from asking import Box, Rival, Search, Told

from robotrace.errors import OptionError
from robotrace.trace import Graph

WANTED = re.compile(r"should be (larger|smaller)")
RATES = (0.9, 0.999)
"""By which the means of the gradient and of its square are kept."""
TINY = 1e-8


class Adam(Rival):
    """Follows the gradient of the traced output.

    Args:
        rate: The learning rate, in units of the numbers.
        more: See `Rival`; chance and reach play no part.
    """

    name = "adam"
    feedback = "facts"
    needs_trace = True

    def __init__(self, *, rate: float = 0.5, **more: Any) -> None:
        super().__init__(rate=rate, **more)

    def search(self, box: Box, chance: np.random.Generator) -> Search:
        low = np.where(np.array(box.bounded), box.low, -np.inf)
        high = np.where(np.array(box.bounded), box.high, np.inf)
        at = np.array(box.start, float)
        mean = square = np.zeros(len(at))
        for step in range(1, 1_000_000):
            told = yield tuple(at.tolist())
            slope = direction(told) * gradient(told, box.names)
            mean = RATES[0] * mean + (1 - RATES[0]) * slope
            square = RATES[1] * square + (1 - RATES[1]) * slope**2
            scaled = mean / (1 - RATES[0] ** step)
            at = at - self.options["rate"] * scaled / (np.sqrt(square / (1 - RATES[1] ** step)) + TINY)
            at = np.clip(at, low, high)


def direction(told: Told) -> float:
    """1 where the output should be smaller, -1 where larger, 0 where it is right."""
    for outcome in told.outcomes:
        found = WANTED.search(outcome.feedback)
        return 0.0 if found is None else 1.0 if found[1] == "smaller" else -1.0
    return 0.0


def gradient(told: Told, names: tuple[str, ...]) -> np.ndarray:
    """(n,) the traced output's derivatives by the numbers of these names; 0 where it does not depend on one."""
    from autograd import grad

    if not told.outcomes or told.outcomes[0].graph is None:
        return np.zeros(len(names))
    graph = told.outcomes[0].graph
    values = {record["name"]: record["output"] for record in graph.to_records() if record["kind"] == "parameter"}
    point = np.array([values.get(name, 0.0) for name in names], float)
    found: np.ndarray = grad(lambda numbers: output(graph, dict(zip(names, numbers, strict=True))))(point)
    return found


def output(graph: Graph, numbers: Mapping[str, Any]) -> Any:
    """What the traced program returns for other numbers.

    Raises:
        OptionError: It did something that is no arithmetic.
    """
    from autograd import numpy as known

    functions = {
        "add": known.add,
        "sub": known.subtract,
        "mul": known.multiply,
        "truediv": known.divide,
        "pow": known.power,
        "neg": known.negative,
        "cos": known.cos,
        "exp": known.exp,
    }
    values: list[Any] = []
    for record in graph.to_records():
        if record["kind"] == "parameter":
            values.append(numbers[record["name"]])
        elif record["operation"] in functions:
            given = [values[it["ref"]] if "ref" in it else it["value"] for it in record["inputs"].values()]
            values.append(functions[record["operation"]](*given))
        else:
            raise OptionError(f"adam differentiates {', '.join(functions)}; the trace has {record['operation']!r}.")
    (end,) = graph.feedback
    return values[end]
