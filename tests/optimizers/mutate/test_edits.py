import ast

import pytest

from robotrace.errors import ProposalError
from robotrace.optimizers.mutate.edits import MOST_NAMES, edits_of

SMALL = '''@deco(gain=1)
def price(number, rest=2):
    """Adds 1 + 1, in short."""
    # 3 + 3
    if number > 10 and rest:
        return number - rest * 2
    return rest'''


def changes(text):
    """Line, what becomes of it, and whether that is rare."""
    return [(edit.about.partition(": ")[2], edit.rare) for edit in edits_of(text, name="f")]


def whats(text):
    return [about for about, _ in changes(text)]


def test_all_changes_of_a_small_function():
    assert [
        (edit.line, edit.text.split("\n")[edit.line - 1].strip(), edit.rare) for edit in edits_of(SMALL, name="f")
    ] == [
        (5, "if rest > 10 and rest:", True),
        (5, "if number >= 10 and rest:", False),
        (5, "if number < 10 and rest:", False),
        (5, "if number > 11 and rest:", False),
        (5, "if number > 9 and rest:", False),
        (5, "if number > 10 or rest:", False),
        (5, "if number > 10 and number:", True),
        (6, "return rest - rest * 2", True),
        (6, "return -number - rest * 2", True),
        (6, "return number + rest * 2", False),
        (6, "return number - number * 2", True),
        (6, "return number - rest + 2", False),
        (6, "return number - rest // 2", False),
        (6, "return number - rest", True),
        (6, "return number - rest * 3", False),
        (6, "return number - rest * 1", False),
        (7, "return number", True),
        (7, "return -rest", True),
    ]
    assert edits_of(SMALL, name="f")[1].about == "line 5: > becomes >="


def test_no_two_are_the_same_and_nothing_above_the_body_changes():
    texts = [edit.text for edit in edits_of(SMALL, name="f")]
    assert len({*texts, SMALL}) == len(texts) + 1
    assert {text.split("    if")[0] for text in texts} == {SMALL.split("    if", maxsplit=1)[0]}


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("return -x", ["- becomes nothing"]),
        ("return not x", ["not becomes nothing"]),
        ("return x in (1, y)", ["in becomes not in", "1, y becomes y, 1"]),
        ("return x not in y", ["not in becomes in"]),
        ("return x == y or True", ["== becomes !=", "or becomes and", "True becomes False"]),
        ("return max(x, 3)", ["max becomes min", "x becomes -x", "3 becomes 4", "3 becomes 2", "x, 3 becomes 3, x"]),
        ("return x % 2 + 1.5", ["% becomes //", "% 2 becomes nothing", "+ 1.5 becomes nothing"]),
        ("x += 1", ["+= becomes -="]),
        ("return x[0]", ["0 becomes 1", "0 becomes -1"]),
    ],
)
def test_each_kind_of_change(line, some):
    found = whats(f"def f(x, y):\n    {line}\n")
    assert [about for about in some if about not in found] == []


@pytest.mark.parametrize(
    ("line", "none"),
    [
        ("return x - y * 2", "- y becomes nothing"),  # the term is longer
        ("return [y for y in x]", "in becomes not in"),
        ("return x.real", "real"),
        ("return x(y)", "x becomes y"),  # what is called keeps its name
        ("return g(key=x)", "key becomes"),
        ("return f'{x + 1}'", "+"),
        ("return 'x + 1'", "+"),
        ("return 0x10", "0x10 becomes 1"),
        ("return x  # + 1", "+"),
    ],
)
def test_what_is_left_alone(line, none):
    assert [about for about in whats(f"def f(x, y):\n    {line}\n") if none in about] == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(a): return a + 1",
        "def f(\n    a,\n    b: dict[str, int] = {1: 2},\n) -> int:\n    return a \\\n        + 1\n",
        "async def f(a):\n    return await a % 2\n",
        "def f(ä):\n    é = ä + 1\n    return é\n",
        "def f(a):\r\n    return a + 1\r\n",
        "def f(self, *args, **more):\n    return lambda x: x + len(args)\n",
        "class A:\n    def f(self):\n        return self.a - 1\n",
    ],
)
def test_odd_forms_are_changed_in_place_and_stay_python(text):
    found = edits_of(text, name="f")
    assert found
    for edit in found:
        ast.parse(edit.text)
        assert edit.text.count("\n") == text.count("\n")
        assert edit.text.startswith(text[: text.index("f(")])


def test_a_function_without_anything_to_change():
    assert edits_of('def f():\n    """Adds 1 + 1."""\n', name="f") == []
    assert edits_of("", name="f") == []


def test_a_name_is_exchanged_for_few_others():
    many = ", ".join(f"a{number}" for number in range(20))
    assert whats(f"def f({many}):\n    return a7\n") == [
        *(f"a7 becomes a{number}" for number in range(MOST_NAMES)),
        "a7 becomes -a7",
    ]


@pytest.mark.parametrize(("text", "words"), [("def f(:\n  '''", "cannot be cut"), ("x" * 40_001, "40,001 characters")])
def test_a_text_that_cannot_be_cut_is_refused(text, words):
    with pytest.raises(ProposalError, match=f"The text of 'f' .*{words}"):
        edits_of(text, name="f")
