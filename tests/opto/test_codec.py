import json

import numpy as np
import pytest

from robotrace.opto.codec import decode, encode


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        0.1,
        "words",
        [1, [2]],
        (1, (2,)),
        {"a": 1},
        {1: "b", (2, 3): [4]},
        {1, 2},
        frozenset({3}),
        {"~": "ref"},
    ],
)
def test_values_come_back_as_they_were(value):
    assert decode(json.loads(json.dumps(encode(value)))) == value
    assert type(decode(encode(value))) is type(value)


def test_arrays_come_back_bit_for_bit():
    array = np.array([[0.1, np.nan, np.inf], [-0.0, 1e-300, 3.0]])
    back = decode(json.loads(json.dumps(encode(array))))
    assert back.tobytes() == array.tobytes()
    assert (back.dtype, back.shape) == (array.dtype, array.shape)


def test_a_numpy_scalar_keeps_its_type():
    back = decode(json.loads(json.dumps(encode(np.float32(0.5)))))
    assert back == np.float32(0.5)
    assert back.dtype == np.float32


def test_anything_else_is_known_by_its_repr():
    assert decode(encode(object)) == "<class 'object'>"


def test_an_unknown_tag_is_refused():
    with pytest.raises(ValueError, match="found the tag 'call'"):
        decode({"~": "call"})


def test_an_array_of_objects_is_refused():
    with pytest.raises(ValueError, match="array of numbers"):
        decode({"~": "array", "dtype": "|O", "shape": [1], "values": [1]})


def test_keys_whose_hashes_could_collide_are_bounded():
    with pytest.raises(ValueError, match="at most 4096 items"):
        decode({"~": "set", "items": list(range(5000))})
    with pytest.raises(ValueError, match="found 5000"):
        decode({"~": "dict", "items": [[number, 0] for number in range(5000)]})
