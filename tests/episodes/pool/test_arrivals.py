"""What a pool's workers answer, as it arrives or in the order in which it was asked for."""

import pytest
import thread_pool
from sleepy_work import Nap, SleepyWork

from robotrace.errors import PoolError

NAPS = [Nap(0.6), Nap(0.05), Nap(0.1)]


@pytest.fixture
def pool():
    with thread_pool.Pool(SleepyWork(), workers=2) as opened:
        yield opened


def test_answers_arrive_when_they_are_there_with_the_place_of_their_request(pool):
    assert list(pool.arrivals(NAPS)) == [(1, 0.05), (2, 0.1), (0, 0.6)]


def test_answers_come_in_order(pool):
    assert list(pool.answers(NAPS)) == [0.6, 0.05, 0.1]


def test_an_answer_that_cannot_be_read(pool):
    with pytest.raises(PoolError, match="cannot be read: no nap is negative"):
        list(pool.arrivals([Nap(-1.0)]))


def test_nothing_to_ask(pool):
    assert list(pool.arrivals([])) == []
    assert list(pool.answers([])) == []
