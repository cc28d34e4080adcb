"""`robotrace compare` on runs made of literal numbers."""

import json

import pytest
from fake_runs import write_run
from typer.testing import CliRunner

from robotrace.cli import app
from robotrace.results import Rate

pytestmark = pytest.mark.slow


@pytest.fixture
def robotrace(tmp_path, monkeypatch):
    """Call the command line in a folder with two runs."""
    monkeypatch.chdir(tmp_path)
    write_run(
        tmp_path / "one", [0, 2, 5], final=(49, 50), optimizer="optoprime", model="m", feedback="facts", tokens=100
    )
    write_run(tmp_path / "two", [0, 1], final=(41, 50), optimizer="opro", model="m", feedback="facts", memory=20)

    def call(*arguments):
        return CliRunner().invoke(app, arguments)

    return call


def test_it_prints_tables(robotrace):
    result = robotrace("compare", "one", "two")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "optoprime 1 0.98 [0.90, 1.00] 2 240 ? 7.5k 6" in lines
    assert "A optoprime 50 41 8 0 1 +0.16 [+0.05, +0.29] 0.0078" in lines


def test_json_is_the_contract_and_nothing_else(robotrace):
    body = json.loads(robotrace("compare", "one", "two", "--json").stdout)
    assert list(body) == ["groups", "overall", "pairs", "pooled", "refused", "files"]
    first = body["groups"][0]
    assert (first["name"], first["task"], first["control"], first["horizon"], first["split"]) == (
        "optoprime",
        "metaworld/pick-place-v3",
        "macro",
        50,
        "heldout",
    )
    assert (first["model"], first["feedback"], first["seeds"], first["runs"]) == ("m", "facts", [0], ["one"])
    assert first["heldout"] == Rate(49, 50).as_json()
    assert first["iqm"] == {"iqm": 0.98, "runs": 1, "low": None, "high": None}
    assert first["to_best"] == {
        "calls": 2,
        "tokens": 240,
        "prompt_tokens": 200,
        "completion_tokens": 40,
        "cached_tokens": 0,
        "usd": None,
        "env_steps": 7500,
        "student_calls": 0,
        "student_tokens": 0,
        "seconds": 6.0,
    }
    assert first["in_all"] == {**first["to_best"], "env_steps": 32500, "seconds": 15.0}  # the run's last totals
    assert body["groups"][1]["flags"] == {"memory": 20, "goals": 5}
    [pair] = body["pairs"]
    assert (pair["a"], pair["b"], pair["tasks"], pair["runs"]) == ("optoprime", "opro", ["metaworld/pick-place-v3"], 1)
    assert [pair[key] for key in ("n", "both", "only_a", "only_b", "neither")] == [50, 41, 8, 0, 1]
    assert pair["p_value"] == 2 / 2**8
    assert pair["difference"] == pytest.approx(0.16)
    assert (body["refused"], body["files"]) == ([], [])


def test_json_holds_for_runs_without_any_held_out_goal(robotrace, tmp_path):
    write_run(tmp_path / "early", [0])
    body = json.loads(robotrace("compare", "one", "early", "--json").stdout)
    assert body["groups"][1]["iqm"] == {"iqm": None, "runs": 0, "low": None, "high": None}
    assert "nothing was measured on held-out goals in early" in body["refused"][0]


def test_a_plot_is_drawn_where_it_is_asked_for(robotrace, tmp_path):
    result = robotrace("compare", "one", "two", "--x", "tokens", "--out", "both.svg", "--json")
    assert json.loads(result.stdout)["files"] == ["both.png", "both.svg", "both.pdf"]
    assert (tmp_path / "both.png").read_bytes().startswith(b"\x89PNG")
    assert not (tmp_path / "plot.png").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["one", "one"], 2, "one' was given twice; give each run once."),
        (["one", "nowhere"], 1, "'nowhere' is not a run folder"),
        (["one", "--x", "call", "--out", "p"], 2, "Unknown axis 'call'. Did you mean calls?"),
    ],
)
def test_bad_input_is_one_line(robotrace, arguments, code, message):
    result = robotrace("compare", *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_help_teaches_by_example(robotrace):
    assert "  robotrace compare results/push-*" in robotrace("compare", "--help").stdout
