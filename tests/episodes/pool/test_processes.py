"""Processes that die, parents that die, and what is left of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pools import GOOD, jobs, point_problem, point_task

from robotrace.episodes import ProcessPool, make
from robotrace.episodes.pool import EpisodeWork, Request
from robotrace.episodes.problem import outcome_of
from robotrace.errors import PoolError, TaskError
from robotrace.opto import Case

pytestmark = pytest.mark.slow

DEADLY = "import os\n\n\ndef controller(observation):\n    os.kill(os.getpid(), {signal})\n"
# The first worker that flies this dies; the next one finds the mark that it left.
ONCE = (
    "import os, pathlib\n\nmark = pathlib.Path({mark!r})\n\n\ndef controller(observation):\n    if not mark.exists():\n"
    "        mark.touch()\n        os.kill(os.getpid(), 9)\n    return [*observation['goal_pos'], 0.0]\n"
)
ENDLESS = "def controller(observation):\n    while True:\n        pass\n"
COLLECTED = "import gc\n\n\ndef controller(observation):\n    return [float(gc.isenabled()), 0.0, 0.0, 0.0]\n"
WAITING = "import time\n\n\ndef controller(observation):\n    while True:\n        time.sleep(0.1)\n"
IN_C = "def controller(observation):\n    return 7 ** (10 ** 9)\n"


def requests(text, count=1):
    return [Request(text, Case("train", goal), traced=False) for goal in range(count)]


def pool(workers=1):
    # Trusted controllers run in the worker's own process, which they can bring down.
    return ProcessPool(EpisodeWork.of(point_task(), trust=True), workers=workers)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids, within=10):
    deadline = time.monotonic() + within
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(alive(pid) for pid in pids)


def children(*, but=()):
    pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in pids if int(pid) not in but]


def test_an_episode_whose_worker_dies_is_run_once_more(tmp_path):
    with pool(2) as processes:
        episodes = list(processes.answers([*requests(ONCE.format(mark=str(tmp_path / "mark")), 4)]))
    assert [(episode.case.index, episode.success) for episode in episodes] == [(goal, True) for goal in range(4)]


def test_an_episode_that_ends_two_workers_is_no_outcome_but_an_error():
    with pool() as processes, pytest.raises(PoolError) as failed:
        list(processes.answers(requests(DEADLY.format(signal=11))))
    words = str(failed.value)
    assert words.startswith("The episode on goal train 0 ended 2 workers, one after the other: worker process ")
    assert words.count("was ended by SIGSEGV") == 2


def test_the_pool_works_on_after_an_error():
    with pool() as processes:
        with pytest.raises(PoolError):
            list(processes.answers(requests(DEADLY.format(signal=9))))
        assert len(list(processes.answers(requests(GOOD, 2)))) == 2


def test_a_worker_killed_while_it_has_nothing_to_do_is_replaced():
    with pool() as processes:
        list(processes.answers(requests(GOOD)))
        (pid,) = children()[-1:]
        os.kill(pid, signal.SIGKILL)
        assert gone([pid])
        assert len(list(processes.answers(requests(GOOD)))) == 1


@pytest.mark.parametrize("text", [WAITING, IN_C], ids=["in Python", "in C"])
def test_a_trusted_controller_that_never_comes_back_is_a_timeout_and_its_worker_is_replaced(text):
    with ProcessPool(EpisodeWork.of(point_task(), trust=True), workers=1, limit=8.0) as processes:
        late, good = processes.answers([*requests(text), *requests(GOOD)])
    assert (late.failure.kind, len(late), late.success) == ("timeout", 0, False)
    assert late.failure.message == "The episode took longer than 8 s; the process that it ran in was ended."
    assert good.failure is None
    assert outcome_of(late).failure.startswith("timeout at t=0: The episode took longer than 8 s")


def test_a_trusted_episode_has_a_limit_and_a_confined_one_the_sandboxes():
    limits = [ProcessPool(EpisodeWork.of(point_task(), trust=trust), workers=1)._limit for trust in (True, False)]
    assert limits == [600.0, None]


def test_a_worker_at_work_looks_for_garbage():
    with pool() as processes:
        (episode,) = processes.answers(requests(COLLECTED))
    assert episode.actions[0, 0] == 1.0


def test_no_more_workers_are_started_than_there_are_episodes():
    before = len(children())
    with pool(8) as processes:
        list(processes.answers(requests(GOOD, 2)))
        assert len(children()) - before <= 2


def test_nothing_is_left_after_many_pools_and_runs():
    def left():
        return len(os.listdir("/proc/self/fd")), children()

    problem = point_problem()
    before = left()
    for _ in range(2):
        with ProcessPool(EpisodeWork.of(problem.task), workers=2) as processes:
            for _ in range(2):
                list(processes.run(jobs(problem, 2)))
            unfinished = processes.run(jobs(problem, 2))
            next(unfinished)
    with pytest.raises(PoolError), pool() as processes:
        list(processes.answers(requests(DEADLY.format(signal=9))))
    assert left() == before


# Ctrl-C reaches it even where these tests were started with SIGINT ignored, as by nohup or in a script's background.
SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pools import point_task
from robotrace.opto import Case
from robotrace.episodes import ProcessPool
from robotrace.episodes.pool import Request, EpisodeWork

with ProcessPool(EpisodeWork.of(point_task()), workers=2) as pool:
    requests = [Request(sys.argv[1], Case("train", goal), False) for goal in range(2)]
    list(pool.answers([Request(sys.argv[2], request.case, False) for request in requests]))
    print("ready", flush=True)
    list(pool.answers(requests))
"""


def trainer(text):
    """A process of its own that waits for workers which never come back, and their numbers."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, text, GOOD],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    return process, [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word on broken pipes is Linux's")
@pytest.mark.parametrize("text", [ENDLESS, IN_C], ids=["in Python", "in C"])
def test_no_worker_outlives_its_parent(text):
    process, workers = trainer(text)
    assert len(workers) == 2
    with process:
        process.kill()
    assert gone(workers)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_ctrl_c_ends_the_workers_without_a_word_from_them():
    process, workers = trainer(ENDLESS)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert errors.count("Traceback") == 1  # the parent's own
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert gone(workers)


def test_confined_workers_stay_on_a_cpu_each_and_a_new_one_takes_the_free_place():
    usable = sorted(os.sched_getaffinity(0))
    spec = EpisodeWork.of(point_task(), level="facts", trust=False)
    with ProcessPool(spec, workers=len(usable)) as made:
        for _ in usable:
            made._idle.append(made.start_worker())
        assert [worker.cpu for worker in made._idle] == usable
        lost = made._idle.pop(0)
        lost.kill()
        made._idle.append(made.start_worker())
        assert made._idle[-1].cpu == usable[0]
        list(made.answers(requests(GOOD, 2 * len(usable))))
        assert {frozenset(os.sched_getaffinity(it._process.pid)) for it in made._idle} == {
            frozenset({it}) for it in usable
        }


def test_trusted_workers_and_fewer_ones_than_cpus_are_left_to_the_system():
    usable = len(os.sched_getaffinity(0))
    for spec, workers in (
        (EpisodeWork.of(point_task(), level="facts", trust=True), usable),
        (EpisodeWork.of(point_task(), level="facts", trust=False), usable + 1),
    ):
        with ProcessPool(spec, workers=workers) as made:
            worker = made.start_worker()
            assert worker.cpu is None
            worker.kill()


def test_workers_are_begun_before_there_is_something_to_do():
    before = children()
    with pool(2) as processes:
        processes.begin(5)
        begun = children(but=before)
        assert len(begun) == 2
        processes.begin(5)
        assert children(but=before) == begun
        assert [len(list(processes.answers(requests(GOOD, 3)))), children(but=before)] == [3, begun]
    assert gone(begun)


def test_no_more_workers_are_begun_than_there_are_episodes_for():
    before = children()
    with pool(2) as processes:
        processes.begin(1)
        assert len(children(but=before)) == 1


SLOW_OR_BROKEN = """
import time
from toy import PointTask


def slow(*, seed=0):
    time.sleep(60 if {slow} and __name__ != "__main__" and __import__("os").environ.get("OMP_NUM_THREADS") == "1" else 0)
    return PointTask(seed=seed)


def broken(*, seed=0):
    if __import__("os").environ.get("BREAKS") == "yes":
        raise ValueError("no simulator here")
    return PointTask(seed=seed)
"""


def test_a_worker_that_makes_its_task_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    (tmp_path / "mine.py").write_text(SLOW_OR_BROKEN.format(slow=True))
    before = children()
    processes = ProcessPool(EpisodeWork.of(make(f"{tmp_path}/mine.py:slow"), trust=True), workers=1)
    processes.begin(1)
    begun = children(but=before)
    time.sleep(1.0)
    processes.close()
    assert gone(begun, within=1)


def test_what_goes_wrong_in_making_a_task_is_told_when_an_episode_is_asked_for(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(SLOW_OR_BROKEN.format(slow=False))
    task = make(f"{tmp_path}/mine.py:broken")
    monkeypatch.setenv("BREAKS", "yes")
    with ProcessPool(EpisodeWork.of(task, trust=True), workers=1) as processes:
        processes.begin(1)
        with pytest.raises(TaskError, match="expected one, found ValueError: no simulator here"):
            list(processes.answers(requests(GOOD)))
