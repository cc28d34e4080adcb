import contextlib
import threading
import time

import pytest

from robotrace.episodes.limit import Limit, TooLong


def spin():
    while True:
        with contextlib.suppress(Exception):
            sum(range(100))


def wait():
    time.sleep(60)


@pytest.mark.parametrize("hangs", [spin, wait])
def test_what_hangs_is_ended(hangs):
    started = time.monotonic()
    with Limit(0.2) as limit, pytest.raises(TooLong):
        limit.call(hangs)
    assert time.monotonic() - started < 30


def test_off_the_main_thread_too():
    ended = []

    def run():
        with Limit(0.2) as limit, pytest.raises(TooLong):
            limit.call(spin)
        ended.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert ended == [True]


def test_time_between_calls_does_not_count():
    with Limit(0.5) as limit:
        assert limit.call(max, 1, 2) == 2
        time.sleep(0.8)
        assert limit.call(max, 1, 2) == 2


def test_without_a_limit_nothing_watches():
    before = threading.active_count()
    with Limit(None) as limit:
        assert threading.active_count() == before
        assert limit.call(max, 1, 2) == 2
