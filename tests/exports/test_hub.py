"""A folder for a model hub: what its card says, that a stranger's run cannot say more, and that training goes on from it."""

import json
import re

import filmed
import pytest
from fake_runs import write_run
from typer.testing import CliRunner

from robotrace.cli import app
from robotrace.episodes import find_controller
from robotrace.errors import OptionError, RunError
from robotrace.exports import export_hub
from robotrace.results import read_run

pytestmark = pytest.mark.slow
POINT = f"{filmed.__file__}:FilmedPoint"
TRAINABLE = """import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]
"""


def parsed(head):
    """The head as its parts: each a line of a name and JSON, which YAML holds too."""
    return {name: json.loads(value) for name, _, value in (line.partition(": ") for line in head.splitlines())}


def call(*arguments, code=0):
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert found.exit_code == code, found.output
    return found.output


def made(path, **options):
    return write_run(path, [0, 5], final=(4, 5), text=TRAINABLE, **options)


@pytest.fixture
def texts(tmp_path):
    run = made(
        tmp_path / "run", task="metaworld/reach-v3", options={"control": "macro", "horizon": 50, "success": "any"}
    )
    return export_hub(run, None, command="export {}")


def test_the_head_is_what_hubs_read(texts):
    _, head, body = texts["README.md"].split("---\n", 2)
    found = parsed(head)
    (model,) = found["model-index"]
    (metric,) = model["results"][0]["metrics"]
    assert (metric["type"], metric["value"], metric["n"]) == ("success_rate", 0.8, 5)
    assert [round(end, 2) for end in metric["wilson_95"]] == [0.38, 0.96]
    told = found["robotrace"]
    assert (told["task"], told["optimizer"], told["model"]) == ("metaworld/reach-v3", "induce", None)
    assert {name: told["protocol"][name] for name in ("control", "horizon", "success", "seed", "feedback")} == {
        "control": "macro",
        "horizon": 50,
        "success": "any",
        "seed": 0,
        "feedback": "hints",
    }
    assert told["cost"]["env_steps"] == 7500
    assert "solved 4 of 5, 0.80 \\[0.38, 0.96\\] (Wilson's 95 % interval)" in body
    assert "| success | at any step |" in body
    assert (
        "robotrace train metaworld/reach-v3 --policy ./FOLDER --control macro --hold 10 --horizon 50 --success any"
        in body
    )
    assert "video.mp4" not in body


def test_results_are_for_machines(texts):
    found = json.loads(texts["results.json"])
    assert found["heldout"]["successes"] == 4
    assert [it["success"] for it in found["goals"]] == [True, True, True, True, False]


def test_the_policy_is_marked_and_the_controller_needs_no_robotrace(texts):
    assert texts["policy.py"] == TRAINABLE
    assert "robotrace" not in re.sub(r"#.*", "", texts["controller.py"]).partition("def ")[0]


def test_what_a_stranger_wrote_stays_in_its_place(tmp_path):
    evil = "m`|\n---\nlicense: mit\n<script>x</script>](javascript:x)"
    run = made(tmp_path / "run", task="metaworld/reach-v3", model=evil, optimizer="optoprime", reason=evil)
    card = export_hub(run, None, command="export {}")["README.md"]
    _, head, body = card.split("---\n", 2)
    assert list(parsed(head)) == ["library_name", "pipeline_tag", "tags", "model-index", "robotrace"]
    assert "<script>" not in body
    assert re.findall(r"(?<!\\)\]\(javascript", body) == []
    assert "\n---" not in body


def test_code_cannot_end_its_block(tmp_path):
    text = TRAINABLE.replace("    x, y", '    """````"""\n    x, y')
    run = write_run(tmp_path / "run", [0, 5], final=(4, 5), text=text, task="metaworld/reach-v3")
    card = export_hub(run, None, command="export {}")["README.md"]
    assert card.count("\n`````") == 2


def test_a_folder_with_a_video_and_training_from_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made(tmp_path / "run", task="toy/point", made_from=POINT)
    said = json.loads(call("export", "run", "--format", "hub", "--task", POINT, "--out", "hub", "--json"))
    assert said["files"] == ["README.md", "controller.py", "policy.py", "results.json", "video.mp4"]
    assert sorted(path.name for path in (tmp_path / "hub").iterdir()) == said["files"]
    card = (tmp_path / "hub" / "README.md").read_text()
    assert "[video.mp4](video.mp4)" in card
    assert "--task ./filmed.py:FilmedPoint" in card
    assert str(tmp_path) not in card
    assert "(2/2)" in call("eval", "hub", "--task", POINT, "--goals", 2, "--workers", 1)
    call(
        "train",
        POINT,
        "--policy",
        "hub",
        "--optimizer",
        "tune",
        "--iterations",
        0,
        "--goals",
        2,
        "--heldout",
        2,
        "--run",
        "on",
    )
    assert (tmp_path / "on" / "code" / "000.py").read_text() == TRAINABLE
    assert "is no empty folder" in call("export", "run", "--format", "hub", "--task", POINT, "--out", "hub", code=2)


def test_a_folder_and_a_run_bring_their_task(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    once = ("--optimizer", "tune", "--iterations", 0, "--goals", 1, "--heldout", 1)
    call("train", "CartPole-v1", "--horizon", 30, "--seed", 3, *once, "--run", "first")
    call("export", "first", "--format", "hub", "--no-video", "--out", "hub")
    figures = json.loads((tmp_path / "hub" / "results.json").read_text())
    assert (figures["task"], figures["options"]) == ("gymnasium/CartPole-v1", {"horizon": 30})
    assert figures["heldout_return"]["mean"] == 30.0
    assert "return  30 (n=2)" in re.sub(" +", " ", call("eval", "hub", "--goals", 2)).replace("return ", "return  ")
    call("train", "--from", "hub", *once, "--run", "second")
    call("train", "--policy", "first", *once, "--run", "third")
    configs = {name: read_run(tmp_path / name).config for name in ("second", "third")}
    assert {name: (it["options"], it["seed"]) for name, it in configs.items()} == {
        "second": ({"horizon": 30}, 0),
        "third": ({"horizon": 30}, 3),
    }


@pytest.mark.parametrize(
    ("figures", "code", "words"),
    [
        (
            '{"task": "CartPole-v1", "options": {"seed": 3}}',
            2,
            "results.json: expected options of the task's own, found seed=3: leave it out",
        ),
        ("[", 2, "hub does not say which task its policy is for: expected one in results.json, found JSONDecodeError"),
        ('{"task": 3}', 2, "found TypeError('its task is no name'). Say it: robotrace train TASK --policy hub"),
        (
            '{"task": "./evil.py:x"}',
            1,
            "names a file of Python, './evil.py:x', which would run with all that you may do",
        ),
    ],
)
def test_a_folder_whose_figures_are_not_believed(tmp_path, monkeypatch, figures, code, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "policy.py").write_text(TRAINABLE)
    (tmp_path / "hub" / "results.json").write_text(figures)
    assert words in " ".join(call("train", "--from", "hub", code=code).split())
    assert words.partition(". Say")[0] in " ".join(call("eval", "hub", code=code).split())


def test_without_a_video(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made(tmp_path / "run", task="metaworld/reach-v3")
    said = call("export", "run", "--format", "hub", "--no-video")
    assert said.splitlines()[:2] == [
        "reach_v3_hub",
        "  robotrace train metaworld/reach-v3 --policy reach_v3_hub   # trains it on",
    ]
    assert not (tmp_path / "reach_v3_hub" / "video.mp4").exists()


def test_a_run_that_names_a_file_is_not_believed(tmp_path):
    run = made(tmp_path / "run", task="toy/point", made_from="./gone.py:make_task")
    with pytest.raises(RunError, match="names a file of Python"):
        export_hub(run, None, command="robotrace export RUN --format hub --task {}")


def test_no_link_in_a_folder_is_followed(tmp_path):
    (tmp_path / "secret.py").write_text(TRAINABLE)
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "policy.py").symlink_to(tmp_path / "secret.py")
    with pytest.raises(OptionError, match=r"policy\.py' cannot be read: .*a link"):
        find_controller(str(tmp_path / "hub"))
