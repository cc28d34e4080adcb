import pickle
from itertools import pairwise

import numpy as np
import pytest

from robotrace.errors import ParameterError, TraceError
from robotrace.trace import Graph, Parameter, Record, Ref, backward, bundle, node, record, restore


@bundle
def add(a, b):
    """The sum."""
    return a + b


def parameter(value, name):
    return node(value, name, trainable=True)


def brief(graph):
    return [(r.kind, r.name, dict(r.inputs), r.output) for r in graph.records]


def test_a_small_graph():
    x, y = parameter(2.0, "x"), node(3.0, "y")
    graph = backward({add(x, y): "larger"})
    assert brief(graph) == [
        ("input", "y", {}, 3.0),
        ("parameter", "x", {}, 2.0),
        ("call", "add", {"a": Ref(1), "b": Ref(0)}, 5.0),
    ]
    assert graph.feedback == {2: ("larger",)}
    assert x.graphs == [graph]
    assert len(graph) == 3


def test_a_record_has_all_of_a_call():
    x = parameter(2.0, "x")
    made = record("step", {"action": [x, 1]}, 7, description="moves", line=3, note={"reward": 0.5})
    found = Graph.of({made: "ok"}).records[1]
    assert (found.id, found.kind, found.name, found.operation, found.description) == (
        1,
        "call",
        "step",
        "step",
        "moves",
    )
    assert found.inputs == {"action": [Ref(0), 1]}
    assert (found.output, found.line, found.error, found.note) == (7, 3, None, {"reward": 0.5})
    assert found.parents == (0,)


def test_the_record_of_a_parameter():
    x = node(2, "speed", trainable=True, bounds=(0, 9), description="of the hand")
    (found,) = Graph.of({x + 1: ""}).parameters
    assert (found.name, found.output, found.description) == ("speed", 2, "of the hand")
    assert found.note == {"kind": "number", "constraint": "an integer from 0 to 9"}


def test_only_what_lies_between_parameters_and_outputs_is_kept():
    x = parameter(1.0, "x")
    far = add(node(1.0, "far"), 2.0)
    constant = add(far, 3.0)
    unrelated = add(x, 10.0)
    graph = Graph.of({add(add(x, constant), 1.0): "ok"})
    names = [(r.kind, r.operation, r.output) for r in graph.records]
    assert ("input", "add", 6.0) in names
    assert len(names) == 4
    assert unrelated.data == 11.0
    assert graph.records[[n[2] for n in names].index(6.0)].inputs == {}


def test_the_square_of_a_parameter():
    p = parameter(3, "p")
    (p * p).backward("smaller")
    (graph,) = p.graphs
    assert brief(graph) == [("parameter", "p", {}, 3), ("call", "mul", {"a": Ref(0), "b": Ref(0)}, 9)]


def test_a_diamond_is_walked_once():
    p = parameter(1, "p")
    top = p + 0
    for _ in range(200):  # 2 ** 200 paths
        top = top + top
    graph = Graph.of({top: "ok"})
    assert len(graph) == 202


def test_two_outputs_with_different_feedback():
    p = parameter(2, "p")
    base = p + 1
    low, high = base - 5, base * 5
    graph = backward({low: "too low", high: "too high"})
    assert p.graphs == [graph]
    assert [(r.operation, r.output) for r in graph.records] == [("", 2), ("add", 3), ("sub", -2), ("mul", 15)]
    assert graph.feedback == {2: ("too low",), 3: ("too high",)}


def test_feedback_on_two_outputs_one_after_the_other():
    p = parameter(2, "p")
    low, high = p - 5, p * 5
    low.backward("too low")
    high.backward("too high")
    merged = Graph.merge(p.graphs)
    assert [(r.operation, r.output) for r in merged.records] == [("", 2), ("sub", -3), ("mul", 10)]
    assert merged.feedback == {1: ("too low",), 2: ("too high",)}


def test_feedback_twice_on_one_output():
    p = parameter(2, "p")
    output = p * 5
    output.backward("first")
    output.backward("second")
    merged = Graph.merge(p.graphs)
    assert len(merged) == 2
    assert merged.feedback == {1: ("first", "second")}


def test_a_minibatch():
    p = parameter(2.0, "p")
    outputs = [add(p, float(i)) for i in range(3)]
    graph = backward({output: f"row {i}" for i, output in enumerate(outputs)})
    assert [r.output for r in graph.records] == [2.0, 2.0, 3.0, 4.0]
    assert graph.feedback == {1: ("row 0",), 2: ("row 1",), 3: ("row 2",)}


def test_feedback_on_a_parameter_itself():
    p = parameter(2.0, "p")
    p.backward("why")
    assert brief(p.graphs[0]) == [("parameter", "p", {}, 2.0)]
    assert p.graphs[0].feedback == {0: ("why",)}


def test_feedback_on_a_value_that_depends_on_nothing():
    graph = backward({node(1, "x") + 1: "hm"})
    assert brief(graph) == [("input", "add", {}, 2)]
    assert graph.feedback == {0: ("hm",)}


def test_feedback_may_be_an_array():
    hint = np.array([0.0, 0.6])
    p = parameter(1.0, "p")
    graph = backward({p * 2: hint})
    assert graph.feedback[1][0] is hint


def test_feedback_needs_nodes():
    with pytest.raises(TraceError, match=r"found one on 3\.0"):
        backward({3.0: "no node"})


def test_two_parameters_of_one_name_are_an_error_that_says_so():
    a, b = parameter(1, "gain"), parameter(2, "gain")
    with pytest.raises(TraceError, match="Two parameters are both called 'gain'"):
        backward({a + b: "x"})
    assert a.graphs == b.graphs == []


def test_a_parameter_with_two_values_in_one_graph():
    p = parameter(1, "p")
    first = p + 10
    p.set(2)
    graph = backward({first + p: "x"})
    assert p.graphs == [graph]
    assert [(r.output, graph.label(r.id)) for r in graph.parameters] == [(1, "p"), (2, "p_1")]


def test_the_graph_keeps_the_value_that_was_used():
    p = parameter(1, "p")
    output = p + 10
    p.set(2)
    assert [r.output for r in Graph.of({output: ""}).records] == [1, 11]


def test_plain_records_both_ways():
    x, y = parameter([1.0], "x"), node(2.0, "y")

    @bundle(trainable=True)
    def act(items, table, *, tag):
        return {"ref": 3}

    call = act([x, (y, 1)], {"ref": x, "plain": {"ref": 0}}, tag={"value": 1})
    end = record("step", {"state": [call], "t": 3}, np.arange(3.0), note={"reward": 1.0})
    graph = backward({end: "good", call: "so so"})
    plain = graph.to_records()
    assert all(type(item) is dict for item in plain)
    back = Graph.from_records(plain)
    for a, b in zip(graph.records, back.records, strict=True):
        assert (a.id, a.kind, a.name, a.operation, a.description) == (b.id, b.kind, b.name, b.operation, b.description)
        assert a.inputs == b.inputs
        assert a.output is b.output
        assert (a.line, a.error, a.note) == (b.line, b.error, b.note)
    assert back.feedback == graph.feedback
    assert [item["name"] for item in plain] == ["y", "x", "act", "act", "step"]
    assert plain[3]["inputs"] == {
        "items": {"list": [{"ref": 1}, {"tuple": [{"ref": 0}, {"value": 1}]}]},
        "table": {"dict": [[{"value": "ref"}, {"ref": 1}], [{"value": "plain"}, {"value": {"ref": 0}}]]},
        "tag": {"value": {"value": 1}},
        "__code__": {"ref": 2},
    }
    assert (plain[3]["feedback"], plain[4]["feedback"]) == (["so so"], ["good"])


def test_what_are_no_records_is_refused():
    with pytest.raises(TraceError, match="to_records"):
        Graph.from_records([{"id": 0}])
    plain = backward({parameter(1, "p") + 1: "x"}).to_records()
    with pytest.raises(TraceError, match="stands at 0"):
        Graph.from_records(reversed(plain))


def test_nodes_come_back_to_life():
    p = node(2, "p", trainable=True, bounds=(0, 9))
    graph = backward({add(p * p, node(1, "one")): "more"})
    nodes = list(restore(Graph.from_records(graph.to_records())))
    (fresh,) = [n for n in nodes if isinstance(n, Parameter)]
    assert (fresh.data, fresh.name, fresh.kind, fresh.constraint) == (2, "p", "number", "an integer from 0 to 9")
    assert [n.name for n in nodes] == ["p", "mul", "one", "add"]
    assert nodes[3].parents == (nodes[1], nodes[2])
    assert nodes[1].parents == (fresh,)
    nodes[-1].backward("again")
    assert brief(fresh.graphs[0]) == brief(graph)
    with pytest.raises(ParameterError):
        fresh.set("three")
    assert p.graphs == [graph]


def test_graphs_can_be_pickled():
    p = parameter(2, "p")
    graph = backward({p * 3: "x"})
    back = pickle.loads(pickle.dumps(graph))
    assert brief(back) == brief(graph)
    assert back.feedback == graph.feedback
    assert back.made == ()


def test_merging_graphs_from_elsewhere_joins_parameters_by_name_and_value():
    def episode(value, action):
        p = parameter(value, "p")
        return Graph.from_records(backward({add(p, action): f"action {action}"}).to_records())

    merged = Graph.merge([episode(1.0, 10), episode(1.0, 20), episode(2.0, 30)])
    assert [(r.kind, r.output) for r in merged.records] == [
        ("parameter", 1.0), ("call", 11.0), ("call", 21.0), ("parameter", 2.0), ("call", 32.0),
    ]  # fmt: skip
    assert [dict(r.inputs) for r in merged.records] == [
        {}, {"a": Ref(0), "b": 10}, {"a": Ref(0), "b": 20}, {}, {"a": Ref(3), "b": 30},
    ]  # fmt: skip
    assert merged.feedback == {1: ("action 10",), 2: ("action 20",), 4: ("action 30",)}
    assert [r.id for r in merged.records] == [0, 1, 2, 3, 4]


def test_merging_is_repeatable():
    p = parameter(2, "p")
    a, b, c = p + 1, p + 2, p + 3
    graphs = [backward({x: str(x)}) for x in (a, b, c)]
    once = Graph.merge(graphs)
    twice = Graph.merge([Graph.merge(graphs[:2]), graphs[2]])
    assert brief(once) == brief(twice)
    assert once.feedback == twice.feedback
    assert len(Graph.merge([])) == 0


def test_labels_of_unique_names_are_the_names():
    x, y = parameter(1, "x"), node(2, "y")
    graph = Graph.of({add(x, y): ""})
    assert {graph.label(r.id) for r in graph.records} == {"x", "y", "add"}


def test_labels_never_collide():
    p = parameter(1, "x")
    leaves = [node(i, "x") for i in range(12)] + [node(0, "x_1"), node(0, "x1"), node(0, "x_1_1"), node(0, "x_10")]
    graph = Graph.of({record("all", {"leaves": [p, *leaves]}, 0): ""})
    labels = [graph.label(r.id) for r in graph.records]
    assert len(set(labels)) == len(labels) == 18
    assert labels[[r.kind for r in graph.records].index("parameter")] == "x"
    assert {"x_1", "x1", "x_1_1", "x_10", "all"} <= set(labels)


def test_records_stand_in_the_order_in_which_they_were_made():
    p = parameter(0, "p")
    state = p + 0
    for t in range(5):
        state = record("step", {"state": state}, t)
    graph = Graph.of({state: ""})
    assert [r.output for r in graph.records] == [0, 0, 0, 1, 2, 3, 4]
    assert all(a.id + 1 == b.id for a, b in pairwise(graph.records))


def test_a_long_chain():
    p = parameter(0, "p")
    y = p
    for _ in range(50_000):
        y = y + 1
    graph = backward({y: "long"})
    assert len(graph) == 50_001
    assert graph.label(50_000) == "add_50000"
    assert list(restore(graph))[-1].data == 50_000


def test_records_are_frozen():
    with pytest.raises(AttributeError):
        Record(0, "input", "x").name = "y"
    assert Ref(3) == Ref(3)
