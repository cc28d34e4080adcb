import pytest

from robotrace.episodes.spelled import spelled, written
from robotrace.errors import OptionError


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("reach-v3", ("reach-v3", {})),
        ("reach-v3?goal=hidden", ("reach-v3", {"goal": "hidden"})),
        ("shifted/push-v3@7?horizon=80&gain=2.5", ("shifted/push-v3@7", {"horizon": 80, "gain": 2.5})),
        ("./mine.py:make_task?size=3&flag=true", ("./mine.py:make_task", {"size": 3, "flag": True})),
    ],
)
def test_options_stand_behind_a_question_mark(name, read):
    assert spelled(name, {}) == read


def test_options_beside_the_name_are_added_and_may_say_the_same():
    assert spelled("reach-v3?goal=hidden", {"goal": "hidden", "hold": 5}) == ("reach-v3", {"goal": "hidden", "hold": 5})


@pytest.mark.parametrize("behind", ["", "goal", "goal=", "=hidden", "goal=hidden&", "go al=1"])
def test_what_is_no_option_is_named(behind):
    with pytest.raises(
        OptionError, match=r"expected options behind the question mark, as in reach-v3\?control=raw&horizon=100"
    ):
        spelled(f"reach-v3?{behind}", {})


@pytest.mark.parametrize(
    ("name", "given"), [("a?goal=hidden", {"goal": "visible"}), ("a?goal=hidden&goal=visible", {})]
)
def test_an_option_that_is_said_twice_otherwise_is_refused(name, given):
    with pytest.raises(OptionError, match="leave one of them out"):
        spelled(name, given)


@pytest.mark.parametrize("option", ["seed=3", "name=3"])
def test_what_a_task_is_made_with_besides_is_no_option(option):
    with pytest.raises(OptionError, match=f"^a: expected options of the task's own, found {option}: leave it out"):
        spelled(f"a?{option}", {})


def test_what_is_written_behind_a_name_is_read_back():
    usual = {"shots": 40, "published": False, "level": "direction"}
    given = {"shots": 30, "published": True, "level": "score"}
    assert written("a/b", given, usual) == "a/b?shots=30&published=true&level=score"
    assert spelled(written("a/b", given, usual), {}) == ("a/b", given)
    assert written("a/b", usual, usual) == "a/b"
