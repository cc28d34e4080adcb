"""Rows and problems of a user's own, side by side: the same outcomes, to the bit, as one after another."""

from pathlib import Path

import numbers_problem
import pytest
from numbers_problem import FarNumbers, Larger, Numbers
from pools import assert_same, plain
from row_programs import ROWS, asks, exact, solve

import robotrace as rt
from robotrace.data import DataProblem
from robotrace.errors import OptionError, PoolError, ProblemError
from robotrace.opto import Job, SerialPool
from robotrace.training import pool_of, subject_of

pytestmark = pytest.mark.slow

FILE = str(Path(numbers_problem.__file__).resolve())


def both(problem, values=None, *, traced=True, pool="processes", workers=2):
    """The outcomes here and there."""
    candidate = problem.candidate(values or {})
    jobs = [Job(candidate, case, traced) for case in problem.cases("train")]
    with pool_of(problem, pool=pool, workers=workers) as opened:
        return list(SerialPool(problem).run(jobs)), list(opened.run(jobs))


def alike(here, there):
    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        assert_same(plain(one), plain(other))


def test_a_problem_of_an_imported_class_has_the_same_outcomes_in_other_processes():
    here, there = both(Numbers(3), {"x": 1.1})
    assert {outcome.success for outcome in here} == {True, False}
    alike(here, there)
    assert [it.artifacts.files[".txt"]() for it in there] == [str(it.score).encode() for it in here]


def test_so_has_one_that_was_named_by_its_file_with_the_seed_that_it_was_made_with():
    for seed in (None, 5):
        problem = subject_of(f"{FILE}:make", seed=seed)
        assert problem.seed == (7 if seed is None else seed)
        alike(*both(problem))


def test_a_trace_that_cannot_cross_is_made_again_where_it_is_looked_at():
    here, there = both(FarNumbers())
    values = [[record.output for record in outcome.graph.records] for outcome in there]
    assert [[it for it in row if isinstance(it, float)] for row in values] == [
        [it for it in row if isinstance(it, float)]
        for row in ([record.output for record in outcome.graph.records] for outcome in here)
    ]


def test_rows_have_the_same_outcomes_in_other_processes_in_the_sandbox_and_out_of_it():
    for trust in (False, True):
        problem = DataProblem(solve, ROWS, exact, trust=trust)
        here, there = both(problem)
        assert [it.case.index for it in there] == list(range(8))
        alike(here, there)
        problem.close()


def test_a_run_is_the_same_with_any_number_of_workers(tmp_path):
    options = {"iterations": 3, "optimizer": Larger(), "goals": 3}
    alone = rt.train(Numbers(1), run=tmp_path / "alone", **options)
    together = rt.train(Numbers(1), run=tmp_path / "together", workers=2, **options)
    assert [trial.score for trial in together.trials] == [trial.score for trial in alone.trials]
    assert (together.heldout, together.reason) == (alone.heldout, alone.reason)
    assert alone.heldout.n == 6


def test_a_bundled_problem_s_proposals_are_tried_side_by_side(tmp_path):
    def train(name, **options):
        problem = rt.problem("numerical/booth")
        return rt.train(problem, optimizer="tune", iterations=4, heldout=0, run=tmp_path / name, **options)

    alone, together = train("alone"), train("together", workers=2)
    assert [trial.why for trial in together.trials] == [trial.why for trial in alone.trials]
    assert together.best.text == alone.best.text
    assert sum(trial.iteration == 1 for trial in together.trials) == 6


def test_what_a_query_raises_is_the_user_s_error_in_one_line_on_every_pool():
    lines = []
    for workers in (1, 2):
        with pytest.raises(ProblemError) as failed:
            rt.evaluate(Numbers(odd="raises"), workers=workers)
        lines.append(str(failed.value))
    assert lines[0] == lines[1]
    assert lines[0].startswith("numbers: query() on heldout 0: expected an outcome; found KeyError: 'nothing there' (")
    with pytest.raises(ProblemError, match=r"expected an outcome; found NoneType None\. Return a robotrace\.opto"):
        rt.evaluate(Numbers(odd="answers"), workers=2)


def test_a_worker_that_dies_is_named():
    with pytest.raises(PoolError, match=r"The question about heldout 0 ended 2 workers.*exit code 3"):
        rt.evaluate(Numbers(odd="dies"), goals=1, workers=2)


def test_a_problem_that_cannot_be_made_anew_is_refused_or_tried_here_where_no_pool_was_asked_for():
    class Local(Numbers):
        pass

    problem = Local()
    with pytest.raises(OptionError, match=r"^numbers cannot be made anew in another process: .*Keep it in a file"):
        rt.evaluate(problem, workers=2)
    assert pool_of(problem, pool=None, workers=None) is None
    assert rt.evaluate(problem, workers=None).success.n == 6


def test_a_class_of_the_program_that_runs_is_named(monkeypatch):
    monkeypatch.setattr(Numbers, "__module__", "__main__")
    with pytest.raises(OptionError, match="another process: Numbers is defined in the program that runs"):
        rt.evaluate(Numbers(), pool="processes")


def test_rows_that_need_live_objects_are_asked_from_threads_of_this_process():
    problem = DataProblem(asks, ROWS, exact)
    with pytest.raises(
        OptionError, match=r"^asks uses client of this process, which cannot go to another: give workers"
    ):
        pool_of(problem, pool="processes", workers=2)
    alike(*both(problem, pool=None))
    problem.close()


@pytest.mark.parametrize("workers", [0, 1.5])
def test_a_number_of_workers_that_cannot_be_is_refused(workers):
    with pytest.raises(OptionError, match="workers: expected a whole number from 1 up"):
        pool_of(Numbers(), pool=None, workers=workers)


@pytest.mark.timeout(180)
def test_ray_gives_the_same_too():
    alike(*both(Numbers(2), pool="ray:local", workers=1))
    problem = DataProblem(solve, ROWS, exact)
    alike(*both(problem, pool="ray:local", workers=1))
    problem.close()
