import pickle
import threading
import time
import weakref

import pytest

from robotrace.errors import TraceError
from robotrace.trace import Deferred, Graph, bundle, no_trace, node, noting_lines


def graph():
    return Graph.of({node(2, name="x", trainable=True) * 3: "too small"})


def test_a_deferred_graph_is_made_once_and_only_when_it_is_looked_at():
    made = []
    deferred = Graph.deferred(lambda: made.append(1) or graph())
    assert isinstance(deferred, Graph)
    assert made == []
    assert [record.name for record in deferred.records] == ["x", "mul"]
    assert deferred.feedback == {1: ("too small",)}
    assert (len(deferred), deferred.label(1)) == (2, "mul")
    assert made == [1]


def test_threads_that_look_at_once_see_one_graph():
    made, together = [], threading.Barrier(4)

    def make():
        made.append(graph())
        time.sleep(0.05)  # time enough for the others to look
        return made[-1]

    deferred, seen = Graph.deferred(make), []

    def look():
        together.wait(30)
        seen.append((deferred.records, deferred.feedback))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert [(records is made[0].records, feedback is made[0].feedback) for records, feedback in seen] == [
        (True, True)
    ] * 4


def test_it_can_be_merged_and_pickled_like_any_graph():
    deferred = Graph.deferred(graph)
    assert len(Graph.merge([deferred, graph()])) == 3
    assert [record.output for record in pickle.loads(pickle.dumps(deferred)).records] == [2, 6]


def test_what_making_it_raises_is_raised_at_the_look():
    def broken():
        raise TraceError("no")

    with pytest.raises(TraceError, match="no"):
        _ = Graph.deferred(broken).records


def test_it_has_no_other_attributes():
    with pytest.raises(AttributeError, match="'colour'"):
        _ = Graph.deferred(graph).colour


def test_what_made_it_is_dropped_once_it_is_made():
    class Episode:
        pass

    episode = Episode()
    held = weakref.ref(episode)
    deferred = Deferred(lambda episode=episode: [held() is episode])
    del episode
    assert not deferred.is_made
    assert deferred.get() == [True]
    assert deferred.is_made
    assert held() is None


def test_it_is_shown_without_being_made():
    deferred = Graph.deferred(graph)
    assert repr(deferred) == "<Graph, not looked at yet>"
    assert len(deferred) == 2
    assert repr(deferred) == "<Graph of 2 records, feedback on 1>"


def test_lines_are_noted_whether_tracing_is_on_or_off():
    @bundle(trainable=True)
    def sign(x):
        if x < 0:
            return -1
        return 1

    with noting_lines() as lines:
        sign(-3)
        assert lines == {"sign": 3}
        with no_trace():
            assert sign(3) == 1
    assert lines == {"sign": 4}
    sign(-3)
    assert lines == {"sign": 4}
