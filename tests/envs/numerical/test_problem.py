import math

import pytest
from robotrace.envs.numerical import PROBLEMS, Arithmetic
from robotrace.envs.numerical.functions import FUNCTIONS

import robotrace as rt
from robotrace.errors import OptionError, ProposalError, UnknownNameError
from robotrace.optimizers import Tune
from robotrace.optimizers.view import Shown, render
from robotrace.testing import check_problem

MINIMA = {
    "booth": (1, 3),
    "branin": (math.pi, 2.275),
    "hartmann6": (0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573),
    "himmelblau": (3, 2),
    "rosenbrock": (1, 1),
    "six-hump-camel": (0.0898, -0.7126),
}


def said(problem, **values):
    (case,) = problem.cases("train")
    return problem.query(problem.candidate(values), case)


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_problem_keeps_to_what_is_asked_of_one(name):
    check_problem(lambda: rt.problem(name, seed=4))


@pytest.mark.parametrize(("name", "place"), MINIMA.items())
def test_functions_have_their_minimum_where_the_literature_has_it(name, place):
    outcome = said(rt.problem(name), **{f"x{index}": value for index, value in enumerate(place)})
    assert outcome.detail["output"] == pytest.approx(FUNCTIONS[name].minimum, abs=1e-4)
    assert outcome.score == pytest.approx(1.0, abs=1e-4)


def test_the_program_of_a_seed():
    program = Arithmetic.draw(3)
    assert program.text == (
        "def program(x0, x1):\n    t0 = x0 - 3\n    t1 = x1 + t0\n    t2 = t1 * t1\n    t3 = -3 - t2\n    t4 = x1 - t3\n"
        "    t5 = -3 - t4\n    t6 = t0 * t5\n    t7 = t4 - t6\n    return t7"
    )
    assert Arithmetic.draw(3) == program != Arithmetic.draw(4)


def test_all_numbers_count_and_the_error_is_of_a_common_size():
    for seed in range(30):
        program = Arithmetic.draw(seed, parameters=4, operations=16)
        assert 1 <= abs(program.output(program.start) - program.target) <= 1000
        assert program.output(program.hidden) == program.target
        for index in range(4):
            moved = [*program.start]
            moved[index] += 0.5
            assert program.output(moved) != program.output(program.start)


def test_an_outcome_has_the_trace_of_what_was_calculated_and_the_score_of_how_far_it_came():
    problem = rt.problem("numerical/arithmetic", seed=3)
    start = said(problem)
    assert (start.score, start.success, start.solvable) == (0.0, False, False)
    assert start.feedback == f"The output is {start.detail['output']:.6g}. It should be larger."
    records = start.graph.to_records()
    assert sum(bool(record["operation"]) for record in records) == 8
    assert {"x0", "x1"} <= {record["name"] for record in records}
    hidden = Arithmetic.draw(3).hidden
    assert said(problem, x0=hidden[0], x1=hidden[1]).feedback == "Correct."
    assert said(problem, x0=hidden[0], x1=hidden[1]).score == 1.0


def test_the_trace_alone_tells_the_program():
    problem = rt.problem("numerical/arithmetic", seed=3)
    assert problem.context == "Find numbers with which a program of arithmetic returns its target, which is not told."
    shown = render([Shown(said(problem).graph)], problem.variables)
    assert "sub_1 = sub(a=x0, b=3)\nadd = add(a=x1, b=sub_1)\n" in shown


def test_what_feedback_tells_goes_by_the_level():
    assert said(rt.problem("booth?level=score"), x0=0, x1=0).feedback == "The output is 74, to be as small as possible."
    assert said(rt.problem("booth"), x0=0, x1=0).feedback == (
        "The output is 74. It should be smaller. A larger x0, a larger x1 would lower it."
    )
    assert said(rt.problem("booth?level=gradient"), x0=0, x1=0).feedback == (
        "The output is 74. It should be smaller. It changes by -34 a unit of x0, -38 a unit of x1."
    )
    assert said(rt.problem("booth"), x0=1, x1=3).feedback == "This is the minimum."
    assert said(rt.problem("arithmetic", seed=3, level="score")).feedback.endswith(", off by 496.")


def test_an_overflow_is_a_failure_of_the_setting():
    outcome = said(
        rt.problem("arithmetic?parameters=4&operations=30", seed=1), **dict.fromkeys(["x0", "x1", "x2", "x3"], 1e200)
    )
    assert (outcome.score, outcome.failure is not None) == (None, True)
    assert "has to be a finite number" in outcome.feedback


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"y": 1.0}, "There is no parameter 'y'; expected one of x0, x1"),
        ({"x0": 11.0}, "'x0': expected a number from -10 to 10, found 11.0"),
        ({"x0": float("nan")}, "'x0': expected a number from -10 to 10, found nan"),
        ({"x0": True}, "expected a number from -10 to 10, found True"),
        ({"x0": "1"}, "expected a number from -10 to 10, found '1'"),
    ],
)
def test_what_is_no_setting_is_refused(values, words):
    with pytest.raises(ProposalError, match=words):
        rt.problem("booth").candidate(values)


@pytest.mark.parametrize(
    ("name", "options", "error", "words"),
    [
        ("numerical/boot", {}, UnknownNameError, "Unknown problem 'numerical/boot'. Did you mean numerical/booth"),
        ("booth", {"levle": 1}, OptionError, "Problem numerical/booth has no option 'levle'. Did you mean level?"),
        ("booth", {"level": "much"}, UnknownNameError, "Unknown level 'much'"),
        (
            "booth?parameters=3",
            {},
            OptionError,
            "numerical/booth takes no parameters: that goes with numerical/arithmetic",
        ),
        (
            "arithmetic",
            {"parameters": 0},
            OptionError,
            "option parameters: expected a whole number from 1 to 50, found 0",
        ),
        ("arithmetic", {"parameters": 40, "operations": 2}, OptionError, "expected parameters and operations of which"),
        ("booth", {"seed": -1}, OptionError, "seed: expected a whole number of 0 or more, found -1"),
    ],
)
def test_what_cannot_be_made_is_refused(name, options, error, words):
    with pytest.raises(error, match=words.replace("?", r"\?")):
        rt.problem(name, **options)


def test_search_finds_the_minimum_and_the_run_can_be_gone_on_with(tmp_path):
    run = rt.train(rt.problem("booth", seed=3), optimizer=Tune(), iterations=25, run=tmp_path / "run")
    assert run.is_scored
    assert run.scores["training"] > 0.999
    assert (run.task, run.config["seed"]) == ("numerical/booth", 3)
    again = rt.train(rt.problem(run.task, seed=3), optimizer=Tune(), iterations=26, run=tmp_path / "run", resume=True)
    assert again.iterations == 26
