"""Trained functions and objects as plain source."""

import importlib.util
import math
import re
import threading

import numpy as np
import pytest

import robotrace as rt
from robotrace import bundle, node
from robotrace.errors import ProgramError

LIMIT = 3
lock = threading.Lock()
gain = node(2.0, "gain", trainable=True)
WORDS = re.compile("[a-z]+")


def language_model(prompt):
    return f"hello {prompt[-5:]}"


@bundle
def helper(x):
    """Help."""
    return min(x, LIMIT) + math.pi + gain.data


@rt.bundle(
    trainable=True,
)
def act(x):  # a comment
    return helper(x) * gain


class Gripper(rt.Module):
    def __init__(self):
        self.effort = rt.node(0.5, "effort", trainable=True)  # how hard


class Base(rt.Module):
    @rt.bundle(trainable=True)
    def decide(self, text):
        """Name the language of the text."""
        return "en" if WORDS.match(text) else "es"


class Greeter(Base):
    """Greets."""

    limit = LIMIT

    def __init__(self):
        self.prompt = rt.node("Greet the user.", trainable=True, name="prompt")
        self.gripper = Gripper()
        self.words = [node("a"), "b"]

    @staticmethod
    @rt.bundle(trainable=True)
    def clip(x):
        return min(x, 1)

    def __call__(self, text):
        gain = 3
        return rt.bundle(language_model)(self.prompt + " in " + self.decide(text) + ": " + text[:gain])


def test_a_function_with_what_it_needs():
    assert rt.export(act) == (
        "import math\n\nLIMIT = 3\ngain = 2.0\n\n\n"
        'def helper(x):\n    """Help."""\n    return min(x, LIMIT) + math.pi + gain\n\n\n'
        "def act(x):  # a comment\n    return helper(x) * gain\n"
    )
    space = {}
    exec(rt.export(act), space)
    assert space["act"](1) == act(1).data


def test_an_object_with_its_trained_values():
    greeter = Greeter()
    greeter.prompt.set('By "name".')
    greeter.gripper.effort.set(0.7)
    greeter.decide.parameter.set(
        "def decide(self, text):\n    # np.pi is gain\n    return self.prompt.data + str(np.pi)"
    )
    text = rt.export(greeter)
    assert text == (
        "import numpy as np\n\nLIMIT = 3\n\n\n"
        "class Base:\n    def decide(self, text):\n        # np.pi is gain\n        return self.prompt + str(np.pi)\n\n\n"
        "class Gripper:\n    def __init__(self):\n        self.effort = 0.7  # how hard\n\n\n"
        'def language_model(prompt):\n    return f"hello {prompt[-5:]}"\n\n\n'
        'class Greeter(Base):\n    """Greets."""\n\n    limit = LIMIT\n\n    def __init__(self):\n'
        '        self.prompt = \'By "name".\'\n        self.gripper = Gripper()\n        self.words = ["a", "b"]\n\n'
        "    @staticmethod\n    def clip(x):\n        return min(x, 1)\n\n"
        "    def __call__(self, text):\n        gain = 3\n"
        '        return language_model(self.prompt + " in " + self.decide(text) + ": " + text[:gain])\n'
    )
    space = {}
    exec(text, space)
    assert space["Greeter"]()("hola Ana") == greeter("hola Ana").data


class Doubler(rt.Module):
    def __init__(self):
        self.factor = rt.node(2, trainable=True, name="factor")

    def forward(self, x):
        return x * self.factor


def test_an_object_whose_forward_is_what_calling_it_does():
    text = rt.export(Doubler())
    assert text == (
        "class Doubler:\n    def __init__(self):\n        self.factor = 2\n\n"
        "    def forward(self, x):\n        return x * self.factor\n\n"
        "    def __call__(self, *args, **kwargs):\n        return self.forward(*args, **kwargs)\n"
    )
    space = {}
    exec(text, space)
    assert space["Doubler"]()(4) == Doubler()(4).data == 8


def test_a_pattern_is_compiled_again():
    space = {}
    exec(rt.export(Base()), space)
    assert (space["Base"]().decide("hola"), space["Base"]().decide("3")) == ("en", "es")


def test_a_closure_s_variables_are_written_down():
    offset = 4

    @bundle(trainable=True)
    def shifted(x):
        return x + offset

    assert rt.export(shifted) == "offset = 4\n\n\ndef shifted(x):\n    return x + offset\n"


@bundle(trainable=True)
def guarded(x):
    with lock:
        return x


@bundle(trainable=True)
def untraced(x):
    with rt.no_trace():
        return x


class Team(rt.Module):
    def __init__(self):
        self.first, self.second = Base(), Base()


class Listed(rt.Module):
    def __init__(self):
        self.nodes = [rt.node(1, "one", trainable=True)]


class Array(rt.Module):
    def __init__(self):
        self.offset = rt.node(np.zeros(2), "offset", trainable=True)


def team():
    it = Team()
    it.first.decide.parameter.set("def decide(self, text):\n    return 'en'")
    return it


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: guarded, r"guarded uses 'lock', a lock, which cannot be written as a literal"),
        (lambda: untraced, r"untraced, line 3: `with rt.no_trace\(\):` uses rt of robotrace for more than marking"),
        (team, r"Base.decide differs between objects of one class"),
        (Listed, r"Listed, line 3: the present value of a trainable node can be written only where it is assigned"),
        (Array, r"Array.offset, an ndarray, which cannot be written as a literal"),
        (lambda: Greeter().decide, r"found a method: export the object it is of"),
        (lambda: bundle(len), r"a function of your own .* found <Bundle len"),
        (lambda: 3, r"an object of a class of your own to export, found 3"),
    ],
)
def test_what_cannot_be_written_is_named(make, words):
    with pytest.raises(ProgramError, match=words) as refused:
        rt.export(make())
    assert "\n" not in str(refused.value)


def test_a_module_that_nobody_imported(tmp_path):
    path = tmp_path / "alone.py"
    path.write_text(
        "import robotrace as rt\nLIMIT = 3\n\n@rt.bundle(trainable=True)\ndef act(x):\n    return x + LIMIT\n\n\n"
        "class Agent(rt.Module):\n    pass\n"
    )
    spec = importlib.util.spec_from_file_location("alone", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert rt.export(module.act) == "LIMIT = 3\n\n\ndef act(x):\n    return x + LIMIT\n"
    with pytest.raises(ProgramError, match="The source of 'Agent' is not to be had"):
        rt.export(module.Agent())
