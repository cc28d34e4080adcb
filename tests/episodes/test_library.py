import pytest

from robotrace.episodes import find_controller, policy_names
from robotrace.episodes.controller import load
from robotrace.errors import ProgramError, UnknownNameError

MINE = "def mine(observation):\n    return [0, 0, 0, 0]\n"


def test_the_bundled_policies():
    assert policy_names() == ("blank", "pick_place", "reach")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("blank", ["controller"]), ("reach", ["aim", "effort"]), ("pick_place", ["phase", "target", "effort"])],
)
def test_a_bundled_policy_and_its_parameters(name, parameters):
    program = find_controller(name)
    assert [variable.name for variable in program.variables] == parameters
    assert sorted(parameter.name for parameter in load(program.text).parameters) == sorted(parameters)
    assert "robotrace" not in program.bare({}).replace("Return", "")


def test_dashes_will_do():
    assert find_controller("pick-place") == find_controller("pick_place")


def test_a_file_by_its_path(tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    assert find_controller(f"{tmp_path}/mine.py:mine").text.startswith(MINE)


def test_a_file_without_the_function_says_what_it_has(tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    with pytest.raises(ProgramError, match="defines no function 'controller'; it defines mine"):
        find_controller(str(tmp_path / "mine.py"))


def test_a_missing_file_and_an_unknown_policy_come_with_the_nearest(tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    with pytest.raises(UnknownNameError, match="Did you mean"):
        find_controller(str(tmp_path / "mime.py"))
    with pytest.raises(UnknownNameError, match="Did you mean pick_place"):
        find_controller("pick_plac")
