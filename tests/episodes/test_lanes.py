"""Two episodes at a time are, to the bit and to the word, those of one at a time."""

import copy
import logging
import os
import signal
import threading
import time

import numpy as np
import pytest
from toy import PointTask

from robotrace.episodes import evaluate, lanes
from robotrace.episodes.attempt import in_turns
from robotrace.episodes.lanes import played, tasks_for
from robotrace.episodes.limit import Limit
from robotrace.episodes.problem import RolloutProblem
from robotrace.episodes.registry import Recipe, note, step_seconds
from robotrace.errors import OptionError, SandboxUnavailable, TaskError
from robotrace.opto import Case, Job, Program, SerialPool
from robotrace.sandbox import Limits, Sandbox, level

pytestmark = pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp")

QUICK = Limits(load_seconds=2.0, act_seconds=0.3, episode_seconds=3.0)
HONEST = """import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    memory["n"] = memory.get("n", 0) + 1
    x, y, z = observation["goal_pos"]
    return [x, y, z, memory["n"] / 10]
"""
FAILING = {
    "exception": "def controller(o, memory):\n    memory['n'] = memory.get('n', 0) + 1\n"
    "    return [1.0 / (3 - memory['n']), 0, 0, 0]\n",
    "timeout": "def controller(o):\n    while True: pass\n",
    "crash": "import os\ndef controller(o):\n    os._exit(3)\n",
    "invalid action": "def controller(o):\n    return ['one']\n",
    "size": "def controller(o):\n    return [0.0]\n",
    "not finite": "def controller(o):\n    return [float('nan'), 0, 0, 0]\n",
    "protocol": "import os\ndef controller(o):\n    os.write(3, b'x' * 99)\n    while True: pass\n",
    "load": "def controller(o:\n",
    "load timeout": "while True: pass\n",
    "ahead": "import os, struct\ndef controller(o):\n"
    "    os.write(3, struct.pack('<IIQ4d', 22, 1, 32, 9, 9, 9, 9) * 2)\n    return [0, 0, 0, 0]\n",
}


class TwinTask(PointTask):
    """With a second lane."""

    def twin(self):
        return copy.copy(self)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(QUICK) as sandbox:
        yield sandbox


def starts(texts, sandbox, **options):
    return [in_turns(text, Case("train", goal), sandbox=sandbox, **options) for goal, text in enumerate(texts)]


def form(episode):
    """All of an episode but how long it took."""
    rows = [(name, values.tobytes()) for name, values in sorted(episode.observations.items())]
    rows += [episode.actions.tobytes(), episode.rewards.tobytes(), episode.successes.tobytes()]
    return (episode.case, rows, sorted(episode.lines.items()), episode.failure, episode.feedback, episode.sim_steps)


def both(texts, **options):
    """The same episodes in one lane and in two."""
    found = []
    for tasks in ([TwinTask()], [TwinTask(), TwinTask().twin()]):
        with Sandbox(QUICK) as fresh:  # which knows of no program that takes too long to load
            found.append([form(episode) for episode in played(starts(texts, fresh, **options), tasks)])
    return found


@pytest.mark.parametrize("traced", [False, True])
def test_two_lanes_give_the_episodes_of_one_in_their_order(traced):
    one, two = both([HONEST] * 7, traced=traced, until="horizon")
    assert one == two
    assert [case for case, *_ in two] == [Case("train", goal) for goal in range(7)]


@pytest.mark.slow
@pytest.mark.parametrize("text", FAILING.values(), ids=FAILING)
def test_a_failing_controller_is_labelled_alike_and_its_neighbours_play_on(text):
    one, two = both([HONEST, text, HONEST, text, HONEST])
    assert one == two
    assert [failure is None for _, _, _, failure, _, _ in two] == [True, False, True, False, True]


def test_a_controller_that_hangs_has_its_whole_time_and_no_more(sandbox):
    began = time.monotonic()
    hanging, honest = played(starts([FAILING["timeout"], HONEST], sandbox), [TwinTask(), TwinTask()])
    assert 0.3 <= time.monotonic() - began < 20
    assert (hanging.failure.kind, hanging.failure.line) == ("timeout", 2)
    assert honest.success


def test_traces_are_made_afterwards_as_for_one_lane(sandbox):
    first, second = played(starts([HONEST, HONEST], sandbox), [TwinTask(), TwinTask()])
    assert len(first.graph) > 0
    assert len(second.graph) > 0


def test_an_episode_is_as_long_as_its_own_lane_takes(sandbox):
    short = "def controller(o):\n    return [*o['goal_pos'], 0]\n"
    long = "def controller(o):\n    return [0, 0, 0, 0]\n"
    episodes = list(played(starts([long, short, short, short, long], sandbox), [TwinTask(), TwinTask()]))
    assert [episode.success for episode in episodes] == [False, True, True, True, False]
    assert [episode.case.index for episode in episodes] == [0, 1, 2, 3, 4]


class FaultyTask(TwinTask):
    """Raises in one of its episodes."""

    def step(self, action):
        if self.goal is not None and np.array_equal(self.goal, self.bad):
            raise RuntimeError("the simulator is broken")
        return super().step(action)

    @property
    def bad(self):
        return np.random.default_rng([0, 1, False]).uniform(-0.5, 0.5, 3)


def test_a_tasks_fault_is_raised_in_the_turn_of_its_episode(sandbox):
    got, told = [], []
    for tasks in ([FaultyTask()], [FaultyTask(), FaultyTask()]):
        episodes = played(starts([HONEST] * 5, sandbox, until="horizon"), tasks)
        got.append(next(episodes).case.index)
        with pytest.raises(TaskError, match="the simulator is broken") as caught:
            next(episodes)
        told.append(str(caught.value))
    assert got == [0, 0]
    assert told[0] == told[1]


def test_an_unknown_goal_is_raised_after_the_episodes_before_it(sandbox):
    some = [in_turns(HONEST, Case("train", goal), sandbox=sandbox) for goal in (0, 99, 1)]
    episodes = played(some, [TwinTask(), TwinTask()])
    assert next(episodes).case.index == 0
    with pytest.raises(OptionError, match="expected 0 to 11, found 99"):
        next(episodes)


class SlowTask(TwinTask):
    """Hangs in one of its episodes."""

    step_seconds = 0.3

    def reset(self, goal, split="train"):
        if goal == 1:
            while True:
                time.sleep(0.01)
        return super().reset(goal, split)


def test_a_task_that_hangs_in_one_lane_is_ended_and_signals_are_as_before(sandbox):
    before = {number: signal.getsignal(number) for number in (signal.SIGRTMIN + 3, signal.SIGINT)}
    episodes = played(starts([HONEST] * 3, sandbox), [SlowTask(), SlowTask()])
    assert next(episodes).success
    with pytest.raises(TaskError, match=r"reset\(1, 'train'\): expected an answer within 0\.3 s"):
        next(episodes)
    assert {number: signal.getsignal(number) for number in before} == before
    assert [thread for thread in threading.enumerate() if thread.daemon and "_watch" in thread.name] == []


def test_whoever_takes_no_more_episodes_leaves_no_process():
    with Sandbox(QUICK) as sandbox:
        episodes = played(starts([HONEST] * 6, sandbox, until="horizon"), [TwinTask(), TwinTask()])
        next(episodes)
        episodes.close()
        sandbox._spare.close()
        (zygote,) = [zygote.pid for zygote in sandbox._zygotes.values()]
        until = time.monotonic() + 10
        while children(zygote) and time.monotonic() < until:
            time.sleep(0.02)
        assert children(zygote) == 0


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return len(file.read().split())


class CuttingTask(TwinTask):
    """Loses the sandbox's zygote once, amid an episode."""

    sandbox, left = None, 1

    def step(self, action):
        if CuttingTask.left and self.time == 3:
            CuttingTask.left -= 1
            (zygote,) = [zygote for zygote in self.sandbox._zygotes.values() if zygote.alive]
            os.kill(zygote.pid, signal.SIGKILL)
            time.sleep(0.2)
        return super().step(action)


def test_episodes_whose_process_is_lost_are_run_once_more(caplog, monkeypatch):
    expected = [form(episode) for episode in evaluate_plainly()]
    with Sandbox(QUICK) as sandbox:
        monkeypatch.setattr(CuttingTask, "sandbox", sandbox)
        monkeypatch.setattr(CuttingTask, "left", 1)
        with caplog.at_level(logging.WARNING):
            episodes = list(played(starts([HONEST] * 4, sandbox, until="horizon"), [CuttingTask(), CuttingTask()]))
    assert [form(episode) for episode in episodes] == expected
    assert [record.message for record in caplog.records if "is run once more" in record.message] != []


def evaluate_plainly():
    with Sandbox(QUICK) as sandbox:
        yield from played(starts([HONEST] * 4, sandbox, until="horizon"), [TwinTask()])


def test_an_episode_that_loses_its_process_twice_is_an_error():
    def lost(task, limit, beside):
        raise SandboxUnavailable("no more processes")
        yield

    with pytest.raises(SandboxUnavailable, match="no more processes"):
        list(played([lost], [TwinTask(), TwinTask()]))


def test_an_interrupt_ends_both_lanes_at_once():
    closed = []

    def interrupted(task, limit, beside):
        yield
        raise KeyboardInterrupt

    def waits(task, limit, beside):
        try:
            while True:
                yield
        finally:
            closed.append("second")

    with pytest.raises(KeyboardInterrupt):
        list(played([interrupted, waits], [TwinTask(), TwinTask()]))
    assert closed == ["second"]


def test_lanes_take_turns_and_no_third_one_begins_before_one_is_free():
    turns = []

    def start(name, length):
        def run(task, limit, beside):
            for number in range(length):
                turns.append(f"{name}{number}")
                yield
            return name

        return run

    assert list(played([start("a", 3), start("b", 1), start("c", 2)], [TwinTask(), TwinTask()])) == ["a", "b", "c"]
    assert turns == ["a0", "b0", "a1", "a2", "c0", "c1"]


def test_a_limit_that_is_open_already_serves_both_lanes():
    limits = set()

    def start(task, limit, beside):
        assert isinstance(limit, Limit)
        limits.add(id(limit))
        return "done"
        yield

    assert list(played([start, start], [TwinTask(), TwinTask()])) == ["done", "done"]
    assert len(limits) == 1


@pytest.mark.parametrize(("count", "expected"), [(1, [(), ()]), (2, [{3, 5}, {3, 5}])])
def test_controllers_think_on_the_other_cpus_where_there_are_two_lanes(monkeypatch, count, expected):
    told = []

    def start(task, limit, beside):
        told.append(beside)
        return "done"
        yield

    monkeypatch.setattr(lanes, "others", lambda: {3, 5})
    list(played([start, start], [TwinTask() for _ in range(count)]))
    assert told == expected


@pytest.mark.parametrize(
    ("task", "cpu", "cores", "episodes", "expected"),
    [(TwinTask(), None, 2, 4, 2), (TwinTask(), None, 1, 4, 1), (TwinTask(), 0, 2, 4, 1), (TwinTask(), None, 2, 3, 1),
     (PointTask(), None, 8, 9, 1), (TwinTask(), None, 8, 9, 2)],
)  # fmt: skip
def test_a_second_lane_needs_a_twin_a_free_core_and_some_episodes(monkeypatch, task, cpu, cores, episodes, expected):
    monkeypatch.setattr(lanes, "cores", lambda: cores)
    assert len(tasks_for(task, Sandbox(cpu=cpu), episodes)) == expected


class Heir(TwinTask):
    """Which does not say that a twin of it simulates the same."""


def test_a_task_that_is_not_as_its_class_makes_it_has_one_lane(monkeypatch):
    monkeypatch.setattr(lanes, "cores", lambda: 8)
    monkeypatch.setattr(TwinTask, "twin", lambda self: TwinTask(seed=self.seed))
    altered, other = TwinTask(), TwinTask()
    altered.step = lambda action: None
    other.options = {"gain": 2}
    for task in (Heir(), altered, other):
        assert tasks_for(task, Sandbox(), 9) == [task]


def test_lanes_are_kept_and_carry_the_notes_of_their_task(monkeypatch):
    monkeypatch.setattr(lanes, "cores", lambda: 8)
    monkeypatch.setattr(TwinTask, "twin", lambda self: TwinTask(seed=self.seed))
    task = note(TwinTask(), Recipe("toy", 0, {}, 7.0))
    twins = tasks_for(task, Sandbox(), 9)
    assert [step_seconds(twin) for twin in twins] == [7.0, 7.0]
    assert task not in twins
    assert tasks_for(task, Sandbox(), 9) is twins
    task.options = {"gain": 3}
    assert tasks_for(task, Sandbox(), 9) == [task]


def test_whoever_is_given_an_episode_may_use_the_task(monkeypatch):
    monkeypatch.setattr(lanes, "cores", lambda: 8)
    task, told = TwinTask(), []

    def meddle(episode):
        told.append(form(episode))
        task.reset(11)
        task.step(np.ones(4))

    evaluate(Program.parse(HONEST), task, goals=4, on_episode=meddle)
    assert told == [form(episode) for episode in evaluate(Program.parse(HONEST), TwinTask(), goals=4).episodes]
    assert np.array_equal(task.hand, [0.1, 0.1, 0.1])


def test_a_trusted_controller_has_one_lane(monkeypatch):
    monkeypatch.setattr(lanes, "cores", lambda: 8)
    assert len(tasks_for(TwinTask(), None, 9)) == 1


def test_evaluate_and_a_problems_queries_give_the_same_in_two_lanes(monkeypatch):
    program = Program.parse(HONEST)
    told, noted = {}, {}
    for count in (1, 2):
        monkeypatch.setattr(lanes, "cores", lambda count=count: count)
        evaluation = evaluate(program, TwinTask(), goals=5)
        told[count] = [form(episode) for episode in evaluation.episodes], evaluation.notes
        with Sandbox(QUICK) as sandbox:
            problem = RolloutProblem(program, TwinTask(), sandbox=sandbox)
            jobs = [Job(problem.candidate({}), Case("train", goal)) for goal in range(5)]
            outcomes = list(SerialPool(problem).run(jobs))
            noted[count] = [(it.case, it.success, it.score, it.feedback, it.failure, it.steps) for it in outcomes]
    assert told[1] == told[2]
    assert noted[1] == noted[2]
    assert told[1][0][0][0] == Case("heldout", 0)


@pytest.mark.slow
def test_a_controller_that_depends_on_chance_is_found_out_in_two_lanes(monkeypatch):
    monkeypatch.setattr(lanes, "cores", lambda: 2)
    text = "import os\nloaded = os.urandom(1)[0] / 300\ndef controller(o):\n    return [loaded, 0, 0, 0]\n"
    evaluation = evaluate(Program.parse(text), TwinTask(), goals=4)
    assert not evaluation.reproducible
    assert evaluation.doubt.startswith(
        "Not reproducible: asked again with the same observations of goal 0, it acts otherwise"
    )
