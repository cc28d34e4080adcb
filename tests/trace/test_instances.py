"""A trainable method belongs to the instance."""

import copy
import gc
import weakref
from dataclasses import dataclass

import pytest

from robotrace.errors import TraceError
from robotrace.trace import Module, bundle, node
from robotrace.trace.naming import tell_apart
from robotrace.trace.state import one_text


class Robot:
    scale = 1

    def __init__(self, offset=0):
        self.offset = offset

    @bundle(trainable=True)
    def act(self, x):
        return x + self.offset

    @staticmethod
    @bundle(trainable=True)
    def clip(x):
        return min(x, 1)

    @classmethod
    @bundle(trainable=True)
    def scaled(cls, x):
        return x * cls.scale


class Careful(Robot):
    @bundle(trainable=True)
    def act(self, x):
        return super().act(x) / 2


OTHER = "def act(self, x):\n    return -x"


def test_setting_one_instance_leaves_the_others_and_the_class():
    a, b = Robot(1), Robot(2)
    assert (a.act(1).data, b.act(1).data) == (2, 3)
    a.act.parameter.set(OTHER)
    assert (a.act(1).data, b.act(1).data, Robot(3).act(1).data) == (-1, 3, 4)
    assert a.act.parameter is a.act.parameter
    assert a.act(1).parents == (a.act.parameter,)


def test_a_call_through_the_class_is_the_instance_s():
    a = Robot(1)
    a.act.parameter.set(OTHER)
    call = Robot.act(a, 1)
    assert (call.data, call.parents) == (-1, (a.act.parameter,))


def test_an_instance_begins_with_what_the_class_has_then():
    class Arm:
        @bundle(trainable=True)
        def act(self, x):
            return x

    early = Arm()
    assert early.act(1).data == 1
    Arm.act.parameter.set(OTHER)
    assert (early.act(1).data, Arm().act(1).data) == (1, -1)


def test_methods_of_a_base_have_parameters_of_their_own():
    a, b = Careful(1), Careful(1)
    Robot.act.__get__(a).parameter.set(OTHER)
    assert (a.act(4).data, b.act(4).data) == (-2.0, 2.5)
    a.act.parameter.set("def act(self, x):\n    return super().act(x) * 10")
    assert (a.act(4).data, b.act(4).data) == (-40, 2.5)


def test_a_class_that_takes_the_name_of_its_base():
    def made(base):
        class Arm(base):
            @bundle(trainable=True)
            def act(self, x):
                return super().act(x) + 1 if base is not object else x

        return Arm

    arm = made(made(object))()
    assert arm.act(1).data == 2
    arm.act.parameter.set("def act(self, x):\n    return super().act(x) + 5")
    assert arm.act(1).data == 6


def test_static_and_class_methods_are_one_for_all():
    assert Robot().clip.parameter is Careful.clip.parameter
    assert Robot().scaled.parameter is Careful().scaled.parameter
    assert (Robot().clip(3).data, Careful.scaled(3).data) == (1, 3)


def test_a_copy_carries_the_code_and_is_independent():
    a = Careful(1)
    a.act.parameter.set(OTHER)
    b = copy.deepcopy(a)
    assert (b.offset, b.act(1).data) == (1, -1)
    b.act.parameter.set("def act(self, x):\n    return 9")
    assert (a.act(1).data, b.act(1).data) == (-1, 9)


def test_dataclasses_that_are_frozen_compared_or_without_a_dict():
    @dataclass(frozen=True)
    class Arm:
        reach: float = 1.0

        @bundle(trainable=True)
        def act(self, x):
            return x * self.reach

    @dataclass(slots=True)
    class Slotted:
        reach: float = 2.0

        @bundle(trainable=True)
        def act(self, x):
            return x * self.reach

    a, b = Arm(), Arm()
    a.act.parameter.set(OTHER)
    assert (a == b, a.act(2).data, b.act(2).data, repr(a).endswith("Arm(reach=1.0)")) == (True, -2, 2.0, True)
    assert (Slotted().act(2).data, Slotted.act(Slotted(), 2).data) == (4.0, 4.0)
    assert Slotted().act.parameter is Slotted.act.parameter


def test_an_instance_is_freed_at_once():
    gc.collect()
    gc.disable()
    try:
        a = Robot()
        call = a.act(1)
        call.backward("more")
        seen = weakref.ref(a)
        del a
        assert seen() is None
        assert call.data == 1
    finally:
        gc.enable()


def test_names_that_nobody_gave_are_numbered_where_several_have_them():
    class Team(Module):
        def __init__(self):
            self.first, self.second = Agent(), Agent()

    class Agent(Module):
        @bundle(trainable=True)
        def act(self, x):
            return x

    team = Team()
    parameters = team.parameters()
    assert tell_apart(parameters) is None
    assert tell_apart(reversed(parameters)) is None
    assert [it.name for it in parameters] == ["Agent.act", "Agent.act-2"]
    assert [path for path, _ in team.named_parameters()] == ["first.act", "second.act"]
    third = Agent()
    assert tell_apart([third.act.parameter, *parameters]) is None
    assert [it.name for it in (third.act.parameter, *parameters)] == ["Agent.act", "Agent.act-3", "Agent.act-2"]


def test_two_instances_in_one_graph():
    a, b = Robot(1), Robot(2)
    call = b.act(a.act(0))
    call.backward("more")
    (graph,) = a.act.parameter.graphs
    assert [record.name for record in graph.parameters] == ["Robot.act", "Robot.act-2"]
    assert b.act.parameter.graphs == [graph]
    assert (b.act.parameter.name, call.parents[1]) == ("Robot.act-2", b.act.parameter)


def test_given_names_stay_and_come_first():
    given, act = node(1, "Robot.act", trainable=True), Robot().act.parameter
    assert tell_apart([act, given]) is None
    assert (act.name, given.name) == ("Robot.act-2", "Robot.act")
    assert tell_apart([given, copy.deepcopy(given)]) == "Robot.act"
    with pytest.raises(TraceError, match=r"Two parameters are both called 'Robot\.act'"):
        (given + copy.deepcopy(given)).backward("more")


def test_a_name_given_to_a_method_is_numbered_among_its_instances():
    class Arm:
        @bundle(trainable=True, name="reach")
        def act(self, x):
            return x

    a, b = Arm(), Arm()
    assert tell_apart([a.act.parameter, b.act.parameter]) is None
    assert (a.act.parameter.name, b.act.parameter.name) == ("reach", "reach-2")


def test_a_class_of_one_text_keeps_its_parameters():
    with one_text():

        class Arm:
            @bundle(trainable=True)
            def act(self, x):
                return x

    assert Arm().act.parameter is Arm.act.parameter
