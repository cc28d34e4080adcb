import threading

import pytest

from robotrace.training.threads import ask_all


def test_answers_come_as_they_arrive():
    gate = threading.Event()

    def ask(key):
        if key == "slow":
            assert gate.wait(30)
        return key.upper()

    found = []
    for key, answer in ask_all(ask, ["slow", "quick", "quicker"], threads=2):
        found.append((key, answer))
        if len(found) == 2:
            gate.set()
    assert found[2] == ("slow", "SLOW")
    assert sorted(found[:2]) == [("quick", "QUICK"), ("quicker", "QUICKER")]


def test_one_question_is_asked_in_the_callers_own_thread():
    assert list(ask_all(lambda _: threading.get_ident(), ["a"])) == [("a", threading.get_ident())]


def test_no_question_has_no_answer():
    assert list(ask_all(lambda key: key, [])) == []


def test_no_more_threads_than_allowed():
    together, most, lock = 0, 0, threading.Lock()

    def ask(key):
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        with lock:
            together -= 1

    assert len(list(ask_all(ask, range(20), threads=3))) == 20
    assert most <= 3


def test_what_an_asker_raises_is_raised_where_the_answers_are_read():
    def ask(key):
        raise ValueError(key)

    with pytest.raises(ValueError, match=r"^[ab]$"):
        list(ask_all(ask, ["a", "b"]))
