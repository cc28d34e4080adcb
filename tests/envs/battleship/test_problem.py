import re

import pytest
from robotrace.envs.battleship import Sea
from robotrace.envs.battleship.boards import SQUARES, Game, fleet, playing

import robotrace as rt
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Case
from robotrace.testing import check_problem

pytestmark = pytest.mark.slow

HUNT = '''def act(self, promise, view):
    """Beside a hit if there is one, else every other square."""
    free = [(r, c) for r, known in enumerate(view) for c, sign in enumerate(known) if sign == "?"]

    def worth(square):
        r, c = square
        near = [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
        hits = sum(0 <= a < 10 and 0 <= b < 10 and view[a][b] == "X" for a, b in near)
        return 10 * hits + (r + c) % 2

    return max(free, key=worth)
'''


@pytest.fixture(scope="module")
def player():
    problem = rt.problem("battleship/player", seed=3)
    yield problem
    problem.close()


def test_fleets_are_17_squares_that_the_seed_and_the_board_decide():
    boards = [fleet(0, board) for board in range(50)]
    assert {len(board) for board in boards} == {SQUARES}
    assert len({*boards, *(fleet(1, board) for board in range(50))}) == 100
    assert all(0 <= row < 10 and 0 <= column < 10 for board in boards for row, column in board)
    assert fleet(0, 0) == boards[0]


def test_a_shot_is_answered_by_what_is_known_then():
    ships = fleet(0, 0)
    row, column = min(ships)
    water = next((r, c) for r in range(10) for c in range(10) if (r, c) not in ships)
    with playing(Game(ships, 3)):
        view = Sea().answer(row, column)
        assert view[row][column] == "X"
        assert sum(line.count("?") for line in view) == 99
        view[0] = "X" * 10
        assert Sea().answer(*water)[water[0]][water[1]] == "."
        known = Sea().answer(row, column)
        assert Sea().answer(9, 9) == known  # there was no shot left
        assert sum(line.count("?") for line in known) == 98
        for outside in ((10, 0), (0, -1), (0.0, 1), (True, 1)):
            with pytest.raises(ValueError, match="expected a square"):
                Sea().answer(*outside)


def test_it_keeps_to_what_is_asked_of_a_problem():
    check_problem(lambda: rt.problem("battleship/player"))


def test_the_starting_player_shoots_along_the_rows(player):
    outcome = player.query(player.candidate({}), Case("train", 0))
    hit = round(outcome.score * SQUARES)
    assert outcome.feedback.startswith(f"{hit} of 17 squares of ships hit with 40 shots. Not hit: (")
    assert all(int(row) >= 4 for row in re.findall(r"\((\d), \d\)", outcome.feedback))
    assert not outcome.success
    calls = [record["operation"] for record in outcome.graph.to_records()]
    assert (calls.count("Player.reason"), calls.count("Player.act")) == (40, 40)


def test_a_player_that_hunts_is_better(player):
    start, hunter = player.candidate({}), player.candidate({"Player.act": HUNT})
    cases = player.cases("validation")
    scores = [sum(player.query(one, case, traced=False).score for case in cases) for one in (start, hunter)]
    assert scores[1] > scores[0] + 2


@pytest.mark.parametrize(
    ("line", "failure", "words"),
    [
        ("return (0, 0)", None, "39 shots at squares that had been shot at. Not hit: "),
        ("return (10, 0)", "expected a square (row, column) of two whole numbers from 0 to 9, found 10, 0", ""),
        ("return 7", "Player.act returned 7", ""),
        ("while True: pass", "timeout", ""),
    ],
)
def test_what_a_player_does_wrong_is_an_outcome(player, line, failure, words):
    candidate = player.candidate({"Player.act": f"def act(self, promise, view):\n    {line}\n"})
    outcome = player.query(candidate, Case("train", 0))
    assert (outcome.failure is None) is (failure is None)
    assert (failure or "") in (outcome.failure or "")
    assert words in outcome.feedback


@pytest.mark.parametrize(
    "cheat",
    [
        "self.shots = 100",
        "view[:] = ['X' * 10] * 10",
        "self.view[:] = ['X' * 10] * 10",
        "type(self).__call__ = lambda self, board: ['X' * 10] * 10",
        "self.sea = type('Sea', (), {'answer': lambda self, row, column: ['X' * 10] * 10})()",
    ],
)
def test_what_counts_is_what_the_sea_saw(player, cheat):
    start = player.query(player.candidate({}), Case("train", 0), traced=False).score
    act = player.candidate({}).values["Player.act"]
    candidate = player.candidate({"Player.act": act.rstrip().replace("    free =", f"    {cheat}\n    free =")})
    outcome = player.query(candidate, Case("train", 0), traced=False)
    assert outcome.score is None or outcome.score <= start


def test_shots_that_are_not_the_players_count_too(player):
    act = "def act(self, promise, view):\n    self.sea.answer(0, 0)\n    return (0, 0)\n"
    outcome = player.query(player.candidate({"Player.act": act}), Case("train", 0), traced=False)
    assert "39 shots at squares that had been shot at." in outcome.feedback


def test_what_a_player_can_reach_does_not_tell_the_board(player):
    for peek in ("_GAME", "_ships", "_seed", "__dict__", "answer.__globals__"):
        act = f"def act(self, promise, view):\n    raise ValueError(self.sea.{peek})\n"
        failure = player.query(player.candidate({"Player.act": act}), Case("train", 0), traced=False).failure
        assert "AttributeError" in failure or "{}" in failure


def test_what_cannot_be_made_is_refused():
    with pytest.raises(OptionError, match="option shots: expected 17 to 100, found 5"):
        rt.problem("battleship/player", shots=5)
    with pytest.raises(UnknownNameError, match="Unknown problem 'battleship/plyer'"):
        rt.problem("battleship/plyer")
    assert rt.problem("player", shots=50).name == "battleship/player?shots=50"
