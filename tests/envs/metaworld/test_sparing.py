"""What Meta-World's import leaves out is there when it is asked for."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

USED = "from robotrace.envs.metaworld import make\ntask = make('pick-place-v3')\ntask.reset(0)\ntask.step([0, 0.6, 0.2, 1])\n"
TURNED = "import numpy as np\nturned = [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]\n"


def _printed(script):
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return found.stdout.split("\n")[0]


def test_an_episode_needs_neither_scipy_nor_a_window():
    told = "import sys\nprint(sorted({'scipy', 'glfw.library', 'OpenGL'} & set(sys.modules)))"
    assert _printed(USED + told) == "[]"


def test_goals_come_without_them_too():
    drawn = "import sys\nfrom robotrace.envs.metaworld import make\nmake('reach-v3').starts('train')\n"
    assert _printed(drawn + "print('scipy' in sys.modules)") == "False"


def test_metaworlds_own_tasks_have_the_class_that_was_left_out():
    own = "import metaworld.envs.sawyer_pick_place_v3 as own\n"
    asked = "print(own.Rotation.from_matrix(np.array(turned)).as_quat().round(3).tolist())"
    assert _printed(USED + TURNED + own + asked) == "[0.0, 0.0, 0.707, 0.707]"


def test_other_programs_have_the_modules_themselves():
    asked = "from scipy.spatial.transform import Rotation\nimport glfw\nprint(Rotation.__name__, callable(glfw.init))"
    assert _printed(USED + asked) == "Rotation True"


def test_what_is_loaded_already_stays_as_it_is():
    before = "from scipy.spatial.transform import Rotation\nimport sys\n"
    asked = "import metaworld.envs.sawyer_pick_place_v3 as own\nprint(own.Rotation is Rotation)"
    assert _printed(before + USED + asked) == "True"
