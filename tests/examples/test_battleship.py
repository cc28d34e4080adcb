"""Battleship: an agent of two trainable methods is rewritten while it plays. The model's replies are scripted."""

from __future__ import annotations

import pytest

from robotrace.llm import ScriptedChat

REASON = """
    def reason(self, shots):
        size = len(shots)
        hits = [(r, c) for r in range(size) for c in range(size) if shots[r][c] == "X"]
        near = [(r + i, c + j) for r, c in hits for i, j in ((0, 1), (1, 0), (0, -1), (-1, 0))]
        return [(r, c) for r, c in near if 0 <= r < size and 0 <= c < size and shots[r][c] == "."]
    """
ACT = """
    def act(self, shots, plan):
        if plan:
            return list(plan[0])
        return next([r, c] for r, row in enumerate(shots) for c, one in enumerate(row) if one == ".")
    """
CORNER = "def act(self, shots, plan):\n    return [0, 0]"
OFF = "def act(self, shots, plan):\n    return [0, 9]"


def test_a_player_learns_to_shoot_beside_its_hits(program, reply):
    chat = ScriptedChat(
        [
            reply("Shoot at all.", **{"Player.act": CORNER}),
            reply("Scan, and plan around hits.", **{"Player.reason": REASON, "Player.act": ACT}),
            "Nothing has to change.",
            "Nothing has to change.",
        ]
    )
    player, history = program("battleship").train(chat)
    assert history == pytest.approx([0.0, 0.561, 0.561, 0.561], abs=0.001)
    shots = [list("....."), list("..X.."), list("..O.."), list("....."), list(".....")]
    assert player(shots).data == [1, 3]


def test_what_the_board_says_of_a_shot_is_in_the_next_prompt(program, reply, prompts):
    chat = ScriptedChat([reply("Far out.", **{"Player.act": OFF}), reply("Scan.", **{"Player.act": ACT})])
    program("battleship").train(chat, iterations=2)
    first, second = prompts(chat)
    assert "cannot unpack" in first
    assert "(0, 9) is off the board, which is 5 by 5" in second
    assert "a miss" in second


def test_a_method_that_raises_on_the_recorded_shots_is_refused_with_its_line(program, reply, prompts):
    raising = "def act(self, shots, plan):\n    best = plan['best']\n    return best"
    chat = ScriptedChat([reply("By plan.", **{"Player.act": raising}), reply("Scan.", **{"Player.act": ACT})])
    player, _ = program("battleship").train(chat, iterations=2)
    second = prompts(chat)[1]
    assert "The new 'Player.act' fails on a call that was recorded: TypeError: 'NoneType' object is not subs" in second
    assert "--> 2 | best = plan['best']" in second
    assert player([list("O."), list("..")]).data == [0, 1]


def test_two_players_are_trained_apart(program, reply):
    battleship = program("battleship")
    other = battleship.Player()
    player, _ = battleship.train(ScriptedChat([reply("Scan.", **{"Player.act": ACT})]), iterations=1)
    assert player([list("O."), list("..")]).data == [0, 1]
    assert other([list("O."), list("..")]).data is None
