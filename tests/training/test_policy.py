"""Files and bundled rules as candidates of a problem."""

import pytest
from typer.testing import CliRunner

import robotrace as rt
from robotrace.cli import app
from robotrace.errors import OptionError, ProgramError, UnknownNameError
from robotrace.training.policy import policy_names_of, policy_of

RULE = '''import math

west_east = 40


def greens(self, vehicles):
    """Half a minute each."""
    return (30, 30)
'''


@pytest.fixture(scope="module")
def player():
    problem = rt.problem("battleship/player", seed=3)
    yield problem
    problem.close()


def test_the_bundled_rules():
    assert policy_names_of("battleship") == ("density", "hunt", "parity", "random_shots")
    assert policy_names_of("traffic") == ("adaptive", "static_rule", "webster")
    assert policy_names_of("numerical") == ()


def test_a_rule_is_a_candidate_whose_other_parameters_are_the_start_s(player, tmp_path):
    (tmp_path / "mine.py").write_text("def act(self, promise, view):\n    return (0, 0)\n")
    candidate = policy_of(str(tmp_path / "mine.py"), player)
    assert candidate.values["Player.act"] == "def act(self, promise, view):\n    return (0, 0)\n"
    assert candidate.values["Player.reason"] == player.candidate({}).values["Player.reason"]


def test_players_that_look_at_hits_are_better_than_chance(player):
    scores = {
        name: sum(player.query(policy_of(name, player), case, traced=False).score for case in player.cases("train"))
        for name in ("random-shots", "hunt")
    }
    assert scores["random-shots"] + 0.5 < scores["hunt"]


def test_the_traffic_rules_are_numbers_and_code():
    crossing = rt.problem("traffic/crossing")
    assert policy_of("static_rule", crossing).values == {"west_east": 26, "north_south": 21}
    assert policy_of("webster", crossing).values == {"west_east": 55, "north_south": 45}
    spaces = {}
    for name in ("static_rule", "webster"):
        exec(policy_of_text(name), spaces)
        assert spaces["greens"](None, {}) == tuple(policy_of(name, crossing).values.values())
    exec(policy_of_text("adaptive"), spaces)
    assert spaces["greens"](None, {"W": 8, "E": 2, "N": 0, "S": 2}) == (28.5, 9.5)


def policy_of_text(name):
    from importlib import resources

    return resources.files("robotrace.policies").joinpath("traffic", f"{name}.py").read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def shoot(self, view):\n    return 0\n", "expected a function or a literal named reason, act"),
        (
            "import math\n\n\ndef act(self, promise, view):\n    return math.pi\n",
            "line 4: act uses 'math', which stands out",
        ),
        ("N = 3\n\n\ndef act(self, promise, view):\n    return (N, N)\n", "act uses 'N', which stands outside of it"),
    ],
)
def test_a_file_that_gives_nothing_usable_is_refused(player, tmp_path, text, words):
    (tmp_path / "mine.py").write_text(text)
    with pytest.raises(OptionError, match=words):
        policy_of(str(tmp_path / "mine.py"), player)


def test_other_files_are_refused(player, tmp_path):
    (tmp_path / "mine.py").write_text("def act(:\n")
    with pytest.raises(ProgramError):
        policy_of(str(tmp_path / "mine.py"), player)
    with pytest.raises(UnknownNameError, match=r"Unknown policy of battleship 'densty'\. Did you mean density"):
        policy_of("densty", player)
    with pytest.raises(UnknownNameError, match=r"mine\.py"):
        policy_of(str(tmp_path / "mind.py"), player)
    (tmp_path / "mine.py").write_text("west_east = 10 + 5\n")
    with pytest.raises(OptionError, match=r"mine\.py, line 1: expected a literal, found 10 \+ 5"):
        policy_of(str(tmp_path / "mine.py"), rt.problem("traffic/crossing"))


def test_eval_tries_a_rule_and_not_the_start():
    def scored(*arguments):
        done = CliRunner().invoke(app, ["eval", *arguments, "--goals", "2"])
        assert done.exit_code == 0, done.output
        return done.stdout

    found = scored("density", "--task", "battleship/player")
    assert "program     density" in found
    assert found.splitlines()[0] != scored("battleship/player").splitlines()[0]
    done = CliRunner().invoke(app, ["eval", "densty", "--task", "battleship/player"])
    assert done.exit_code == 2
    assert "Unknown policy of battleship 'densty'. Did you mean density?" in done.stderr
