import pytest

from robotrace.errors import TraceError
from robotrace.trace import Module, bundle, node


class Gripper(Module):
    def __init__(self):
        self.effort = node(0.5, "effort", trainable=True)
        self.constant = node(1)


class Policy(Module):
    def __init__(self, shared):
        self.height = node(0.2, "height", trainable=True)
        self.gripper = Gripper()
        self.steps = [shared, {"last": shared}]
        self.me = self

    @bundle(trainable=True)
    def act(self, observation):
        return self.height.data + observation

    @bundle
    def helper(self):
        return 1

    @staticmethod
    @bundle(trainable=True)
    def clip(x):
        return min(x, 1)


class Careful(Policy):
    @bundle(trainable=True)
    def act(self, observation):
        return 0.0


def test_parameters_are_found_once_each():
    shared = node("go", "word", trainable=True)
    policy = Policy(shared)
    assert policy.named_parameters() == [
        ("height", policy.height),
        ("gripper.effort", policy.gripper.effort),
        ("steps.0", shared),
        ("act", policy.act.parameter),
        ("clip", Policy.clip.parameter),
    ]
    assert policy.parameters() == [parameter for _, parameter in policy.named_parameters()]


def test_an_overriding_method_hides_the_one_it_replaces():
    policy = Careful(node("go", "word", trainable=True))
    acts = [parameter for path, parameter in policy.named_parameters() if path == "act"]
    assert [parameter.name for parameter in acts] == ["Careful.act"]
    assert acts == [policy.act.parameter]


def test_a_trainable_bundle_among_the_attributes():
    @bundle(trainable=True)
    def act(x):
        return x

    class Holder(Module):
        def __init__(self):
            self.policy = act
            self.method = Policy(node("go", "word", trainable=True)).act

    holder = Holder()
    assert holder.named_parameters() == [("policy", act.parameter), ("method", holder.method.parameter)]
    assert holder.method.parameter is not Policy.act.parameter


def test_an_instance_s_own_parameter_is_read_in_its_method():
    policy = Policy(node("go", "word", trainable=True))
    call = policy.act(1.0)
    assert call.data == 1.2
    assert call.parents == (policy.act.parameter, policy.height)


class Scaled(Module):
    def forward(self, x, *, by=2):
        return x * by


class Called(Scaled):
    def __call__(self, x):
        return x


def test_calling_an_object_is_its_forward_or_its_own_call():
    assert (Scaled()(3), Scaled()(3, by=5), Called()(3)) == (6, 15, 3)
    with pytest.raises(
        TraceError, match=r"A Gripper cannot be called: its class defines no forward\(self, \.\.\.\) and no __call__"
    ):
        Gripper()(1)
