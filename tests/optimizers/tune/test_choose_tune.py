import pytest

from robotrace.errors import OptionError
from robotrace.optimizers import Tune, automatic, choose
from robotrace.opto import Variable

NUMBERS = [Variable("aim", "code", "def aim(hand):\n    return hand + 0.5\n")]
NONE = [Variable("aim", "code", "def aim(hand):\n    return hand\n")]


@pytest.fixture(autouse=True)
def _no_model(monkeypatch):
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)


def test_tune_by_name():
    assert isinstance(choose("tune", ("score",), variables=lambda: NUMBERS), Tune)
    assert isinstance(choose("tune", ("score",)), Tune)


def test_tune_by_name_needs_numbers():
    with pytest.raises(OptionError, match=r"the trainable parts of mine\.py: aim"):
        choose("tune", ("score",), variables=lambda: NONE, origin="mine.py")


def test_tune_takes_no_model():
    with pytest.raises(OptionError, match="tune asks no language model and takes no model"):
        choose("tune", ("score",), model="gpt")


def test_automatic_falls_to_tune_where_nobody_else_can():
    why = "no model is named, the task has no expert, and the controller has 1 numbers to fit"
    assert automatic(("score", "facts"), variables=lambda: NUMBERS) == ("tune", why)
    assert automatic(("score", "hints"), variables=lambda: NUMBERS)[0] == "induce"
    assert choose("auto", ("score",), variables=lambda: NUMBERS).name == "tune"


def test_automatic_finds_nobody_for_a_controller_without_numbers():
    with pytest.raises(OptionError, match="the controller has no numbers that tune could fit"):
        automatic(("score",), variables=lambda: NONE)


def test_turns_by_name_as_asked_for_and_as_a_run_tells_it():
    for name in ("induce", "induce+tune"):
        chosen = choose(name, ("hints",), tune_every=2)
        assert (chosen.name, chosen.settings["tune_every"]) == ("induce+tune", 2)


def test_tune_takes_no_turns_with_itself():
    with pytest.raises(OptionError, match="tune searches already"):
        choose("tune", ("score",), tune_every=2)
