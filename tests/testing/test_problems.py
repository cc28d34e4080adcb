"""check_problem: no mistake is missed, and nobody is accused who made none."""

import itertools
from dataclasses import replace

import pytest
from toy import PointTask

from robotrace.episodes import RolloutProblem, find_controller
from robotrace.errors import ProposalError
from robotrace.opto import Candidate, Case, Outcome, Variable
from robotrace.testing import CheckError, check_problem, examine_problem

CODE = "def answer(x):\n    return 2 * x\n"


class Sound:
    """Answer twice the case's number: a problem without a mistake, from which the others are derived."""

    name, context = "double", "Answer twice the number."
    variables = (Variable("answer", "code", CODE), Variable("gain", "number", 1.0))

    def cases(self, split):
        return [Case(split, index) for index in range(4)]

    def candidate(self, values):
        merged = {one.name: one.value for one in self.variables} | dict(values)
        if len(merged) > 2 or not isinstance(merged["answer"], str) or not isinstance(merged["gain"], float):
            raise ProposalError(f"cannot be taken: {values}")
        return Candidate(merged, f"{merged['answer']}gain = {merged['gain']}\n")

    def query(self, candidate, case, *, traced=True):
        names = {}
        exec(candidate.text, names)
        try:
            found = names["answer"](case.index) * names["gain"]
        except Exception as error:  # noqa: BLE001
            return Outcome(case, False, None, "It raised.", failure=str(error))
        return Outcome(case, found == 2 * case.index, -abs(found - 2.0 * case.index), f"found {found}")


def having(**members):
    return type("Having", (Sound,), members)


def outcome(**changes):
    return having(
        query=lambda self, candidate, case, *, traced=True: replace(Sound.query(self, candidate, case), **changes)
    )


def counting(self, candidate, case, *, traced=True):
    self.count = getattr(self, "count", 0.0) + 1.0
    return Outcome(case, False, self.count, "")


def changing(self, candidate, case, *, traced=True):
    candidate.values["gain"] = 2.0
    return Sound.query(self, candidate, case)


def raising(self, candidate, case, *, traced=True):
    names = {}
    exec(candidate.text, names)
    return Outcome(case, True, float(names["answer"](1)), "")


COUNT = itertools.count()

MISTAKEN = {
    "no query": (type("Bare", (), {"name": "bare", "candidate": None}), "attributes", "none called context, variables"),
    "no words": (having(context=""), "context", "str ''"),
    "no variables": (having(variables=()), "variables", "tuple ()"),
    "a value of another kind": (
        having(variables=(Variable("answer", "number", "2"),)),
        "variables: 'answer'",
        "'number' and str '2'",
    ),
    "a name twice": (having(variables=(*Sound.variables, Sound.variables[0])), "variables", "answer, gain, answer"),
    "cases of the other split": (
        having(cases=lambda self, split: [Case("train", 0)]),
        "cases('heldout')",
        "list [Case(split='train', index=0)]",
    ),
    "cases that are drawn anew": (
        having(cases=lambda self, split: [Case(split, next(COUNT))]),
        "cases('train')",
        "others",
    ),
    "no cases": (having(cases=lambda self, split: []), "cases('train')", "none"),
    "defaults that are lost": (
        having(candidate=lambda self, values: Candidate(dict(values), "x = 1")),
        "candidate({})",
        "dict {}",
    ),
    "unknown names that are taken": (
        having(candidate=lambda self, values: Sound.candidate(self, {k: v for k, v in values.items() if k[0] != "n"})),
        "candidate({'no such parameter': 0})",
        "that it was taken",
    ),
    "values that are changed": (
        having(candidate=lambda self, values: Sound.candidate(self, values) if not values else values.clear()),
        "candidate({'answer': ...})",
        "them changed",
    ),
    "success as a number": (outcome(success=1), "query(start, train 0)", "int 1"),
    "a score that is not a number": (outcome(score=float("nan")), "query(start, train 0)", "float nan"),
    "feedback without words": (outcome(feedback=None), "query(start, train 0)", "NoneType None"),
    "another case": (outcome(case=Case("train", 9)), "query(start, train 0)", "Case Case(split='train', index=9)"),
    "no outcome": (
        having(query=lambda self, candidate, case, *, traced=True: (True, 1.0)),
        "query(start, train 0)",
        "tuple (True, 1.0)",
    ),
    "an oracle that counts": (
        having(query=counting),
        "query(start, train 0)",
        "(False, 1.0, '', None) and then (False, 2.0",
    ),
    "a trace that changes the score": (
        having(query=lambda self, candidate, case, *, traced=True: Outcome(case, traced, 0.0, "")),
        "query(start, train 0)",
        "(True, 0.0) traced, (False, 0.0) untraced",
    ),
    "a candidate that is changed": (having(query=changing), "query(start, train 0)", "it changed"),
    "a failure that is raised": (
        having(query=raising),
        "query(a candidate that fails, train 0)",
        "ValueError: raised on purpose",
    ),
    "what cannot be made": (lambda: 1 / 0, "make", "ZeroDivisionError: division by zero"),
}


@pytest.mark.parametrize(("problem", "where", "found"), MISTAKEN.values(), ids=MISTAKEN)
def test_a_mistake_is_found(problem, where, found):
    report = examine_problem(problem)
    assert [one for one in report.mistakes if one.where == where and one.found.startswith(found)], report


def test_a_problem_without_a_mistake_has_none():
    check_problem(Sound)
    report = examine_problem(Sound())
    assert (report.mistakes, report.notes) == ((), ())
    assert report.checked == ("attributes", "cases and splits", "candidates", "outcomes", "candidates that fail")


def test_a_robots_task_is_a_problem_without_a_mistake():
    check_problem(RolloutProblem(find_controller("blank"), PointTask()))


def test_mistakes_are_raised_as_a_list():
    with pytest.raises(CheckError) as caught:
        check_problem(outcome(score=None, steps=-1))
    assert str(caught.value) == (
        "The problem double has 1 mistake.\n"
        "double: query(start, train 0): expected steps to be a whole number; found int -1. Count the steps or calls used."
    )
