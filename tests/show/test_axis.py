import pytest

from robotrace.errors import OptionError, UnknownNameError
from robotrace.show.axis import axis_label, choose_axis, still

ASKED = {"optimizer": "optoprime", "model": "m", "tokens": 100}


def test_the_default_axis_tells_the_points_of_every_run_apart(make_run):
    asked, fitted = make_run("asked", [0, 2, 5], **ASKED), make_run("fitted", [0, 5])
    assert choose_axis([asked]) == "calls"
    assert choose_axis([fitted]) == choose_axis([asked, fitted]) == "env_steps"
    assert choose_axis([make_run("early", [0])]) == "iteration"
    assert choose_axis([asked, make_run("early-2", [0])]) == "calls"


def test_an_axis_on_which_all_is_0_is_refused_with_the_remedy(make_run):
    with pytest.raises(
        OptionError, match=r"along calls, which is 0 throughout\. Choose another: env_steps, iteration, sec"
    ):
        choose_axis([make_run("fitted", [0, 5])], "calls")
    with pytest.raises(UnknownNameError, match="Did you mean calls"):
        choose_axis([make_run("other", [0, 5])], "call")


def test_runs_that_stand_still_are_found(make_run):
    asked, fitted = make_run("asked", [0, 2, 5], **ASKED), make_run("fitted", [0, 5])
    assert choose_axis([asked, fitted], "calls") == "calls"
    assert still([asked, fitted], "calls") == [fitted]


@pytest.mark.parametrize(
    ("axis", "last", "label"),
    [
        ("env_steps", 1500, ("environment steps", 1.0)),
        ("env_steps", 25_000, ("environment steps (thousands)", 1e3)),
        ("tokens", 3e6, ("tokens sent and received (millions)", 1e6)),
        ("seconds", 9000, ("time since the start (s)", 1.0)),
        ("usd", 0.2, ("cost (US dollars)", 1.0)),
    ],
)
def test_axes_have_units(axis, last, label):
    assert axis_label(axis, last) == label
