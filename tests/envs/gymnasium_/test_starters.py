"""The bundled starters: found by their task, at what they are worth, and with constants that a search keeps within their words."""

import pytest
from robotrace.envs.gymnasium_.documented import documented
from robotrace.envs.gymnasium_.names import usable
from typer.testing import CliRunner

import robotrace as rt
from robotrace.cli import app
from robotrace.episodes import find_controller
from robotrace.optimizers.tune.space import Space
from robotrace.results import read_run
from robotrace.training import search_options, start_words, starting_controller

LEAST = {
    "CartPole-v1": 500,
    "Acrobot-v1": -110,
    "MountainCar-v0": -125,
    "MountainCarContinuous-v0": 99,
    "Pendulum-v1": -260,
    "LunarLander-v3": 200,
    "LunarLanderContinuous-v3": 200,
    "InvertedPendulum-v5": 1000,
    "Reacher-v5": -8,
    "Pusher-v5": -60,
    "Swimmer-v5": 350,
    "HalfCheetah-v5": 5500,
    "Hopper-v5": 3100,
}
STARTERS = [name for name in usable() if (known := documented(name)) and known.starter]


@pytest.mark.parametrize("name", [name for name in LEAST if name in STARTERS])
def test_a_starter_earns_what_it_should(name):
    task = rt.make(name)
    found = rt.evaluate(task.starter, task, goals=2, trust=True)
    assert found.returns.value >= LEAST[name]
    assert found.notes == ()


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_s_numbers_are_all_named_and_bounded(name):
    program = find_controller(documented(name).starter)
    constants = [it for it in program.variables if it.kind != "code"]
    assert len(Space.of(program.variables).axes) == len(Space.of(constants).axes) > 1
    for it in constants:
        low, high = it.bounds
        numbers = it.value if isinstance(it.value, tuple) else (it.value,)
        assert all(low <= number <= high for number in numbers), it.name
        assert it.name.isupper()


def test_a_task_begins_with_its_starter_whether_it_is_searched_or_not():
    task = rt.make("Pendulum-v1")
    assert starting_controller(task) == starting_controller(task, searched=True) == "pendulum"
    assert (
        start_words(task, searched=False)
        == "controller pendulum: no policy is given, and that is the one for this task"
    )


def test_a_search_around_a_starter_begins_with_small_steps():
    task = rt.make("Pendulum-v1")
    assert search_options(task, "pendulum", "tune") == {"sigma": 0.1}
    assert search_options(task, "pendulum", "optoprime") == search_options(task, "blank", "tune") == {}
    assert search_options(rt.make("Humanoid-v5"), "", "tune") == {}
    assert search_options(task, "pendulum", "optoprime+tune") == {"tune": {"sigma": 0.1}}
    assert search_options(task, "pendulum", "optoprime", {"tune_every": 2}) == {"tune": {"sigma": 0.1}}
    assert search_options(task, "blank", "optoprime+tune") == {}


def test_so_does_one_between_proposals_of_a_language_model(tmp_path, monkeypatch):
    for name, value in {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}.items():
        monkeypatch.setenv(name, value)
    options = ["--model", "m", "--tune-every", "2", "--iterations", "0", "--goals", "1", "--heldout", "0"]
    done = CliRunner().invoke(app, ["train", "Pendulum-v1", *options, "--run", str(tmp_path / "run"), "-q"])
    assert done.exit_code == 0, done.output
    kept = read_run(tmp_path / "run").optimizer_options
    assert (kept["tune_every"], kept["tune"]["sigma"]) == (2, 0.1)


@pytest.mark.parametrize(("given", "sigma"), [("pendulum", 0.1), ("mine", 0.3)])
def test_it_does_so_in_python_as_on_the_command_line(tmp_path, given, sigma):
    task = rt.make("Pendulum-v1")
    program = given if given == "pendulum" else find_controller("pendulum")
    run = rt.train(program, task, optimizer="tune", iterations=0, goals=1, heldout=0, run=tmp_path / "run", trust=True)
    assert run.optimizer_options["sigma"] == sigma
