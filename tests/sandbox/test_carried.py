import numpy as np
import pytest

from robotrace.opto.named import Observation
from robotrace.sandbox.carried import carried, pack, unpack


class Thing:
    pass


def both_ways(value, things):
    pair = pack(value, lambda thing: ["handle", things.index(thing) + 1])
    carried(pair, "answer")
    return unpack(pair, lambda tag, number: things[number - 1] if tag == "handle" else None)


@pytest.mark.parametrize(
    "value",
    [
        1,
        "x",
        None,
        [1, {"a": (2, {3})}],
        b"\x00\xff",
        1j,
        [b"a", 2],
        {"k": [1j]},
        (b"x",),
        {"nested": [{"deep": b"x"}]},
    ],
)
def test_values_come_back_as_they_were(value):
    found = both_ways(value, [])
    assert found == value
    assert type(found) is type(value)


def test_things_come_back_as_the_same_objects_wherever_they_stand():
    one, two = Thing(), Thing()
    found = both_ways({"a": [one, (two, 1)], "b": {"c": one}}, [one, two])
    assert found["a"][0] is found["b"]["c"] is one
    assert found["a"][1][0] is two


def test_an_observation_stays_one():
    found = both_ways(Observation(hand=np.zeros(2)), [])
    assert type(found) is Observation
    assert found["hand"].tolist() == [0.0, 0.0]


def test_what_contains_itself_and_what_is_a_namespace_is_not_carried():
    loop = [Thing()]
    loop.append(loop)
    with pytest.raises(ValueError, match="nested more than 50 deep"):
        pack(loop, lambda _: ["value", 1])
    with pytest.raises(ValueError, match="a namespace does not leave its process"):
        pack(vars(pytest) | {"__builtins__": 1}, lambda _: ["value", 1])


def test_keys_that_collide_are_bounded_in_number():
    many = [[["value", number], ["value", 1]] for number in range(5000)]
    with pytest.raises(ValueError, match="a list of at most 4096 items"):
        carried(["dict", many], "answer")
