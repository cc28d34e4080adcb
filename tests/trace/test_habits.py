"""What ordinary Python does with values it does with nodes."""

import pytest

from robotrace.trace import Module, Node, bundle, node


@pytest.mark.parametrize("truth", [True, False])
def test_and_and_or_give_one_of_their_operands(truth):
    x, other = node(truth), node("other")
    assert (x and other) is (other if truth else x)
    assert (x or other) is (x if truth else other)
    assert (True and x) is x
    assert (False or x) is x
    assert (not x) is (not truth)


def test_items_keys_and_values_of_a_dict_come_from_it():
    x = node({"a": 1, "b": 2})
    for key, value in x.items():
        assert isinstance(key, Node)
        assert value == x.data[key.data]
        assert any(it is x for it in _ancestors(value))
    assert list(x) == ["a", "b"]  # plain, so that they find their values
    assert [value.data for value in x.values()] == [1, 2]


def test_texts_and_lists_of_nodes():
    first, second = node("x"), node("y")
    joined = node("+").join([first, second])
    assert (joined.data, len(joined.parents)) == ("x+y", 3)
    assert node([first, second])[node(1)] == "y"
    assert sum([node(1), node(2)]) == 3
    assert [it.data for it in sorted([node(2), node(1)])] == [1, 2]
    assert max(node([1, 3, 2])) == 3


def test_a_function_in_a_node_is_called_with_nodes():
    add_one = node(lambda x: x + 1)
    call = add_one(node(2))
    assert call == 3
    assert len(call.parents) == 2


def test_modules_in_modules_and_bundles_among_attributes():
    class Base(Module):
        def __init__(self):
            self.gain = node(1, trainable=True)

        @bundle(trainable=True)
        def act(self, x):
            return x

    class Child(Base):
        def __init__(self):
            super().__init__()
            self.extra = node(1, trainable=True)
            self.inner = Base()
            self.table = {"last": [node(2, trainable=True)]}

        @bundle(trainable=True)
        def act(self, x):
            return super().act(x)

    names = [path for path, _ in Child().named_parameters()]
    assert names == ["gain", "extra", "inner.gain", "inner.act", "table.last.0", "act"]


def test_a_method_of_a_plain_class_beneath_a_module():
    class Plain:
        @bundle
        def one(self):
            return 1

    class Both(Plain, Module):
        @bundle(trainable=True)
        def more(self, x):
            return self.one() + x

    call = Both().more(1)
    assert call == 2
    assert [it.operation for it in call.inputs["__reads__"]] == ["Plain.one"]


def _ancestors(value):
    return [value, *(it for parent in value.parents for it in _ancestors(parent))]
