import functools
from pathlib import Path

import pytest
from robotrace.envs.debug import FAULTS, PROBLEMS, problem, right_program, wrong_program
from robotrace.envs.debug.problem import TESTS, returns_what_is_expected
from robotrace.envs.debug.programs import __path__ as programs

import robotrace as rt
from robotrace.data.problem import trusted
from robotrace.errors import UnknownNameError
from robotrace.opto import Candidate, Case
from robotrace.testing import check_problem

PARTS = ("train", "validation", "heldout")
RIGHT = Path(programs[0]) / "stock.py"
FEE = '''def fee(number):
    """What the broker takes for a sale: a basic fee, and more for large numbers."""
'''


@functools.cache
def made(name):
    """The problem, its programs called in this process: they are robotrace's own."""
    problem = rt.problem(f"debug/{name}")
    problem.close()
    return trusted(problem)


def cases(problem, part):
    return [Case(part, index) for index in range(TESTS[part])]


def training(problem):
    return cases(problem, "train")


def test_there_are_twenty_five_with_a_fault_each():
    assert len(PROBLEMS) == 25
    assert {*PROBLEMS} == {*FAULTS}


@pytest.mark.parametrize("name", ["courier", "free-time", "loan"])
@pytest.mark.slow
def test_it_keeps_to_what_is_asked_of_a_problem(name):
    check_problem(lambda: rt.problem(f"debug/{name}", seed=3))


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_fault_is_one_place_of_one_function(name):
    fault, right, wrong = FAULTS[name], right_program(name), wrong_program(name)
    assert right.text.count(fault.right) == 1
    pairs = zip(right.variables, wrong.variables, strict=True)
    assert [one.name for one, other in pairs if one.value != other.value] == [fault.function]
    assert len(right.variables) >= 5
    assert {variable.kind for variable in right.variables} == {"code"}


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_right_program_passes_its_tests_and_the_wrong_one_half_of_them_traced_or_not(name):
    problem = made(name)
    seen = {}
    for program in (right_program(name), wrong_program(name)):
        for traced in (True, False):
            outcomes = [problem.query(Candidate({}, program.text), case, traced=traced) for case in training(problem)]
            assert {outcome.failure for outcome in outcomes} == {None}
            seen[program.text, traced] = [outcome.feedback for outcome in outcomes]
        assert seen[program.text, True] == seen[program.text, False]
    right, wrong = (seen[program.text, False] for program in (right_program(name), wrong_program(name)))
    assert {*right} == {"Right."}
    assert wrong.count("Right.") == (0 if name == "loan" else 4)  # whose fault shows in nearly all tests


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_trace_of_a_failing_test_has_the_wrong_function(name):
    problem = made(name)
    outcomes = [problem.query(problem.candidate({}), case) for case in training(problem)]
    through = [{record.name for record in outcome.graph.records} for outcome in outcomes if not outcome.success]
    assert any(FAULTS[name].function in names for names in through)


@pytest.mark.parametrize("name", PROBLEMS)
def test_parts_are_disjoint_and_the_seed_draws_others(name):
    problem = made(name)
    texts = {part: [problem.inputs(case)["text"] for case in cases(problem, part)] for part in PARTS}
    every = [text for part in texts.values() for text in part]
    assert len({*every}) == len(every) == 46
    assert problem.settings["rows"]["heldout"] == 30


def test_the_seed_draws_other_tests():
    texts = [
        [problem.inputs(case)["text"] for case in cases(problem, "heldout")]
        for problem in (rt.problem("debug/stock", seed=seed) for seed in (0, 0, 1))
    ]
    assert texts[0] == texts[1]
    assert not {*texts[0]} & {*texts[2]}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_right_stands_nowhere(name):
    problem, fault = made(name), FAULTS[name]
    (right,) = [it.value for it in right_program(name).variables if it.name == fault.function]
    start = problem.candidate({})
    told = [start.text, problem.context, *(f"{it.value} {it.description} {it.constraint}" for it in problem.variables)]
    assert [text for text in told if right in text] == []
    for case in cases(problem, "heldout"):
        assert set(problem.inputs(case)) == {"text"}
        assert problem.inputs(case)["text"] not in "".join(told)


def test_the_metric_takes_whole_numbers_alone():
    judge = [returns_what_is_expected(output, {"expected": 1}).success for output in (1, 1.0, True, "1", None, [1])]
    assert judge == [True, False, False, False, False, False]
    said = returns_what_is_expected("x" * 1000, {"expected": 1}).feedback
    assert (said[:24], len(said) < 250) == ("Expected 1, got 'xxxxxxx", True)


def test_an_outcome_tells_the_test_and_how_it_came_about():
    problem = made("stock")
    outcome = problem.query(problem.candidate({}), Case("train", 4))
    assert outcome.detail["input"] == "text = '+29@14 -29@19 +28@13 -22@11 -6@9 +10@5 +6@8 +14@6'"
    assert (outcome.success, outcome.feedback) == (False, "Expected 249, got 248.")
    operations = [record.operation for record in outcome.graph.records]
    assert {name: operations.count(name) for name in ("parse", "buy", "sell", "fee", "value")} == {
        "parse": 1,
        "buy": 5,
        "sell": 3,
        "fee": 3,
        "value": 1,
    }


@pytest.fixture(scope="module")
def stock():
    """The problem as it is trained: candidates run in the sandbox."""
    problem = rt.problem("debug/stock")
    yield problem
    problem.close()


def tried(problem, body):
    """A failing test of a candidate whose `fee` is this."""
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return problem.query(problem.candidate({"fee": FEE + lines}), Case("train", 7))


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("while True:\n    pass", "timeout: call took longer than 0.5 s"),
        ("import os\nos._exit(0)", "crash: "),
        ("import sys\nsys.exit(0)", "SystemExit"),
        ("import os\nos.fork()\nreturn 2 + number // 10", "PermissionError"),
        ("return [0] * 10**12", "MemoryError"),
        ("return fee(number)", "RecursionError"),
        ("return None", "TypeError"),
        (f"open({str(RIGHT)!r}).read()\nreturn 2 + number // 10", "PermissionError"),
        ("import os\nos.listdir('/')\nreturn 2 + number // 10", "PermissionError"),
        ("import robotrace.envs.debug\nreturn 2 + number // 10", "'robotrace.envs' cannot be imported"),
        ("from robotrace.envs.debug.programs.stock import fee as it\nreturn it(number)", "cannot be imported"),
        ("import importlib\nreturn importlib.import_module('robotrace.envs.debug').fee(number)", "ImportError"),
        ("import inspect\nreturn inspect.stack()[9].frame.f_locals['expected']", "fee"),
    ],
)
def test_what_a_candidate_does_wrong_is_an_outcome_and_gains_nothing(stock, body, failure):
    outcome = tried(stock, body)
    assert failure in outcome.failure
    assert not outcome.success


def test_what_a_candidate_prints_is_left(stock):
    outcome = tried(stock, "print('x' * 50_000_000)\nreturn 2 + number // 9")
    assert (outcome.failure, outcome.feedback) == (None, "Expected 326, got 325.")
    assert tried(stock, "return 2 + number // 10").success


def test_without_a_model_it_is_searched_by_mutate(stock):
    assert stock.unaided == "mutate"
    assert stock.name == "debug/stock"


def test_what_cannot_be_made_is_refused():
    with pytest.raises(UnknownNameError, match=r"Unknown problem 'debug/stck'\. Did you mean debug/stock"):
        rt.problem("debug/stck")
    with pytest.raises(UnknownNameError, match="Unknown problem of debug 'stck'"):
        problem("stck")
