from __future__ import annotations

import pickle

import numpy as np
import pytest

from robotrace.errors import TraceError
from robotrace.trace import Graph, backward, node


def outputs():
    x = node(3.0, "x", trainable=True)
    return x, x * 2, x + 1


def test_a_score_stands_beside_the_feedback():
    x, double, _ = outputs()
    double.backward("larger", score=np.float32(0.5))
    assert x.graphs[0].scores == {1: (0.5,)}
    assert x.graphs[0].feedback == {1: ("larger",)}


def test_several_outputs_have_feedback_and_scores_of_their_own():
    _, double, more = outputs()
    graph = backward([double, more, double], ["a", "b", "c"], scores=[1, 2, 3.5])
    assert graph.feedback == {1: ("a", "c"), 2: ("b",)}
    assert graph.scores == {1: (1.0, 3.5), 2: (2.0,)}


def test_some_outputs_have_scores():
    _, double, more = outputs()
    assert backward({double: "a", more: "b"}, scores={more: 2}).scores == {2: (2.0,)}


def test_scores_survive_records_pickling_and_merging():
    _, double, more = outputs()
    graph = backward({double: "a", more: "b"}, scores=[1, 2])
    assert Graph.from_records(graph.to_records()).scores == {1: (1.0,), 2: (2.0,)}
    assert pickle.loads(pickle.dumps(graph)).scores == {1: (1.0,), 2: (2.0,)}
    assert Graph.merge([graph, backward([double], scores=[3])]).scores == {1: (1.0, 3.0), 2: (2.0,)}


def test_records_without_scores_have_no_such_entry():
    _, double, _ = outputs()
    assert all("scores" not in record for record in backward([double]).to_records())


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (None, r"found None \(NoneType\)\. Leave score out where there is none; did the metric return nothing\?"),
        (True, r"found True \(bool\)\. Write score=float"),
        (np.bool_(False), "Write score=float"),
        (float("nan"), r"A score is a finite number, larger is better; found nan \(float\)"),
        (float("inf"), "found inf"),
        (10**400, "A score is a finite number"),
        ("0.7", "Words belong into the feedback"),
        ([0.7], r"found \[0.7\] \(list\)"),
    ],
)
def test_what_is_no_finite_number_is_no_score(score, said):
    x, double, _ = outputs()
    with pytest.raises(TraceError, match=said):
        double.backward("larger", score=score)
    assert x.graphs == []


def test_the_value_of_a_node_is_a_score():
    x, double, more = outputs()
    double.backward(score=more)
    assert x.graphs[0].scores == {1: (4.0,)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda z: backward(z, "a"), "For one output: output.backward"),
        (lambda z: backward([z], ["a", "b"]), "got 1 outputs and feedback for 2"),
        (lambda z: backward([z], "a"), "takes feedback as a list"),
        (lambda z: backward([z], scores=0.7), "takes scores as a list"),
        (lambda z: backward([z], scores=[1, 2]), "got 1 outputs and scores for 2"),
        (lambda z: backward({z: "a"}, ["b"]), "got feedback twice"),
        (
            lambda z: backward({z: "a"}, scores={z + 1: 1.0}),
            "a score for <Node add = 7.0>, which is none of the outputs",
        ),
        (lambda z: backward([3.0], ["a"]), "found one on 3.0"),
    ],
)
def test_feedback_that_does_not_fit_its_outputs_is_refused(given, said):
    x, double, _ = outputs()
    with pytest.raises(TraceError, match=said):
        given(double)
    assert x.graphs == []
