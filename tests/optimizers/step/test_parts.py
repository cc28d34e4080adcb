from evidences import TASK

from robotrace.optimizers.step.parts import parts_of, recombined, worth_fitting
from robotrace.opto import Candidate, Case, Evidence, Outcome, Trial, Variable, Verdict
from robotrace.trace import Graph, Record

CASES = {"lift": (0, 2), "turn": (1, 3)}


def graph(*names):
    return Graph(tuple(Record(at, "parameter", name, output="code") for at, name in enumerate(names)), {})


def trial(iteration, verdict, lift, turn, solved):
    outcomes = tuple(
        Outcome(Case("train", index), index in solved, float(index in solved), "", graph=graph(name))
        for name, indices in CASES.items()
        for index in indices
    )
    return Trial(iteration, verdict, "", None, Candidate({"lift": lift, "turn": turn}, ""), outcomes)


def evidence(*trials, lift="a", turn="a"):
    return Evidence(TASK, (Variable("lift", "code", lift), Variable("turn", "code", turn)), trials)


def test_each_case_belongs_to_the_part_that_it_asks():
    parts = parts_of(evidence(trial(0, Verdict.START, "a", "a", {0, 2})))
    assert {part.variable.name: {case.index for case in part.cases} for part in parts} == {
        "lift": {0, 2},
        "turn": {1, 3},
    }
    own = parts[1].evidence(evidence(trial(0, Verdict.START, "a", "a", set())))
    assert [it.name for it in own.variables] == ["turn"]
    assert [outcome.case.index for outcome in own.trials[0].outcomes] == [1, 3]


def test_a_case_that_asks_two_functions_has_no_part():
    both = Outcome(Case("train", 0), False, 0.0, "", graph=graph("lift", "turn"))
    start = Trial(0, Verdict.START, "", None, Candidate({"lift": "a", "turn": "a"}, ""), (both,))
    assert parts_of(evidence(start)) == ()


def test_one_function_is_no_part():
    one = Outcome(Case("train", 0), False, 0.0, "", graph=graph("lift"))
    assert (
        parts_of(evidence(Trial(0, Verdict.START, "", None, Candidate({"lift": "a", "turn": "a"}, ""), (one,)))) == ()
    )


def test_parts_that_left_a_case_unsolved_are_worth_fitting():
    start = trial(0, Verdict.START, "a", "a", {0, 2})
    assert [part.variable.name for part in worth_fitting(parts_of(evidence(start)), start)] == ["turn"]
    solved = trial(0, Verdict.START, "a", "a", {0, 1, 2, 3})
    assert [part.variable.name for part in worth_fitting(parts_of(evidence(solved)), solved)] == ["lift", "turn"]


def test_a_part_that_was_better_before_comes_back():
    start, taken = trial(0, Verdict.START, "a", "a", {0, 2}), trial(1, Verdict.ACCEPTED, "b", "b", {0, 1, 3})
    known = evidence(start, taken, lift="b", turn="b")
    assert recombined(parts_of(known), known) == {"lift": "a"}
    assert recombined(parts_of(evidence(start)), evidence(start)) == {}


def test_a_part_that_solved_as_many_stays():
    start, taken = trial(0, Verdict.START, "a", "a", {0, 2}), trial(1, Verdict.ACCEPTED, "b", "b", {0, 2, 1})
    known = evidence(start, taken, lift="b", turn="b")
    assert recombined(parts_of(known), known) == {}
