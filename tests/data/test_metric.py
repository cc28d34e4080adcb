import numpy as np
import pytest

import robotrace as rt
from robotrace.data.metric import Metric, check_metric, read_metric
from robotrace.errors import OptionError


def read(returned):
    return read_metric(returned, metric="exact", row=3)


@pytest.mark.parametrize(
    ("returned", "metric"),
    [
        (True, Metric(success=True)),
        (np.bool_(False), Metric(success=False)),
        (2, Metric(score=2.0)),
        (np.float32(0.5), Metric(score=0.5)),
        (np.array(0.5), Metric(score=0.5)),
        ("too short", Metric(feedback="too short")),
        ((0.5, True, "nearly"), Metric(0.5, True, "nearly")),
        (("nearly", False), Metric(None, False, "nearly")),
        ({"score": 1, "feedback": "good"}, Metric(1.0, None, "good")),
        (Metric(np.float64(1.5), None, ""), Metric(1.5)),
        (rt.node(0.25), Metric(0.25)),
    ],
)
def test_what_a_metric_may_return(returned, metric):
    assert read(returned) == metric


@pytest.mark.parametrize(
    ("returned", "found"),
    [
        (None, "returned None for row 3; expected a number, a bool, words"),
        (float("nan"), "returned nan for row 3, which is no finite number;"),
        ((), r"returned \(\) for row 3;"),
        ([0.5, "words"], r"returned \[0.5, 'words'\] for row 3;"),
        ((0.5, 0.6), r"returned \(0.5, 0.6\) for row 3, with two of score;"),
        ({"scor": 1}, r"returned {'scor': 1} for row 3, with 'scor';"),
        ({"score": "high"}, r"returned {'score': 'high'} for row 3, whose score is str;"),
        (Metric(), r"returned Metric\(score=None, success=None, feedback=''\) for row 3;"),
        (Metric(float("inf")), "which is no finite number;"),
        (object, "returned <class 'object'> for row 3;"),
    ],
)
def test_anything_else_is_one_line_that_names_the_metric_and_the_row(returned, found):
    with pytest.raises(OptionError, match=rf"^The metric exact {found}|{found}") as caught:
        read(returned)
    assert "\n" not in str(caught.value)


def test_a_metric_that_wants_other_arguments_is_found_before_it_is_called():
    def exact(output):
        return True

    with pytest.raises(
        OptionError, match=r"^metric: it is called as exact\(output, row\), found exact\(output\): too many"
    ):
        check_metric(exact)
    with pytest.raises(OptionError, match=r"^metric: expected a function metric\(output, row\), found 'exact'\."):
        check_metric("exact")
    with pytest.raises(OptionError, match=r"^metric is missing"):
        check_metric(None)
    assert check_metric(max) is max  # a builtin, whose signature nobody knows
