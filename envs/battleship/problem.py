"""Boards as rows, hits as the metric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from robotrace.data import DataProblem, Metric
from robotrace.data.calls import Called
from robotrace.episodes.spelled import written
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Candidate, Case

from .boards import HIT, MISS, SIZE, SQUARES, Game, Sea, blank, fleet, known, playing
from .listing import FAMILY, PROBLEMS
from .player import Player

BOARDS = (5, 15, 50)
"""To train on, to decide what is better, and held out."""
SHOTS = 40
CONTEXT = (
    f"Battleship for one player, on a board of {SIZE} rows and {SIZE} columns. Five ships of 5, 4, 3, 3 and 2 squares in a row,"
    " across or down, lie on it and do not move; they may touch. A shot at a square is answered by hit or miss, and nothing says"
    " when a whole ship is sunk. There are {shots} shots. Before each, `reason` judges what is known, and `act` chooses a square."
    f" The score is the share of the ships' {SQUARES} squares that were hit; a board is solved when all were."
)


class Battleship(DataProblem):
    """Boards to be played; what counts is what the sea saw of a game, whatever the player returns.

    Args:
        seed: Of the boards.
        shots: How many shots a board takes.
    """

    def __init__(self, seed: int, shots: int) -> None:
        self.shots = shots

        def hits(view: list[str], row: Mapping[str, Any]) -> Metric:
            """The share of the ships' squares that were hit."""
            return judged(view, fleet(seed, row["board"]), shots)

        super().__init__(
            Player(Sea(), shots, blank()),
            [{"board": board} for board in range(sum(BOARDS))],
            hits,
            split=BOARDS,
            seed=seed,
            context=CONTEXT.replace("{shots}", str(shots)),
            name=written(f"{FAMILY}/player", {"shots": shots}, {"shots": SHOTS}),
        )

    def call(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Called:
        """One game."""
        game = Game(fleet(self.seed, self.inputs(case)["board"]), self.shots)
        with playing(game):
            called = super().call(candidate, case, traced=traced)
        return called if called.failure else replace(called, output=game.view)


def judged(view: list[str], ships: frozenset[tuple[int, int]], shots: int) -> Metric:
    """What a game came to: the share of the ships' squares that were hit, and what was not."""
    struck = known(view, HIT) & ships
    wasted = shots - len(known(view, HIT)) - len(known(view, MISS))
    words = f"{len(struck)} of {SQUARES} squares of ships hit with {shots} shots."
    if wasted:
        words += f" {wasted} shots at squares that had been shot at."
    if struck != ships:
        words += f" Not hit: {', '.join(f'({down}, {right})' for down, right in sorted(ships - struck))}."
    return Metric(score=len(struck) / SQUARES, success=struck == ships, feedback=words)


def problem(name: str, *, seed: int = 0, shots: int = SHOTS) -> DataProblem:
    """Make one of `PROBLEMS`.

    Args:
        name: Its name, without the family.
        seed: Of the boards.
        shots: How many shots a board takes.

    Raises:
        UnknownNameError: There is no such problem.
        OptionError: A value is not usable.
    """
    if name not in PROBLEMS:
        raise UnknownNameError(f"problem of {FAMILY}", name, PROBLEMS)
    if isinstance(shots, bool) or not isinstance(shots, int) or not SQUARES <= shots <= SIZE * SIZE:
        raise OptionError(f"{FAMILY}/{name}: option shots: expected {SQUARES} to {SIZE * SIZE}, found {shots!r:.80}.")
    return Battleship(seed, shots)
