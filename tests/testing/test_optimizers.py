"""check_optimizer: no mistake is missed, and nobody is accused who made none."""

import pytest

import robotrace as rt
from robotrace.errors import OptionError
from robotrace.llm import ScriptedChat
from robotrace.opto import Proposal
from robotrace.testing import CheckError, check_optimizer, examine_optimizer


class Sound:
    """Doubles the gain: an optimizer without a mistake, from which the others are derived."""

    name = "double"

    def __init__(self, *, factor=2.0):
        self.options = {"factor": factor}
        self.factor = factor

    def check(self, variables):
        if [one.name for one in variables] != ["gain"]:
            raise OptionError("only a number called gain")

    def propose(self, evidence, *, sample=0):
        (gain,) = evidence.variables
        return Proposal({"gain": gain.value * self.factor}, reason="more")


def having(**members):
    return type("Having", (Sound,), members)


def proposing(*values, **options):
    return having(propose=lambda self, evidence, *, sample=0: Proposal(*values, **options))


def counting(self, evidence, *, sample=0):
    self.count = getattr(self, "count", 0.0) + 1.0
    return Proposal({"gain": self.count})


def changing(self, evidence, *, sample=0):
    evidence.best.candidate.values["gain"] = 3.0
    return Proposal({"gain": 1.0})


def raising(self, evidence, *, sample=0):
    return Proposal({"gain": max(outcome.score for outcome in evidence.best.outcomes)})


MISTAKEN = {
    "no name": (having(name=None), "name", "NoneType None"),
    "options that are no data": (
        having(options=property(lambda self: 3, lambda self, value: None)),
        "options",
        "The options",
    ),
    "options that do not make it again": (
        having(options=property(lambda self: {"speed": 1}, lambda self, value: None)),
        "options",
        "TypeError: ",
    ),
    "a level that is none": (having(feedback="all"), "feedback", "str 'all'"),
    "no proposal": (
        having(propose=lambda self, evidence, *, sample=0: {"gain": 1.0}),
        "propose()",
        "dict {'gain': 1.0}",
    ),
    "no sample": (having(propose=lambda self, evidence: Proposal({"gain": 1.0})), "propose()", "TypeError: "),
    "neither values nor a refusal": (proposing({}), "propose()", "neither"),
    "values beside a refusal": (proposing({"gain": 1.0}, refusal="no"), "propose()", "dict {'gain': 1.0}"),
    "an unknown name": (proposing({"gian": 1.0}), "propose()", "one for 'gian'"),
    "a value of another kind": (proposing({"gain": "1"}), "propose()", "Parameter 'gain'"),
    "a counter": (
        having(propose=counting),
        "propose()",
        "tuple ({'gain': 1.0}, None) and then tuple ({'gain': 2.0}, None)",
    ),
    "evidence that is changed": (having(propose=changing), "propose()", "it changed"),
    "trials without a score": (having(propose=raising), "propose()", "TypeError: "),
    "no samples": (having(samples=lambda self, evidence: 0), "samples()", "int 0"),
    "code without its function": (
        having(check=lambda *_: None, propose=lambda self, evidence, *, sample=0: Proposal({"act": "x = 1"})),
        "propose()",
        "str 'x = 1', which does not define one function 'act'",
    ),
}


@pytest.mark.parametrize(("optimizer", "where", "found"), MISTAKEN.values(), ids=MISTAKEN)
def test_a_mistake_is_found(optimizer, where, found):
    report = examine_optimizer(optimizer)
    assert [one for one in report.mistakes if one.where == where and one.found.startswith(found)], report


@pytest.mark.parametrize("optimizer", [Sound, Sound(factor=3.0), rt.Induce])
def test_an_optimizer_without_a_mistake_has_none(optimizer):
    report = examine_optimizer(optimizer)
    assert (report.mistakes, report.notes) == ((), ())


@pytest.mark.parametrize("kind", [rt.OptoPrime, rt.OPRO, rt.TextGrad])
def test_one_that_asks_a_model_asks_only_where_it_may(kind):
    chat = ScriptedChat(["nothing that could be used"] * 20)
    report = examine_optimizer(kind(chat=chat))
    assert report.mistakes == ()
    assert report.notes == ("It asks a language model: only what it would ask was looked at. Give ask=True for more.",)
    assert len(chat.asked) == 0
    assert examine_optimizer(kind(chat=chat), ask=True).mistakes == ()
    assert len(chat.asked) > 0


def test_mistakes_are_raised_as_a_list():
    with pytest.raises(CheckError) as caught:
        check_optimizer(proposing({"gain": float("nan")}, reason="?", refusal=None))
    assert str(caught.value).startswith(
        "The optimizer double has 1 mistake.\ndouble: propose(): expected a value that 'gain' can"
    )
