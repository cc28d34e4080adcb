"""`robotrace export`: where to, how it is used, and what it refuses."""

import json
from pathlib import Path

import pytest
from fake_runs import write_run
from typer.testing import CliRunner

from robotrace.cli import app

TASK = """\
from pathlib import Path
Path(__file__).with_name("ran").touch()
from robotrace.episodes import make
def make_task(*, seed=0, **options):
    return make("reach-v3", seed=seed, **options)
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_run(tmp_path / "run", [0, 5], final=(5, 5))


def call(*arguments):
    return CliRunner().invoke(app, ["export", *arguments])


@pytest.mark.parametrize(
    ("format", "printed"),
    [
        (
            "file",
            "pick_place_v3.py\n  python pick_place_v3.py\n  # plays an episode; in Python: from pick_place_v3 import controller\n",
        ),
        (
            "gymnasium",
            "pick_place_v3_env.py\n  import gymnasium, pick_place_v3_env\n  env = gymnasium.make(pick_place_v3_env.ID)\n",
        ),
        (
            "sb3",
            "pick_place_v3_sb3.py\n  from pick_place_v3_sb3 import Policy\n"
            "  evaluate_policy(Policy(), env)  # env: robotrace.as_gymnasium of the same task\n",
        ),
    ],
)
def test_it_writes_a_file_and_says_how_that_is_used(format, printed):
    done = call("run", "--format", format)
    assert (done.exit_code, done.output) == (0, printed)
    assert Path(printed.splitlines()[0]).read_text().startswith("# T")


def test_where_to_is_the_users_choice_and_nothing_is_overwritten():
    assert json.loads(call("run", "--out", "mine.py", "--json").output) == {
        "file": "mine.py",
        "format": "file",
        "task": "metaworld/pick-place-v3",
    }
    before = Path("mine.py").read_bytes()
    done = call("run", "--out", "mine.py", "--format", "sb3")
    assert (done.exit_code, done.stderr) == (
        2,
        "robotrace: --out: 'mine.py' exists already: give another name, or remove it.\n",
    )
    assert Path("mine.py").read_bytes() == before
    assert (
        call("run", "--out", "mine.txt").stderr
        == "robotrace: --out: expected a file that ends in .py, found 'mine.txt'.\n"
    )
    assert "--out: 'no/where.py' cannot be written: No such file" in call("run", "--out", "no/where.py").stderr


def test_an_unknown_format_and_a_broken_run_are_named():
    assert call("run", "--format", "gym").stderr == "robotrace: Unknown format 'gym'. Did you mean gymnasium?\n"
    assert call("missing").stderr.startswith("robotrace: 'missing' is not a run folder")
    with Path("run/events.jsonl").open("a") as file:
        file.write("{}\n")
    done = call("run")
    assert done.exit_code == 1
    assert "events.jsonl', line 7 is not event" in done.stderr
    assert not list(Path().glob("*.py"))


def test_a_task_of_ones_own_is_named_by_the_user(tmp_path):
    (tmp_path / "mine.py").write_text(TASK)
    place = f"{tmp_path}/mine.py:make_task"
    write_run(tmp_path / "own", [0, 5], final=(5, 5), task="metaworld/reach-v3", made_from=place)
    done = call("own", "--format", "gymnasium")
    assert done.exit_code == 1
    assert done.stderr.endswith(f"If you know the file: robotrace export own --format gymnasium --task {place}\n")
    assert not (tmp_path / "ran").exists()
    assert call("own", "--format", "gymnasium", "--task", "./mine.py:make_task").exit_code == 0
    assert f'robotrace.make("{place}", seed=0' in Path("reach_v3_env.py").read_text()
