"""A problem of a user's own, in a file that other processes can import: numbers that are to be large."""

import os

import numpy as np

from robotrace.opto import Candidate, Case, Outcome, Proposal, Variable
from robotrace.opto.artifacts import Artifacts
from robotrace.trace import Graph, bundle, node


@bundle
def times(x, factor):
    """x times factor."""
    return x * factor


class Numbers:
    """Make x large; a case multiplies it by a number of its own."""

    name, context = "numbers", "Make x larger."
    variables = (Variable("x", "number", 0.5),)

    def __init__(self, seed=0, odd=None):
        self.seed, self.odd = seed, odd
        self.factors = np.random.default_rng(seed).uniform(0.5, 1.5, 6)

    def cases(self, split):
        return [Case(split, index) for index in range(6)]

    def candidate(self, values):
        x = values.get("x", 0.5)
        return Candidate({"x": x}, f"x = {x}\n")

    def query(self, candidate, case, *, traced=True):
        if self.odd == "raises":
            raise KeyError("nothing there")
        if self.odd == "answers":
            return None
        if self.odd == "dies":
            os._exit(3)
        x = node(candidate.values["x"], trainable=True, name="x")
        made = times(x, float(self.factors[case.index]))
        score = made.data
        return Outcome(
            case,
            score > 1.0,
            score,
            f"It is {score}.",
            graph=Graph.of({made: "larger"}) if traced else None,
            steps=2,
            detail={"factor": self.factors[case.index], "pair": (1, 2)},
            artifacts=Artifacts(files={".txt": str(score).encode}) if traced else None,
        )


class FarNumbers(Numbers):
    """Its traces hold what is no plain data."""

    def query(self, candidate, case, *, traced=True):
        outcome = super().query(candidate, case, traced=traced)
        made = times(node(candidate.values["x"], trainable=True, name="x"), Times(self.factors[case.index]))
        return Outcome(case, outcome.success, outcome.score, "", graph=Graph.of({made: "larger"}) if traced else None)


class Times:
    """A factor that is an object."""

    def __init__(self, factor):
        self.factor = float(factor)

    def __rmul__(self, x):
        return x * self.factor


class Larger:
    """An optimizer: one more each time."""

    name = "larger"

    def propose(self, evidence, *, sample=0):
        return Proposal({"x": float(len(evidence.trials))})


def make(seed=7):
    return Numbers(seed)
