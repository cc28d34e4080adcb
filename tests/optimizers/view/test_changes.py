"""Which rows of a table differ from the last one that did."""

import numpy as np
import pytest

from robotrace.optimizers.view.changes import changes
from robotrace.optimizers.view.column import Column


def changed(*values):
    column = Column("out of f", ("x",), cells=dict(enumerate(values)))
    column.prepare(len(values))
    return np.flatnonzero(changes([column], range(len(values))).changed).tolist()


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ((0.0, 0.0, 0.0), []),
        ((0.0, 1.0, 1.0, 2.5), [1, 3]),
        ((1.0, 1.0005, 1.001, 1.0015, 1.002), [2, 4]),  # a slow drift shows
        ((1.0, 1.0005, 1.0, 1.0005, 1.0), []),  # a flicker in the last place does not
        ((*[0.0] * 40, 1.0, *[1.0] * 40, 7.0), [40, 81]),
    ],
)
def test_a_row_is_compared_with_the_last_one_that_changed(values, rows):
    assert changed(*values) == rows


def test_a_slow_drift_of_many_rows_is_found_row_by_row():
    walk = (1.0 + np.cumsum(np.random.default_rng(0).normal(scale=3e-4, size=500))).tolist()
    reference, expected = walk[0], []
    for row, value in enumerate(walk):
        if abs(value * 1e3 - reference * 1e3) >= 0.75:
            reference = value
            expected.append(row)
    assert changed(*walk) == expected
    assert len(expected) > 20
