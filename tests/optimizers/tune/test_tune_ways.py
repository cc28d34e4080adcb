"""Choices by name beside numbers: each is a way of its own, and the better half is gone on with."""

from collections import Counter

import numpy as np
from generations import generations, start

from robotrace.optimizers.tune import Tune
from robotrace.optimizers.tune.known import losses
from robotrace.optimizers.tune.search import ways_of
from robotrace.opto import Candidate, Case, Outcome, Variable

CASES = [Case("train", 0)]
NAMES = ("pull", "push", "turn", "press")
WANTED = {"pull": (-9, -3.0), "push": (-9, 0.5), "turn": (0, 0.9), "press": (-2, 0.1)}


class Ways:
    """Only one way leads there; the number that it needs differs from the others'."""

    name, context = "ways", "Find it."
    variables = (Variable("way", "text", "pull", choices=NAMES), Variable("f", "code", "x = 0.5, 0.5"))

    def candidate(self, values):
        values = {variable.name: values.get(variable.name, variable.value) for variable in self.variables}
        return Candidate(values, f"{values['way']} {values['f']}")

    def query(self, candidate, case, *, traced=True):
        least, place = WANTED[candidate.values["way"]]
        numbers = [float(word) for word in candidate.values["f"].partition("=")[2].split(",")]
        off = float(np.abs(np.subtract(numbers, place)).sum())
        return Outcome(case, candidate.values["way"] == "turn" and off < 0.05, least - off, "")


def ways(evidence):
    return Counter(trial.candidate.values["way"] for trial in evidence.trials)


def test_each_way_is_first_tried_as_it_is():
    tune, evidence = Tune(), start(Ways(), CASES)
    assert [tune.propose(evidence, sample=i).values for i in range(tune.samples(evidence))] == [
        {"way": "push"},
        {"way": "turn"},
        {"way": "press"},
    ]


def test_the_better_half_is_gone_on_with_until_one_is_left():
    evidence = generations(Ways(), Tune(population=4), 1 + 2 * 2, CASES)
    assert ways(evidence) == {"pull": 1, "push": 1, "turn": 9, "press": 9}
    evidence = generations(Ways(), Tune(population=4), 3, CASES, evidence=evidence)
    assert ways(evidence) == {"pull": 1, "push": 1, "turn": 21, "press": 9}


def test_the_way_and_its_numbers_are_found_together():
    best = generations(Ways(), Tune(), 14, CASES).best
    assert (best.successes, best.candidate.values["way"]) == (1, "turn")


def test_choices_without_a_number_beside_them_or_too_many_are_one_search():
    way, code = Ways.variables
    many = Variable("other", "text", "a", choices=("a", "b", "c"))
    assert [[it.value for it in found] for found in ways_of((way, code))] == [[name, code.value] for name in NAMES]
    assert ways_of((way,)) == [(way,)]
    assert ways_of((way, many, code)) == [(way, many, code)]
    assert ways_of((code,)) == [(code,)]


def test_a_member_that_fails_on_a_case_is_worse_than_one_that_is_scored_on_all():
    def tried(*scores):
        return [
            Outcome(Case("train", i), False, score, "", detail={"by_score": True}) for i, score in enumerate(scores)
        ]

    ranks = losses([tried(-150.0, -100.0), tried(-10.0, None), tried(-200.0, -100.0)])
    assert ranks[0] < ranks[2] < ranks[1]
