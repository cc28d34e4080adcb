"""What the text of a code parameter may hold, and what is refused."""

import gc
import linecache
import math
import traceback

import pytest

from robotrace.errors import ExecutionError, ParameterError, TraceError
from robotrace.trace import bundle, no_trace, node

OFFSET = 100.0


@bundle(trainable=True)
def controller(observation, gain=2.0):
    """Scale it."""
    # keep this comment
    if observation > 10:
        return 0.0
    return gain * observation


@pytest.fixture(autouse=True)
def _original():
    text = controller.parameter.data
    yield
    controller.parameter.set(text)


def test_the_text_is_the_source_without_decorators():
    assert controller.parameter.data == (
        "def controller(observation, gain=2.0):\n"
        '    """Scale it."""\n'
        "    # keep this comment\n"
        "    if observation > 10:\n"
        "        return 0.0\n"
        "    return gain * observation"
    )
    assert (controller.parameter.name, controller.parameter.kind) == ("controller", "code")
    assert controller.parameter.constraint == "a function `def controller(observation, gain=2.0)`"


def test_the_code_is_an_input_of_the_call():
    call = controller(1.0)
    assert call.inputs == {"observation": 1.0, "__code__": controller.parameter}
    assert call.parents == (controller.parameter,)


def test_the_returned_line_is_recorded():
    assert controller(11.0).line == 5
    assert controller(1.0).line == 6


def test_a_new_text_takes_effect_and_old_calls_keep_theirs():
    before = controller(1.0)
    controller.parameter.set("def controller(observation, gain=2.0):\n    return -1.0")
    after = controller(1.0)
    assert (before.data, after.data) == (2.0, -1.0)
    assert before.inputs["__code__"].data.startswith('def controller(observation, gain=2.0):\n    """')
    assert after.inputs["__code__"] is controller.parameter


def test_imports_and_helpers_beside_the_function():
    controller.parameter.set(
        "from __future__ import annotations\n"
        "import math\n"
        "from math import sqrt as root\n"
        "\n"
        "LIMIT = 3.0\n"
        "\n"
        "def clip(value):\n"
        "    return min(LIMIT, root(value))\n"
        "\n"
        "def controller(observation: math.Undefined, gain=2.0) -> Unknown:\n"
        "    return clip(observation) + OFFSET\n"
        "\n"
        "def last(observation, gain=2.0):\n"
        "    return 'the wrong one'\n"
    )
    call = controller(4.0)
    assert (call.data, call.line) == (102.0, 11)
    assert "clip" not in globals()
    assert "LIMIT" not in globals()


def test_globals_stay_live(monkeypatch):
    controller.parameter.set("def controller(observation, gain=2.0):\n    return OFFSET")
    assert controller(1.0).data == 100.0
    monkeypatch.setitem(globals(), "OFFSET", 5.0)
    assert controller(1.0).data == 5.0


def test_closures_share_the_original_variables():
    count = 0
    step = 2

    @bundle(trainable=True)
    def tick():
        nonlocal count
        count += step

    tick()
    assert count == 2
    tick.parameter.set(
        "def helper():\n    return step\n\n"
        "def tick():\n    nonlocal count\n    count += 10 * helper()\n    return count"
    )
    step = 3
    assert tick().data == 32
    assert count == 32


def test_recursion_is_one_call():
    @bundle(trainable=True)
    def factorial(n):
        return 1 if n <= 1 else n * factorial(n - 1)

    call = factorial(5)
    assert call.data == 120
    assert call.line == 2
    assert call.parents == (factorial.parameter,)


def test_multi_line_signature_without_docstring():
    @bundle(trainable=True)
    def act(
        observation,
        *,
        low=-1.0,
        high=1.0,
    ):
        return max(low, min(high, observation))

    call = act(5.0, low=0.0)
    assert (call.data, call.line) == (1.0, 7)
    assert call.inputs["low"] == 0.0


def test_a_statement_of_many_lines_is_known_by_its_first():
    controller.parameter.set("def controller(observation, gain=2.0):\n    return max(\n        1,\n        2,\n    )")
    assert controller(1.0).line == 2


def test_falling_off_the_end_has_no_line():
    controller.parameter.set("def controller(observation, gain=2.0):\n    if observation:\n        return 1")
    assert (controller(0).data, controller(0).line) == (None, None)
    assert (controller(1).data, controller(1).line) == (1, 3)


def test_returns_of_inner_functions_are_left_alone():
    controller.parameter.set(
        "def controller(observation, gain=2.0):\n"
        "    def inner(x):\n"
        "        return x + 1\n"
        "    pick = lambda x: x * 2\n"
        "    class Box:\n"
        "        def get(self):\n"
        "            return 7\n"
        "    try:\n"
        "        return inner(1), pick(2), Box().get()\n"
        "    finally:\n"
        "        pass\n"
    )
    call = controller(0)
    assert (call.data, call.line) == ((2, 4, 7), 9)


def test_a_returned_pair_is_not_taken_for_a_line():
    controller.parameter.set("def controller(observation, gain=2.0):\n    return 3, 4")
    assert controller(0).data == (3, 4)
    with no_trace():
        assert controller(0) == (3, 4)


def test_generators_work_and_have_no_line():
    @bundle(trainable=True)
    def steps(n):
        yield from range(n)
        return 5

    call = steps(3)
    assert list(call.data) == [0, 1, 2]
    assert call.line is None


def test_defaults_are_the_original_objects():
    shared = []

    @bundle(trainable=True)
    def collect(x, into=shared, *, also=shared):
        into.append(x)
        also.append(x)

    collect.parameter.set("def collect(x, into=shared, *, also=shared):\n    into.append(-x)")
    collect(1)
    assert shared == [-1]


class Base:
    def name(self):
        return "base"


class Policy(Base):
    __secret = 4

    @bundle(trainable=True)
    def name(self):
        return "policy of " + super().name()

    @bundle(trainable=True)
    def act(self, observation):
        """Uses a private name.

        Over several lines.
        """
        text = """
    kept
        """
        return self.__secret + len(text)

    @staticmethod
    @bundle(trainable=True)
    def fixed(x):
        return x

    @classmethod
    @bundle(trainable=True)
    def made(cls, x):
        return cls.__name__ + x


def test_methods_with_super_and_private_names():
    policy = Policy()
    assert policy.name().data == "policy of base"
    call = policy.act(1)
    assert call.data == 4 + len("\n    kept\n        ")
    assert call.inputs == {"observation": 1, "__code__": policy.act.parameter}
    assert policy.act.parameter.name == "Policy.act"
    policy.act.parameter.set("def act(self, observation):\n    return super().name() + str(self.__secret)")
    assert policy.act(1).data == "base4"
    assert policy.act.parameter.data.startswith("def act(self, observation):\n")


def test_static_and_class_methods():
    assert Policy.fixed(3).data == 3
    assert Policy.made("!").data == "Policy!"
    assert list(Policy.made("!").inputs) == ["x", "__code__"]


def test_the_text_of_a_method_stands_at_the_margin_and_keeps_its_strings():
    assert Policy.fixed.parameter.data == "def fixed(x):\n    return x"

    class Speaker:
        @bundle(trainable=True)
        def say(self):
            """First line.

            Second line.
            """
            return """
            far right
left
"""

    assert Speaker.say.parameter.data == (
        'def say(self):\n    """First line.\n\n    Second line.\n    """\n'
        '    return """\n            far right\nleft\n"""'
    )
    assert Speaker().say().data == "\n            far right\nleft\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def controller(observation, gain=2.0)\n    return 1", "syntax error in line 1"),
        ("def other(observation, gain=2.0):\n    return 1", "found other at its top level"),
        ("x = 1", "found no function"),
        ("", "found no function"),
        ("def controller(obs, gain=2.0):\n    return 1", r"found `def controller\(obs, gain=2.0\):`"),
        ("def controller(observation):\n    return 1", "keep the signature"),
        ("def controller(observation, gain=3.0):\n    return 1", "keep the signature"),
        ("def controller(observation, *, gain=2.0):\n    return 1", "keep the signature"),
        ("async def controller(observation, gain=2.0):\n    return 1", "keep the signature"),
        ("@cache\ndef controller(observation, gain=2.0):\n    return 1", "leave the decorator out"),
        ("def controller(observation, gain=2.0):\n    return 1\nreturn 2", "outside a function in line 3"),
        ("def controller(observation, gain=2.0):\n    return 1\nyield 2", "outside a function"),
        ("def controller(observation, gain=2.0):\n    break", "syntax error"),
        ("def controller(observation, gain=2.0):\n    nonlocal unknown\n    return 1", "syntax error"),
        ("def controller(observation, gain=2.0):\n    return '\0'", "cannot parse|syntax error"),
        ("(" * 10_000, "cannot parse|syntax error"),
        (3, "found a value of type int"),
        (None, "found a value of type NoneType"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_and_the_old_one_kept(text, message):
    before = controller.parameter.data
    with pytest.raises(ParameterError, match=message):
        controller.parameter.set(text)
    assert controller.parameter.data == before
    assert controller(1.0).data == 2.0


def test_setting_a_text_runs_nothing_of_it():
    ran = []

    @bundle(trainable=True)
    def act():
        return ran

    act.parameter.set("ran.append('ran')\ndef act():\n    return list(ran)")
    assert ran == []
    assert act().data == ["ran"]
    act()
    assert ran == ["ran"]


def test_a_text_whose_statements_raise_fails_in_the_call():
    controller.parameter.set("import nowhere_to_be_found\n\ndef controller(observation, gain=2.0):\n    return 1")
    with pytest.raises(ExecutionError, match=r"-->   1 \| import nowhere") as failure:
        controller(1.0)
    assert failure.value.node.line == 1
    failure.value.node.backward("the import fails")
    assert len(controller.parameter.graphs) == 1
    controller.parameter.zero_feedback()


def test_tracebacks_show_the_text():
    controller.parameter.set("def controller(observation, gain=2.0):\n    return 1 / observation  # here")
    with no_trace(), pytest.raises(ZeroDivisionError) as failure:
        controller(0)
    assert "return 1 / observation  # here" in "".join(traceback.format_exception(failure.value))


def test_the_text_is_released_with_the_function():
    @bundle(trainable=True)
    def act():
        return 1

    def known():
        return [name for name in linecache.cache if name.startswith("<robotrace act ")]

    gc.collect()
    before = len(known())
    act()
    assert len(known()) == before + 1
    act.parameter.set("def act():\n    return 2")
    act()
    gc.collect()
    assert len(known()) == before + 1
    del act
    gc.collect()
    assert len(known()) == before


def test_the_same_text_is_compiled_once():
    ran = []

    @bundle(trainable=True)
    def act():
        return ran

    act.parameter.set("ran.append(1)\ndef act():\n    return 0")
    for _ in range(3):
        act()
    assert ran == [1]


def test_functions_without_source_cannot_be_trainable():
    with pytest.raises(TraceError, match="written with def"):
        bundle(lambda x: x, trainable=True)
    with pytest.raises(TraceError, match="written with def"):
        bundle(math.sqrt, trainable=True)
    scope = {}
    exec("def generated(x):\n    return x", scope)
    with pytest.raises(TraceError, match="define it in a file"):
        bundle(scope["generated"], trainable=True)


def test_a_decorator_beneath_is_refused():
    import functools

    with pytest.raises(TraceError, match="directly above the def"):

        @bundle(trainable=True)
        @functools.wraps(math.sqrt)
        def act(x):
            return x


def test_node_arguments_reach_the_function_plain():
    assert controller(node(3.0), gain=node(5.0)).data == 15.0
