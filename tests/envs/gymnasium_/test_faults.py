"""What an environment does wrong, on the command line: one line, nothing is held against the controller."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_environments
from typer.testing import CliRunner

import robotrace as rt
from robotrace.cli import app
from robotrace.episodes import families
from robotrace.testing import examine_task

STILL = "def controller(observation):\n    return [0.0, 0.0]\n"
WORDS = {
    "reset": "expected a first step, found RuntimeError: no start (",
    "step": "expected a first step, found RuntimeError: broken gear (",
    "nan": "step(): expected a finite reward; found float nan.",
    "seed": "expected the same start each time; found the field 'observation_0' to differ",
    "word": "step(): expected a number as the reward; found str 'good'.",
    "nothing": "expected the field 'observation_0' to be finite; found",
    "longer": "step(): expected observation of the shape (2,) all along; found (3,).",
    "missing": "step(): expected an observation of its space; found NoneType None.",
}


@pytest.fixture
def still(tmp_path):
    path = tmp_path / "still.py"
    path.write_text(STILL)
    return str(path)


@pytest.mark.parametrize("fault", WORDS)
def test_training_and_evaluation_end_with_the_fault_in_one_line(fault, still, tmp_path):
    name, run = f"tiny/{fault}-fault-v0", tmp_path / "run"
    few = ["--trust", "--workers", "1", "--quiet"]
    for command in (
        (
            "train",
            name,
            "--iterations",
            "1",
            "--goals",
            "1",
            "--heldout",
            "1",
            "--run",
            str(run),
            *few,
        ),
        ("eval", still, "--task", name, "--goals", "1", *few),
    ):
        done = CliRunner().invoke(app, command)
        assert done.exit_code != 0
        lines = [line for line in done.output.splitlines() if line.startswith("robotrace: ")]
        assert len(lines) == 1, done.output
        assert lines[0].startswith(f"robotrace: gymnasium/{name}: ")
        assert WORDS[fault] in lines[0]
        assert "Traceback" not in done.output
    events = run / "events.jsonl"
    told = [json.loads(line)["event"] for line in events.read_text().splitlines()] if events.exists() else []
    assert not {"refused", "query"} & set(told)


@pytest.mark.parametrize("fault", WORDS)
def test_a_check_names_the_fault_and_the_environment_s_own_line(fault):
    done = CliRunner().invoke(app, ["check", f"tiny/{fault}-fault-v0"])
    assert done.exit_code == 1
    assert WORDS[fault].removeprefix("step(): ") in " ".join(done.output.split())
    if fault in ("reset", "step"):
        assert Path(tiny_environments.__file__).name in done.output


def test_a_check_finds_an_end_that_comes_earlier_each_time():
    report = examine_task("tiny/horizon-fault-v0")
    assert any("found truncated to differ" in str(mistake) for mistake in report.mistakes)


def test_spaces_that_no_numbers_describe_are_refused_before_a_run_begins(still, tmp_path):
    for kind in ("text", "graph", "sequence", "picture", "nothing"):
        for command in (
            ("train", f"tiny/{kind}-v0", "--run", str(tmp_path / "run")),
            ("eval", still, "--task", f"tiny/{kind}-v0"),
            ("check", f"tiny/{kind}-v0"),
        ):
            done = CliRunner().invoke(app, command)
            assert done.exit_code == 2
            assert done.output.startswith(f"robotrace: tiny/{kind}-v0 ")
            assert done.output.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_no_window_is_opened():
    assert len(rt.rollout(lambda _: [0.0, 0.0], rt.make("tiny/window-v0"))) == 4


def test_what_an_environment_prints_does_not_reach_the_json(still, tmp_path):
    main = "import sys; sys.argv[0] = 'robotrace'; import tiny_environments; from robotrace.cli import main; main()"
    command = ["eval", still, "--task", "tiny/prints-fault-v0", "--goals", "2", "--trust", "--workers", "1", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", main, *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert json.loads(done.stdout)["return_mean"] == 4
    assert "so far so good" in done.stderr


def test_a_name_is_a_task_s_where_it_is_listed_or_a_family_claims_it():
    for name, found in (("reach-v3", True), ("Pendulum-v1", True), ("metaworld/reach-v3", True), ("Pendlum-v1", False)):
        assert families.is_named(name) is found
