"""Graphs to look at: text, Graphviz, SVG."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from robotrace.errors import ExecutionError
from robotrace.trace import bundle, node
from robotrace.trace.brief import brief

SVG = "{http://www.w3.org/2000/svg}"


@bundle(trainable=True)
def ratio(a, b):
    return a / b


def shared():
    x = node(2.0, "x", trainable=True)
    tripled = x * 3
    return ratio(tripled + 1, tripled)


def test_a_tree_shows_what_is_shared_once():
    assert shared().backward("larger").tree() == (
        "ratio_1 = 1.1666666666666667 (line 2) <- 'larger'\n"
        "├─ a: add = 7.0\n"
        "│  └─ a: mul = 6.0\n"
        "│     └─ a: x = 2.0 (parameter)\n"
        "├─ b: mul (as above)\n"
        "└─ code: ratio = 'def ratio(a,... return a / b' (parameter)"
    )


def test_a_tree_marks_failures_and_several_outputs():
    x = node(0.0, "x", trainable=True)
    with pytest.raises(ExecutionError) as failure:
        1 / x
    graph = failure.value.node.backward("fix it")
    assert graph.tree() == (
        "truediv failed: ZeroDivisionError: float division by zero <- 'fix it'\n└─ b: x = 0.0 (parameter)"
    )
    other = (x + 1).backward()
    assert type(graph).merge([graph, other]).tree().splitlines()[2:] == ["add = 1.0", "└─ a: x = 0.0 (parameter)"]


def test_a_tree_is_bounded():
    x = node(0, "x", trainable=True)
    for _ in range(1_000):
        x = x + 1
    lines = x.backward("").tree().splitlines()
    assert len(lines) == 32
    assert lines[-1] == "... 970 more of 1001 records"
    wide = node([node(i, f"p{i}", trainable=True) for i in range(500)])
    lines = wide.backward("").tree(most=10).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "... 491 more of 501 records"


def test_graphviz_source_is_escaped():
    text = node('a "b" \\ <c>\n{d}', 'the "name"\\', trainable=True)
    source = (text + "!").backward("").dot()
    assert source == (
        "digraph trace {\n"
        '  node [shape=box, style=filled, fontname="monospace"];\n'
        '  n0 [label="the \\"name\\"\\\\\\n= \'a \\"b\\" \\\\\\\\ <c>\\\\n{d}\'", fillcolor="#fde9c8"];\n'
        '  n1 [label="add\\n= \'a \\"b\\" \\\\\\\\ <c>\\\\n{d}!\'", fillcolor="#ffffff"];\n'
        '  n0 -> n1 [label="a"];\n'
        "}\n"
    )


def test_svg_is_well_formed_and_its_boxes_do_not_overlap():
    graph = (shared() + node("<script>&\x00\ud83d", "leaf").__len__()).backward("make <it> & larger")
    root = ElementTree.fromstring(graph.svg())
    boxes = [rect.attrib for rect in root.iter(f"{SVG}rect")]
    assert len(boxes) == len(graph)
    rows = {}
    for box in boxes:
        rows.setdefault(box["y"], []).append((float(box["x"]), float(box["x"]) + float(box["width"])))
    assert len(rows) == 5
    for row in rows.values():
        row.sort()
        assert all(left[1] < right[0] for left, right in pairwise(row))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "<- make <it> & larger" in texts


def test_a_notebook_shows_small_graphs_as_pictures_and_large_ones_as_text():
    graph = shared().backward("<b>")
    assert graph._repr_html_() == graph.svg()
    x = node(0, "x", trainable=True)
    for _ in range(100):
        x = x + 1
    shown = x.backward("<b>")._repr_html_()
    assert shown.startswith("<pre>")
    assert "&lt;b&gt;" in shown


def test_brief_never_fails_and_is_one_short_line():
    class Odd:
        def __repr__(self):
            raise RuntimeError

    assert brief(10**10_000) == "<int that cannot be written>"
    assert brief([1, 2]) == "[1, 2]"
    for value in (Odd(), "a\nb" * 1_000, list(range(1_000)), "\x1b[31m"):
        assert len(brief(value)) <= 120
        assert brief(value).isprintable()
