import json
import math
import os
import subprocess
import types

import numpy as np
import pytest

from robotrace.errors import ParameterError, PolicyCrash, PolicyError, PolicyTimeout, UnsafeCodeError
from robotrace.opto.named import Observation
from robotrace.sandbox import Limits, Sandbox
from robotrace.sandbox.live import WORKER, LiveFunction, live_sandbox
from robotrace.sandbox.plain import not_plain

pytestmark = pytest.mark.slow

LIMIT = 3


def made(values, scale=2.0, *, shift=0):
    return [scale * value + shift for value in values]


HEADER = "def made(values, scale=2.0, *, shift=0)"


@pytest.fixture(scope="module")
def sandbox():
    with live_sandbox() as opened:
        yield opened


@pytest.fixture
def live(sandbox):
    opened = []

    def make(body, *, head="", function=made, within=None):
        text = f"{head}{HEADER}:\n" + "".join(f"    {line}\n" for line in body.splitlines())
        opened.append(LiveFunction(within or sandbox, text, function, HEADER))
        return opened[-1]

    yield make
    for one in opened:
        one.stop()


def test_it_returns_the_line_and_the_value(live):
    double = live("if shift:\n    return 'shifted'\nreturn [scale * value for value in values]")
    assert double([1.0, 2.0]) == (4, [2.0, 4.0])
    assert double([1.0], shift=1) == (3, "shifted")
    assert double([1.0], 5.0) == (4, [5.0])


def test_imports_and_helpers_stand_beside_it_and_modules_come_along(live):
    function = live(
        "return helper(values) + math.pi", head="import numpy\n\n\ndef helper(x):\n    return float(numpy.sum(x))\n\n\n"
    )
    assert function.prepare() == ""
    assert function([1, 2]) == (9, 3 + math.pi)


def test_scipy_can_be_imported(live):
    function = live("from scipy.special import gamma\nreturn float(gamma(values))")
    assert function(5) == (3, 24.0)


def test_data_of_every_plain_kind_comes_back_as_it_was(live):
    given = {"a": (1, None, "x"), 2: {3.5}, "rows": np.arange(6.0).reshape(2, 3), "n": np.float32(1.5), "inf": math.inf}
    line, found = live("return values")(given)
    assert line == 2
    assert found["a"] == (1, None, "x")
    assert found[2] == {3.5}
    assert found["rows"].tobytes() == given["rows"].tobytes()
    assert type(found["n"]) is np.float32
    assert found["inf"] == math.inf


def test_its_process_is_kept_from_call_to_call(live):
    count = live("calls.append(1)\nreturn len(calls)", head="calls = []\n")
    assert [count([])[1] for _ in range(3)] == [1, 2, 3]


def test_a_missing_field_comes_with_the_nearest(live):
    with pytest.raises(PolicyError, match=r"Unknown field 'goal'\. Did you mean goal_pos"):
        live("return values['goal']")(Observation(goal_pos=1.0))


def test_what_it_raises_comes_with_the_line(live):
    with pytest.raises(PolicyError) as failed:
        live("x = 1\nreturn 1 / len(values)")([])
    assert failed.value.line == 3
    assert str(failed.value).startswith("ZeroDivisionError: division by zero\nat line 3 of made:")


def test_what_cannot_come_back_is_an_error_of_its_own(live):
    with pytest.raises(PolicyError, match="it returned what cannot leave the sandbox"):
        live("return [lambda: 0]")([])


def test_wrong_arguments_are_the_callers_mistake(live):
    with pytest.raises(TypeError, match="missing a required argument: 'values'"):
        live("return 0")()


def test_an_argument_that_is_no_plain_data_stays_here_and_is_asked(live):
    assert live("return values['task'][1].x + 1")({"task": [1, types.SimpleNamespace(x=4)]}) == (2, 5)


@pytest.mark.parametrize("value", [os, made.__code__], ids=["os", "code"])
def test_an_argument_that_goes_nowhere_is_refused_with_the_remedy(live, value):
    if value is os:
        assert live("return values.getpid()")(value)[1] != os.getpid()  # the module that the sandbox has
        return
    with pytest.raises(
        UnsafeCodeError, match=r"values: 'values' is a code, which does not leave this process.*trust=True"
    ):
        live("return 0")(value)


def test_a_constant_is_carried(live):
    assert live("return LIMIT")([]) == (2, 3)


def test_a_module_that_the_sandbox_has_not_is_told(live):
    assert live("return json.dumps(values)").prepare() == ""
    assert json
    assert live("return subprocess").prepare() == "it uses ['subprocess'], which cannot be imported there"
    assert subprocess
    lacking = live("return pytest")
    assert "'pytest' (module pytest) is neither of the user's own program nor mentioned" in lacking.prepare()
    with pytest.raises(
        UnsafeCodeError, match="The code of 'made' cannot run in the sandbox: it uses what it may not: 'pytest'"
    ):
        lacking([])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def made(values, scale=2.0, *, shift=0:\n    return 0", "syntax error in line 1"),
        ("def made(values):\n    return 0", "keep the signature"),
        ("def other(values, scale=2.0, *, shift=0):\n    return 0", "found other at its top level"),
        ("(" * 50_000, "too many nested parentheses"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_by_the_process(sandbox, text, words):
    with pytest.raises(ParameterError, match=words):
        LiveFunction(sandbox, text, made, HEADER).prepare()


def test_a_text_that_its_compiler_never_finishes_is_refused():
    limits = Limits(act_seconds=0.3, memory_mb=128)
    text = f"{HEADER}:\n    return " + "+".join(["0"] * 60_000)
    with Sandbox(limits, preload=(WORKER,)) as small, pytest.raises(ParameterError):
        LiveFunction(small, text, made, HEADER).prepare()


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("import os\nos._exit(3)", PolicyCrash),
        ("import ctypes\nctypes.string_at(0)", PolicyCrash),
        ("open('/etc/passwd').read()", PolicyError),
        ("import os\nos.kill(os.getppid(), 9)", PolicyError),
    ],
)
def test_a_hostile_text_fails_and_the_next_call_is_served(live, body, failure):
    hostile = live(f"if values:\n    return 1\n{body}")
    with pytest.raises(failure):
        hostile([])
    assert hostile([0]) == (3, 1)
    assert os.getpid()


def test_an_endless_loop_is_stopped_with_its_line():
    with Sandbox(Limits(act_seconds=0.3), preload=(WORKER,)) as quick:
        endless = LiveFunction(quick, f"{HEADER}:\n    while not values:\n        pass\n    return 1", made, HEADER)
        with pytest.raises(PolicyTimeout) as failed:
            endless([])
        assert failed.value.line in (2, 3)
        assert endless([0]) == (4, 1)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([1, {"a": (2.0, "x")}], None),
        (np.zeros(2, dtype=np.int8), None),
        ({"f": print}, "v['f'], a builtin_function_or_method"),
        (b"raw", "v, a bytes"),
        (1j, "v, a complex"),
        (np.array(["a"]), "v, an ndarray"),
        (np.ma.masked_array([1.0]), "v, a MaskedArray"),
        (Observation(a=[object()]), "v['a'][0], an object"),
    ],
)
def test_what_is_plain_data_and_what_is_not(value, found):
    assert not_plain(value, "v") == found


def test_data_that_contains_itself_is_no_plain_data():
    endless = []
    endless.append(endless)
    assert not_plain(endless, "v").endswith("nested more than 50 deep")


def spread(*values):
    return values


def test_arguments_beyond_the_named_ones_are_looked_at_too(sandbox):
    function = LiveFunction(sandbox, "def spread(*values):\n    return values", spread, "def spread(*values)")
    assert function(1, 2.5)[1] == (1, 2.5)
    thing = object()
    assert function(1, thing)[1][1] is thing
    function.stop()
