from dataclasses import dataclass

import pytest

from robotrace.errors import OptionError
from robotrace.opto import Declaration, Optimizer, Proposal
from robotrace.opto.optimizer import question_of, samples_of, with_defaults


class Bare:
    """The least that an optimizer can be."""

    name = "bare"

    def propose(self, evidence, *, sample=0):
        return Proposal({})


@dataclass(frozen=True)
class Inner:
    size: int = 4


@dataclass(frozen=True)
class Options:
    gain: float
    memory: int = 5
    inner: Inner = Inner()


class Full(Bare):
    feedback, needs_trace, needs_camera, needs_places, model, priced = "hints", False, True, True, "m", True
    options = Options(0.5)

    def samples(self, evidence):
        return 3

    def prompt(self, evidence):
        return "?"


def test_a_name_and_propose_are_enough():
    assert isinstance(Bare(), Optimizer)
    assert Declaration.of(Bare()) == Declaration("facts", True, False, False, None, False, False, {})
    assert (samples_of(Bare(), None), question_of(Bare(), None)) == (1, None)


def test_what_it_says_of_itself_holds():
    options = {"gain": 0.5, "memory": 5, "inner": {"size": 4}}
    assert Declaration.of(Full()) == Declaration("hints", False, True, True, "m", True, True, options)
    assert (samples_of(Full(), None), question_of(Full(), None)) == (3, "?")


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        (Bare, r"found the class Bare: make one, Bare\(\)"),
        (42, "Expected an optimizer, with a name and propose.*; found 42"),
        ("x", "found 'x'"),
    ],
)
def test_what_is_no_optimizer_is_refused(optimizer, words):
    with pytest.raises(OptionError, match=words):
        Declaration.of(optimizer)


def test_options_are_names_and_values():
    optimizer = Bare()
    optimizer.options = [1, 2]
    with pytest.raises(OptionError, match=r"The options of the optimizer bare: .*found \[1, 2\]"):
        Declaration.of(optimizer)


def test_options_that_did_not_exist_yet_have_their_defaults():
    assert with_defaults({"gain": 1.0}, Options(0.5)) == {"gain": 1.0, "memory": 5, "inner": {"size": 4}}
    recorded = {"gain": 1.0, "memory": 0, "inner": {"size": 9}}
    assert with_defaults(recorded, Options(0.5)) == recorded
    assert with_defaults({"a": 1}, {"a": 2}) == {"a": 1}
