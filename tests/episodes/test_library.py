import sys
from importlib.metadata import EntryPoint

import pytest

from robotrace import plugins
from robotrace.episodes import find_controller, policy_names
from robotrace.episodes.controller import load
from robotrace.errors import OptionError, ProgramError, UnknownNameError

MINE = "def mine(observation):\n    return [0, 0, 0, 0]\n"


def test_the_bundled_policies():
    assert {"blank", "blank_memory", "phases", "pick_place", "reach", "search"} < set(policy_names())
    assert {"ant", "cart_pole", "half_cheetah", "walker2d"} < set(policy_names())
    assert list(policy_names()) == sorted(policy_names())


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("blank", ["controller"]),
        ("reach", ["aim", "effort"]),
        ("pick_place", ["phase", "target", "effort"]),
        ("search", ["controller"]),
        ("phases", ["way", "contact", "beside", "shift", "following", "effort"]),
    ],
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


@pytest.mark.parametrize(
    ("text", "line", "module"),
    [
        ("from helpers import aim\n", 1, "helpers"),
        ("import numpy as np\nimport helpers\n", 2, "helpers"),
        ("import parts.arm\n", 1, "parts.arm"),
        ("from .helpers import aim\n", 1, ".helpers"),
        ("from . import helpers\n", 1, "."),
        ("try:\n    from helpers import aim\nexcept ImportError:\n    pass\n", 2, "helpers"),
    ],
)
def test_a_neighbours_import_is_refused_in_one_line_with_the_remedy(tmp_path, text, line, module):
    (tmp_path / "helpers.py").write_text("def aim(): ...\n")
    (tmp_path / "parts").mkdir()
    (tmp_path / "mine.py").write_text(text + MINE)
    with pytest.raises(ProgramError) as refused:
        find_controller(f"{tmp_path}/mine.py:mine")
    assert str(refused.value) == (
        f"{tmp_path}/mine.py, line {line}, imports {module!r} from beside it: a controller runs as one text, in a sandbox "
        "without other files. Put what it needs into the file."
    )


def test_what_the_sandbox_has_is_no_neighbours_even_where_one_has_the_name(tmp_path):
    (tmp_path / "numpy.py").write_text("")
    (tmp_path / "mine.py").write_text("import numpy as np\nimport math\nimport elsewhere\n" + MINE)
    assert find_controller(f"{tmp_path}/mine.py:mine").text.startswith("import numpy")


def test_an_installed_package_announces_policies(tmp_path, monkeypatch):
    (tmp_path / "arms_of_mine.py").write_text(MINE)
    monkeypatch.syspath_prepend(tmp_path)
    entries = {
        "arms": EntryPoint("arms", "arms_of_mine:mine", "robotrace.policies"),
        "lost": EntryPoint("lost", "no_such_module:mine", "robotrace.policies"),
    }
    monkeypatch.setattr(plugins, "installed", lambda group: entries if group == "robotrace.policies" else {})
    assert {"arms", "lost", "blank", "pick_place"} < set(policy_names())
    assert load(find_controller("arms").text).act(None) == [0, 0, 0, 0]
    assert "arms_of_mine" not in sys.modules
    with pytest.raises(
        OptionError, match="'lost' is announced as no_such_module:mine, which is no Python file's module"
    ):
        find_controller("lost")
