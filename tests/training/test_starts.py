"""What training begins with: what fits the task, a run's best, whatever a user has."""

from pathlib import Path

import numpy as np
import pytest
from pools import point_task
from row_programs import solve
from toy import PointTask
from typer.testing import CliRunner

import robotrace as rt
from robotrace.cli import app
from robotrace.episodes import ActionSpec, Field
from robotrace.errors import OptionError
from robotrace.results import read_run
from robotrace.training import lacking, start_words, starting_controller, trainable

SETTINGS = {"iterations": 0, "goals": 1, "heldout": 1}

GO = '''
import robotrace as rt


class Policy(rt.Module):
    def __init__(self):
        self.gain = rt.node(1.0, trainable=True, name="gain")

    @rt.bundle(trainable=True)
    def act(self, observation):
        """Go to the goal."""
        x, y, z = observation["goal_pos"]
        return [self.gain * x, self.gain * y, self.gain * z, 0.0]

    def __call__(self, observation):
        return self.act(observation)


controller = Policy()
'''


class Torques(PointTask):
    action = ActionSpec(("shoulder", "elbow", "grip"), (-1, 0.5, 2), (1, 1.5, float("inf")), 'torques in N m, "signed"')


def test_a_start_fits_the_task_s_own_action():
    assert starting_controller(PointTask()) == "blank"
    program = starting_controller(Torques())
    assert "    return [0.0, 1.0, 2.0]\n" in program.text
    assert (
        '''"""Return the action for one observation: [shoulder, elbow, grip]; torques in N m, 'signed'"""'''
        in program.text
    )
    assert [variable.name for variable in program.variables] == ["controller"]


class Uncalibrated(PointTask):
    nominal = ActionSpec(("x", "torque", "grip"), (0.0, -1.0, -1.0), (0.8, float("inf"), 1.0), "no one knows")


def test_where_a_robot_is_not_calibrated_a_start_that_probes_moves_each_component_a_little_and_back():
    assert starting_controller(Uncalibrated()) == "blank"
    assert starting_controller(PointTask(), probes=True) == "blank"
    program = starting_controller(Uncalibrated(), probes=True)
    space = {}
    exec(program.exported({}), space)
    memory = {}
    actions = [space["controller"]({}, memory) for _ in range(8)]
    rest = [0.4, 0.0, 0.0]
    assert actions == [
        rest,
        [0.5, 0.0, 0.0],
        [pytest.approx(0.3), 0.0, 0.0],
        [0.4, 0.1, 0.0],
        [0.4, -0.1, 0.0],
        [0.4, 0.0, 1.0],
        [0.4, 0.0, -1.0],
        rest,
    ]
    assert "x, torque, grip" in program.text


class Pushed(PointTask):
    """A box follows a closed hand that is near it; solved where the box is within 3 cm of its goal. Nobody can hint."""

    name, horizon = "toy/pushed", 30
    fields = (
        Field("tip", (3,), "m", "The hand.", "hand"),
        Field("lamp", (3,), "m", "Something else."),
        Field("box", (3,), "m", "The box.", "object"),
        Field("place", (3,), "m", "Where the box is to be.", "goal"),
    )

    def __init__(self, *, seed=0):
        super().__init__(seed=seed, expert=False)

    def reset(self, goal, split="train"):
        self.box = np.array([0.2, 0.1, 0.0])
        return super().reset(goal, split)

    def _observe(self):
        return {"tip": self.hand.copy(), "lamp": np.ones(3), "box": self.box.copy(), "place": self.goal.copy()}

    def step(self, action):
        before, near = self.hand, np.linalg.norm(self.hand - self.box) < 0.05
        found = super().step(action)
        if near and action[3] > 0:
            self.box = self.box + self.hand - before
        away = float(np.linalg.norm(self.box - self.goal))
        facts = {**found.info, "success": away < 0.03, "success_now": away < 0.03}
        return found._replace(observation=self._observe(), reward=-away, info=facts)


class NoGoal(Pushed):
    fields = Pushed.fields[:3]


def test_what_is_searched_begins_with_phases_in_the_names_of_the_task_s_fields():
    task = Pushed()
    program = starting_controller(task, searched=True)
    assert "HAND, THING, GOAL = 'tip', 'box', 'place'  # fields\n" in program.text
    assert starting_controller(task) == "blank"
    assert (
        "HAND, THING, GOAL = 'hand_pos', 'hand_pos', 'goal_pos'" in starting_controller(PointTask(), searched=True).text
    )
    assert lacking(task) == ""


@pytest.mark.parametrize(
    ("task", "lacks"),
    [
        (NoGoal(), "a position in metres whose role is goal"),
        (Torques(), "the action x, y, z, grip (it is shoulder, elbow, grip)"),
    ],
)
def test_what_lacks_its_fields_begins_with_a_linear_controller_and_says_what_it_lacks(task, lacks):
    assert lacking(task) == lacks
    assert start_words(task, searched=True).endswith(
        f"{lacks}: training begins with a linear controller over its fields"
    )
    assert starting_controller(task, searched=True).text.startswith('"""A linear controller: ')
    assert start_words(task, searched=False) == ""


def test_auto_takes_phases_and_tune_where_there_is_neither_expert_nor_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    (tmp_path / "mine.py").write_text("from test_starts import NoGoal, Pushed\n")
    options = ("--iterations", "1", "--goals", "2", "--heldout", "4", "--workers", "1", "--trust")
    result = CliRunner().invoke(app, ["train", "./mine.py:Pushed", *options, "--run", "run"])
    assert result.exit_code == 0, result.output
    said = " ".join(result.stderr.split())
    assert "controller phases: no policy is given, and the task has the fields that it needs" in said
    assert "optimizer tune: no model is named, the task has no expert" in said
    assert read_run("run").heldout.successes == 4
    result = CliRunner().invoke(app, ["train", "./mine.py:NoGoal", *options, "--run", "other", "--iterations", "0"])
    assert (
        "no policy is given, and the task lacks what phases needs, a position in metres whose role is goal: training begins with "
        "a linear controller over its fields" in " ".join(result.stderr.split())
    )


def test_the_command_line_begins_with_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "torques.py").write_text(
        "import numpy as np\nfrom toy import PointTask\nfrom robotrace.episodes import ActionSpec\n\n\n"
        "class Task(PointTask):\n    action = ActionSpec(('a', 'b'), (-1, -1), (1, 1), 'torques')\n\n"
        "    def step(self, action):\n        return super().step(np.array([*action, 0.0, 0.0]))\n"
    )
    options = ("--iterations", "0", "--goals", "1", "--heldout", "1", "--run", "run", "--optimizer", "tune", "--trust")
    result = CliRunner().invoke(app, ["train", "./torques.py:Task", *options, "--workers", "1"])
    assert result.exit_code == 0, result.output
    run = (tmp_path / "run" / "code" / "000.py").read_text()
    assert "return [weighted(sensed, A_WEIGHTS, 0.0), weighted(sensed, B_WEIGHTS, 0.0)]" in run
    assert "0/1 goals" in result.stderr
    assert "invalid action" not in result.output


def test_a_run_s_best_is_trained_on_by_its_folder_but_not_by_its_result(tmp_path):
    run = rt.train(
        _written(tmp_path), point_task(seed=3), optimizer="tune", run=tmp_path / "run", trust=True, **SETTINGS
    )
    again = rt.train(
        tmp_path / "run", point_task(seed=3), optimizer="tune", run=tmp_path / "on", trust=True, **SETTINGS
    )
    assert again.best.text == run.best.text
    assert trainable(run).text == trainable(run.best).text == trainable(str(run.folder.path)).text
    (tmp_path / "run" / "best.py").write_text("def controller(observation):\n    return [0.0, 0.0, 0.0, 0.0]\n")
    with pytest.raises(OptionError, match=r"best\.py is a run's result, .* to train it on, give the run, .*/run\.$"):
        trainable(tmp_path / "run" / "best.py")


def _written(folder: Path) -> Path:
    path = folder / "go.py"
    path.write_text(GO)
    return path


@pytest.mark.slow
def test_names_files_objects_and_programs_are_played_and_evaluated_alike(tmp_path):
    path, task = _written(tmp_path), point_task(seed=3)
    program = trainable(path)
    assert {variable.name: variable.kind for variable in program.variables} == {"gain": "number", "Policy.act": "code"}
    namespace = {}
    exec(compile(GO.replace("@rt.bundle(trainable=True)", ""), str(path), "exec"), namespace)
    alive = namespace["controller"]
    for given in (
        path,
        str(path),
        program,
        rt.train(path, task, run=tmp_path / "run", optimizer="tune", trust=True, **SETTINGS),
    ):
        episode = rt.rollout(given, task, goal=1)
        assert episode.success
        assert {record.name for record in episode.graph.parameters} == {"gain", "Policy.act"}
    for given in (path, str(path), program, alive):
        assert rt.evaluate(given, task, goals=2).success.successes == 2
    assert len(rt.rollout("blank", task)) == 8


@pytest.mark.parametrize("play", [rt.rollout, lambda controller, task: rt.evaluate(controller, task, goals=1)])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (3, "Expected a controller: a function of an observation, a policy's name or"),
        (Torques, "Expected a controller, found the class Torques: make one"),
    ],
)
def test_what_is_no_controller_is_one_line(play, given, words):
    with pytest.raises(OptionError) as caught:
        play(given, point_task(seed=3))
    assert str(caught.value).startswith(words)


def test_a_program_that_is_none_is_one_line():
    for given, words in (
        (3, "Expected a program: a function"),
        (PointTask, "Expected a program, found the class PointTask"),
    ):
        with pytest.raises(OptionError, match=words):
            trainable(given)
    assert trainable(solve).text.endswith("controller = solve\n")
