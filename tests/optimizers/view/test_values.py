from __future__ import annotations

import numpy as np
import pytest

from robotrace.optimizers.view.values import decimals_for, number, short
from robotrace.text import cut
from robotrace.trace import Ref


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.6, "0.6"), (0.19449, "0.194"), (-0.0001, "0"), (12.0, "12"), (1e12, "1e+12"), (float("nan"), "nan")],
)
def test_numbers_have_no_trailing_zeros(value, text):
    assert number(value, 3) == text


@pytest.mark.parametrize(("largest", "decimals"), [(0.0, 3), (700.0, 3), (0.2, 3), (0.05, 4), (1e-6, 8), (1e-30, 12)])
def test_small_columns_get_more_places(largest, decimals):
    assert decimals_for(largest) == decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.14159265, "3.14159"),
        (True, "True"),
        (None, "None"),
        ("a\nb", "'a\\nb'"),
        ([1, (2,)], "[1, (2,)]"),
        ({"hand": np.array([0.1, 0.2])}, "{'hand': [0.1, 0.2]}"),
        (np.zeros((6, 6)), "array of shape (6, 6), from 0 to 0"),
        (np.float64(0.5), "0.5"),
        (list(range(30)), f"[{', '.join(map(str, range(24)))}, ... 6 more]"),
        ([[[[[1]]]]], "[[[[...]]]]"),
        ([Ref(3)], "[y]"),
        (10**100, "a whole number of more than 60 digits"),
    ],
)
def test_values_are_short(value, text):
    assert short(value, lambda id: "y") == text


def test_a_cut_says_how_much_is_missing():
    assert cut("x" * 100, 30) == "x" * 20 + " ...(70 characters left out)... " + "x" * 10
