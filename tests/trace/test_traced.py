"""The minimal graph against a brute-force oracle, on random workflows."""

from hypothesis import given
from hypothesis import strategies as st

from robotrace.trace import Graph, Ref, bundle, node, record


@st.composite
def workflows(draw):
    """Nodes with random parents among the earlier ones: (is a parameter, parents), and the outputs with feedback."""
    count = draw(st.integers(1, 14))
    shape = []
    for i in range(count):
        parents = draw(st.lists(st.integers(0, i - 1), max_size=3)) if i else []
        shape.append((not parents and draw(st.booleans()), parents))
    outputs = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3, unique=True))
    return shape, outputs


def build(shape):
    nodes = []
    for i, (is_parameter, parents) in enumerate(shape):
        if parents:
            nodes.append(record("call", {"from": [nodes[j] for j in parents]}, i))
        else:
            nodes.append(node(i, f"n{i}", trainable=is_parameter))
    return nodes


def ancestors(shape, i):
    """All paths backwards, one by one."""
    return {i}.union(*(ancestors(shape, j) for j in shape[i][1]))


def expected(shape, outputs):
    """Kind by node, straight from the definition."""
    depends = {i for i in range(len(shape)) if any(shape[j][0] for j in ancestors(shape, i))}
    between = {j for i in outputs for j in ancestors(shape, i)} & depends
    kinds = {i: "parameter" if shape[i][0] else "call" for i in between}
    taken = {j for i in between for j in shape[i][1]}
    for i in taken.union(outputs):
        kinds.setdefault(i, "input")
    return kinds


@given(workflows())
def test_the_minimal_graph_is_that_of_the_definition(workflow):
    shape, outputs = workflow
    nodes = build(shape)
    graph = Graph.of({nodes[i]: f"feedback {i}" for i in outputs})
    kinds = expected(shape, outputs)
    assert {r.output: r.kind for r in graph.records} == kinds
    assert len(graph) == len(kinds)
    place = {r.output: r.id for r in graph.records}
    for r in graph.records:
        assert graph.records[r.id] is r
        assert all(parent < r.id for parent in r.parents)
        wanted = [Ref(place[j]) for j in shape[r.output][1]] if r.kind == "call" else None
        assert r.inputs.get("from") == wanted
    assert graph.feedback == {place[i]: (f"feedback {i}",) for i in outputs}


@given(workflows())
def test_one_pass_over_all_outputs_equals_the_merged_passes_over_each(workflow):
    shape, outputs = workflow
    nodes = build(shape)
    together = Graph.of({nodes[i]: i for i in outputs})
    merged = Graph.merge([Graph.of({nodes[i]: i}) for i in outputs])

    def facts(graph):
        output = [r.output for r in graph.records]
        edges = {(r.output, output[parent]) for r in graph.records for parent in r.parents}
        said = {output[i]: words for i, words in graph.feedback.items()}
        return {r.output: r.kind for r in graph.records}, edges, said, len(graph)

    assert facts(together) == facts(merged)


@given(workflows())
def test_every_label_is_unique(workflow):
    shape, outputs = workflow
    nodes = build(shape)
    graph = Graph.of({nodes[i]: "" for i in outputs})
    labels = [graph.label(r.id) for r in graph.records]
    assert len(set(labels)) == len(labels)


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(-9, 9)), max_size=12), st.integers(-9, 9))
def test_traced_arithmetic_gives_the_plain_result(steps, start):
    plain, traced = start, node(start, "start", trainable=True)
    for sign, value in steps:
        plain = plain + value if sign == "+" else plain - value if sign == "-" else plain * value
        traced = traced + value if sign == "+" else traced - value if sign == "-" else traced * value
    assert traced.data == plain
    assert len(Graph.of({traced: ""})) == len(steps) + 1


@given(
    st.recursive(
        st.integers() | st.text(), lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(), x, max_size=3)
    )
)
def test_any_container_reaches_a_body_unchanged(value):
    @bundle
    def same(x):
        return x

    assert same(value).data is value
    assert same([node(1), value]).data == [1, value]
