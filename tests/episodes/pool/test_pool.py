import sys

import pytest
from pools import GOOD, assert_same, jobs, plain, point_problem, point_task

from robotrace.episodes import ProcessPool, RayPool, RolloutProblem, evaluate, find_controller, make, open_pool
from robotrace.episodes.pool import EpisodeWork, Request
from robotrace.errors import OptionError, ProgramError, TaskError
from robotrace.opto import Candidate, Case, Pool, SerialPool

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def processes():
    with ProcessPool(EpisodeWork.of(point_problem().task, level="hints"), workers=2) as pool:
        yield pool


def test_every_pool_is_a_pool(processes):
    assert isinstance(processes, Pool)
    assert isinstance(SerialPool(point_problem()), Pool)


def test_two_processes_give_what_this_one_gives_bit_for_bit(processes):
    problem = point_problem()
    here, there = (list(pool.run(jobs(problem))) for pool in (SerialPool(problem), processes))
    assert [outcome.case.index for outcome in there] == [0, 1, 2, 3, 4, 5]
    assert {outcome.success for outcome in there} == {True, False}
    for one, other in zip(here, there, strict=True):
        assert_same(plain(one), plain(other))


def test_an_untraced_outcome_has_no_graph(processes):
    problem = point_problem()
    here, there = (list(pool.run(jobs(problem, 2, traced=False))) for pool in (SerialPool(problem), processes))
    assert there[0].graph is None
    assert [plain(outcome) for outcome in here] == [plain(outcome) for outcome in there]


def test_what_fails_in_a_controller_is_an_outcome_there_too(processes):
    problem = point_problem()
    text = "def controller(observation):\n    raise RuntimeError('no')\n"
    asked = jobs(problem, 1, text=text)
    here, there = (list(pool.run(asked)) for pool in (SerialPool(problem), processes))
    assert "exception at t=0" in there[0].failure
    assert_same(plain(here[0]), plain(there[0]))


def test_a_field_that_does_not_exist_is_named_in_the_trace_too(processes):
    outcome = next(processes.run(jobs(point_problem(), 1)))
    observation = outcome.graph.records[-1].output
    with pytest.raises(LookupError, match=r"Unknown field 'goal'\. Did you mean goal_pos\?"):
        observation["goal"]


def test_a_problem_remembers_episodes_of_other_processes_for_its_smoke_runs():
    problem = point_problem()
    with ProcessPool(EpisodeWork.of(problem.task, answer=problem.answer), workers=1) as pool:
        list(pool.run(jobs(problem, 1)))
    with pytest.raises(Exception, match="fails on a recorded observation"):
        problem.candidate({"controller": "def controller(observation):\n    return nope\n"})


def test_a_text_that_cannot_be_loaded_is_a_failed_episode(processes):
    episode = next(processes.answers([Request("def controller(:\n", Case("train", 0))]))
    assert episode.failure.message.startswith("line 1: SyntaxError")


def test_a_trusted_text_that_cannot_be_loaded_raises_there_what_it_raises_here():
    with (
        ProcessPool(EpisodeWork.of(point_task(), trust=True), workers=1) as pool,
        pytest.raises(ProgramError, match="line 1: SyntaxError"),
    ):
        next(pool.answers([Request("def controller(:\n", Case("train", 0))]))


def test_the_pool_works_on_after_it_was_left_in_the_middle(processes):
    problem = point_problem()
    answers = processes.run(jobs(problem))
    next(answers)
    answers.close()
    assert len(list(processes.run(jobs(problem)))) == 6


def test_a_task_whose_step_fails_is_named_with_the_line_that_raised(tmp_path):
    file = tmp_path / "broken.py"
    file.write_text(
        "from toy import PointTask\n\n\nclass Broken(PointTask):\n    def step(self, action):\n        raise OSError('no device')\n"
    )
    with ProcessPool(EpisodeWork.of(make(f"{file}:Broken")), workers=1) as pool, pytest.raises(TaskError) as failed:
        next(pool.answers([Request(GOOD, Case("train", 0))]))
    assert str(failed.value) == (
        f"toy/point: step(): expected an answer; found OSError: no device ({file}, line 6). Mend that line."
    )


def test_what_a_trusted_controller_prints_is_not_taken_for_an_answer(capfd):
    text = "import os\n\n\ndef controller(observation):\n    os.write(1, b'noise')\n    return [0, 0, 0, 0]\n"
    with ProcessPool(EpisodeWork.of(point_task(), trust=True), workers=1) as pool:
        assert len(next(pool.answers([Request(text, Case("train", 0))]))) == 8
    out, err = capfd.readouterr()
    assert out == ""
    assert err == "noise" * 8


def test_a_task_that_was_not_made_by_name_is_refused():
    from toy import PointTask

    with pytest.raises(OptionError, match="toy/point cannot be made anew in another process: make it with"):
        EpisodeWork.of(PointTask())


def test_an_option_that_is_no_plain_data_is_refused():
    with pytest.raises(OptionError, match=r"Option 'expert' of task .* found <object"):
        ProcessPool(EpisodeWork.of(point_task(expert=object())), workers=2)


@pytest.mark.parametrize("workers", [0, 1.5])
def test_a_number_of_workers_that_cannot_be_is_refused(workers):
    with pytest.raises(OptionError, match="workers: expected a whole number from 1 up"):
        open_pool(point_task(), workers=workers)


def test_one_worker_is_this_process():
    assert open_pool(point_task(), workers=1) is None


def test_an_evaluation_is_the_same_with_any_number_of_workers():
    program = Candidate({}, GOOD)
    told = []
    here = evaluate(program, point_task(seed=3), goals=4)
    there = evaluate(program, point_task(seed=3), goals=4, workers=2, on_episode=told.append)
    assert [episode.case.index for episode in told] == list(range(4))
    for one, other in zip(here.episodes, there.episodes, strict=True):
        assert_same(plain(one), plain(other))


def ahead(observation):
    return [*observation["goal_pos"], SPEED]


SPEED = 0.25


def test_a_function_is_evaluated_in_other_processes_with_what_it_needs():
    here, there = (evaluate(ahead, point_task(), goals=3, workers=workers) for workers in (1, 2))
    assert there.success.successes == 3
    for one, other in zip(here.episodes, there.episodes, strict=True):
        assert_same(plain(one), plain(other))


def test_meta_world_gives_the_same_episodes_in_other_processes():
    problem = RolloutProblem(find_controller("pick_place"), make("pick-place-v3", seed=5, horizon=20), level="hints")
    wanted = [problem.candidate({})] * 3
    with ProcessPool(EpisodeWork.of(problem.task, level="hints"), workers=2) as pool:
        requests = [Request(candidate.text, Case("train", goal)) for goal, candidate in enumerate(wanted)]
        for goal, there in enumerate(pool.answers(requests)):
            outcome = problem.query(wanted[goal], Case("train", goal))
            assert_same(plain(outcome), plain(problem.answer(there)))
            assert len(there) > 0


def test_without_ray_the_way_to_install_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)  # importing it then fails
    with pytest.raises(OptionError, match=r"pip install 'robotrace\[ray\]'"):
        RayPool(EpisodeWork.of(point_task()))
