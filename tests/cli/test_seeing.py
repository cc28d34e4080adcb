"""Commands to see the robot, on a task that needs no simulator: report, video, explain, show, new."""

import json

import filmed
import pytest
from fake_runs import write_run
from PIL import Image
from typer.testing import CliRunner

from robotrace.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_ink")]
TASK = f"{filmed.__file__}:FilmedPoint"
HALF = """def controller(observation):
    x, y, z = observation["goal_pos"]
    if x > 0:
        return [x, y, z, 0.0]
    return [0.0, 0.0, 0.0, 0.0]
"""


@pytest.fixture
def controller(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(HALF)
    return "./mine.py"


def call(*arguments, code=0):
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert found.exit_code == code, found.output
    return found.output


def test_a_film_of_a_goal(controller, tmp_path):
    said = call("video", controller, "--task", TASK, "--goal", 1, "--out", "a.webp", "--json")
    assert json.loads(said)["file"] == "a.webp"
    with Image.open(tmp_path / "a.webp") as shown:
        assert shown.size[0] == 320


def test_a_film_of_another_kind_is_refused(controller):
    assert "Expected a file that ends in .mp4, .gif, .webp" in call(
        "video", controller, "--task", TASK, "--out", "a.avi", code=2
    )


def test_eval_films_what_failed_first_and_names_explain(controller, tmp_path):
    said = call("eval", controller, "--task", TASK, "--goals", 4, "--workers", 1, "--video", "films")
    names = sorted(path.name for path in (tmp_path / "films").iterdir())
    assert len(names) == 4
    assert {name.rpartition("-")[2] for name in names} == {"failed.mp4", "solved.mp4"}
    first = next(name for name in names if "failed" in name)
    assert f"robotrace explain ./mine.py --task {TASK} --goal {int(first[5:8])}" in said


def test_eval_of_a_run_names_its_page(controller, tmp_path):
    write_run(tmp_path / "run", [1], text=HALF, task="toy/point", made_from=TASK)
    said = call("eval", "run", "--task", TASK, "--goals", 2, "--workers", 1)
    assert f"the run as a page: robotrace report run --task {TASK}" in said
    assert "robotrace report" not in call("eval", controller, "--task", TASK, "--goals", 2, "--workers", 1)


def test_explain_tells_why(controller):
    failing = next(goal for goal in range(12) if filmed.FilmedPoint().reset(goal, "heldout")["goal_pos"][0] <= 0)
    body = json.loads(call("explain", controller, "--task", TASK, "--goal", failing, "--json"))
    assert (body["goal"]["success"], body["goal"]["lines"], body["solved"]["success"]) == (False, {"5": 8}, True)
    said = call("explain", controller, "--task", TASK, "--goal", failing, "--no-trace")
    assert "8x" in said
    assert "#Trace" not in said


def test_a_page_of_a_run(controller, tmp_path):
    write_run(tmp_path / "run", [1, 4], final=(3, 5), text=HALF, task="toy/point", model="m")
    said = call("report", "run", "--task", TASK, "--json")
    body = json.loads(said)
    assert body["episodes"] == 4
    page = (tmp_path / "report.html").read_text()
    assert (len(page.encode()), page[:15]) == (body["bytes"], "<!DOCTYPE html>")


def test_a_page_without_the_task_says_why_nothing_was_played(controller, tmp_path):
    write_run(tmp_path / "run", [1, 4], final=(3, 5), text=HALF, task="toy/point", made_from="./gone.py:make_task")
    said = call("report", "run", "--out", "b.html")
    assert "Nothing was played: The run folder names a file of Python" in said
    assert "robotrace report run --task" in said
    assert (tmp_path / "b.html").exists()


def test_a_page_overwrites_no_other_file_and_makes_its_folder(controller, tmp_path):
    write_run(tmp_path / "run", [1, 4], text=HALF, task="toy/point")
    events = (tmp_path / "run" / "events.jsonl").read_bytes()
    said = call("report", "run", "--no-play", "--out", "run/events.jsonl", code=2)
    assert "--out: expected a file that ends in .html or .htm, found 'run/events.jsonl'." in said
    assert (tmp_path / "run" / "events.jsonl").read_bytes() == events
    call("report", "run", "--no-play", "--out", "a/b/c.html")
    assert (tmp_path / "a" / "b" / "c.html").exists()


@pytest.mark.parametrize("command", ["video", "explain", "eval"])
def test_what_is_neither_a_run_nor_a_controller_is_said_to_be(controller, command):
    said = call(command, "pick_plac", code=2)
    assert "'pick_plac' is neither a run's folder nor a controller. Unknown policy 'pick_plac'." in said
    assert "--task is missing: which task?" in call(command, controller, code=2)


def test_a_film_of_a_controller_that_fails_says_why(controller, tmp_path):
    (tmp_path / "broken.py").write_text("def controller(observation):\n    return missing\n")
    said = call("video", "./broken.py", "--task", TASK, "--out", "a.webp")
    assert "not solved in 0 actions; the controller failed: " in said
    assert "name 'missing' is not defined" in said


def test_a_run_is_not_shown_as_a_task(controller, tmp_path):
    write_run(tmp_path / "run", [1], text=HALF, task="metaworld/reach-v3")
    said = call("show", "run", code=2)
    assert "`robotrace report run` shows it, `robotrace show metaworld/reach-v3` its task." in said


def test_a_task_and_a_problem_are_shown(controller):
    said = call("show", TASK)
    assert "Bring the point to the goal." in said
    assert "def controller(observation):" in said
    body = json.loads(call("show", "numerical/booth", "--json"))
    assert (body["kind"], [one["name"] for one in body["variables"]]) == ("problem", ["x0", "x1"])


def test_new_files_run_at_once(controller, tmp_path):
    said = call("new", "policy", "first", "--task", TASK)
    assert said.splitlines()[0] == "first.py"
    assert "0.00" in call("eval", "./first.py", "--task", TASK, "--goals", 2, "--workers", 1)
    assert json.loads(call("new", "task", "my-crane", "--json"))["file"] == "my_crane.py"
    assert "has no mistakes" in call("check", "./my_crane.py")
    call("new", "problem", "answers")
    assert "0.00" in call("eval", "./answers.py:problem")
    assert "exists already" in call("new", "problem", "answers", code=2)
    assert "expected letters, digits and _" in call("new", "task", "../x", code=2)
