"""The same on a Ray that runs for this test alone."""

import pytest
from pools import GOOD, assert_same, jobs, plain, point_problem, point_task

from robotrace.episodes import RayPool, evaluate
from robotrace.episodes.pool import EpisodeWork, Request
from robotrace.errors import PoolError
from robotrace.opto import Case, SerialPool

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
]

ONCE = (
    "import os, pathlib\n\nmark = pathlib.Path({mark!r})\n\n\ndef controller(observation):\n    if not mark.exists():\n"
    "        mark.touch()\n        os.kill(os.getpid(), 9)\n    return [*observation['goal_pos'], 0.0]\n"
)
DEADLY = "import os\n\n\ndef controller(observation):\n    os.kill(os.getpid(), 9)\n"


# Each actor takes a CPU of the two that any machine has: one is for the pool of all tests, one for that of each.
@pytest.fixture(scope="module")
def actors():
    with RayPool(EpisodeWork.of(point_problem().task, level="hints"), address="local", workers=1) as pool:
        yield pool


@pytest.fixture
def trusted(actors):
    with RayPool(EpisodeWork.of(point_task(), trust=True), workers=1) as pool:
        yield pool


def test_ray_gives_what_this_process_gives_bit_for_bit(actors):
    problem = point_problem()
    here, there = (list(pool.run(jobs(problem))) for pool in (SerialPool(problem), actors))
    for one, other in zip(here, there, strict=True):
        assert_same(plain(one), plain(other))


def test_an_episode_whose_actor_dies_is_run_once_more(trusted, tmp_path):
    (episode,) = trusted.answers([Request(ONCE.format(mark=str(tmp_path / "mark")), Case("train", 0), False)])
    assert episode.success


def test_an_episode_that_ends_two_actors_is_an_error(trusted):
    with pytest.raises(PoolError, match="ended 2 workers, one after the other: a Ray actor was lost"):
        list(trusted.answers([Request(DEADLY, Case("train", 0), False)]))


def test_a_function_is_evaluated_on_ray(actors):
    from robotrace.opto import Candidate

    result = evaluate(Candidate({}, GOOD), point_task(), goals=4, pool="ray:auto", workers=1)
    assert result.success.n == 4
