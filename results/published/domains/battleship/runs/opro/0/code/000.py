from __future__ import annotations
import robotrace as rt


class Player:
    """Plays a board, a shot at a time.

    Args:
        sea: What answers shots.
        shots: How many there are.
        view: What is known at first.
    """

    def __init__(self, sea: Sea, shots: int, view: list[str]) -> None:
        self.sea, self.shots, self.view = sea, shots, view

    @rt.bundle(trainable=True)
    def reason(self, view: list[str]) -> list[list[float]]:
        """Judge how promising each square is: ten rows of ten numbers.

        view: ten texts of ten characters, "?" not shot at yet, "." a miss, "X" a hit.
        """
        near, even, size = 0.0, 0.0, len(view)
        promise = [[even if (row + column) & 1 else 0.0 for column in range(size)] for row in range(size)]
        for row in range(size):
            for column in range(size):
                for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    beside = (row + down, column + right)
                    if min(beside) >= 0 and max(beside) < size and view[beside[0]][beside[1]] == "X":
                        promise[row][column] += near
        return promise

    @rt.bundle(trainable=True)
    def act(self, promise: list[list[float]], view: list[str]) -> tuple[int, int]:
        """Choose the square to shoot at, (row, column) from 0; a second shot at a square is wasted."""
        free = [(row, column) for row, known in enumerate(view) for column, sign in enumerate(known) if sign == "?"]
        return max(free, key=lambda square: promise[square[0]][square[1]])

    def __call__(self, board: int) -> list[str]:  # noqa: ARG002 - the sea knows which board it is
        """Shoot at a board; what is known in the end."""
        view = self.view
        for _ in range(self.shots):
            row, column = self.act(self.reason(view), view)
            view = self.sea.answer(row, column)
        return view


controller = Player.__new__(Player)
controller.sea = controller_sea
controller.shots = 40
controller.view = ['??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????']
