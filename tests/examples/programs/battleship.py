"""A player of battleship that plans and shoots, and is rewritten while it plays."""

import random

import robotrace as rt

SHIPS = {"B": 4, "R": 3, "S": 3, "D": 2}


class Board:
    """A sea with ships, of which a player sees the shots alone: "X" hits, "O" misses, "." unknown."""

    def __init__(self, size=5, seed=0):
        self.size, rng = size, random.Random(seed)
        self.shots = [["."] * size for _ in range(size)]
        self.ships = set()
        for length in SHIPS.values():
            self.ships |= rng.choice([ship for ship in self._berths(length) if not ship & self.ships])

    def _berths(self, length):
        for row in range(self.size):
            for first in range(self.size - length + 1):
                yield {(row, first + i) for i in range(length)}
                yield {(first + i, row) for i in range(length)}

    @property
    def is_over(self):
        """Whether all ships are sunk."""
        return sum(row.count("X") for row in self.shots) == len(self.ships)

    def shoot(self, target):
        """Whether a ship is hit that was not before."""
        row, column = target
        if not (0 <= row < self.size and 0 <= column < self.size):
            raise ValueError(f"({row}, {column}) is off the board, which is {self.size} by {self.size}")
        is_new, is_hit = self.shots[row][column] == ".", (row, column) in self.ships
        self.shots[row][column] = "X" if is_hit else "O"
        return is_new and is_hit


class Player(rt.Module):
    """Looks at the shots so far and names the next one."""

    def __call__(self, shots):
        return self.act(shots, self.reason(shots))

    @rt.bundle(trainable=True)
    def reason(self, shots):
        """A plan for the board. In `shots`, rows of squares, "X" is a hit, "O" a miss, "." unknown."""

    @rt.bundle(trainable=True)
    def act(self, shots, plan):
        """The square to shoot at, as [row, column] from 0, given the shots so far and a plan."""


def turn(player, board):
    """One shot: the output, the reward, and what is said of them."""
    try:
        output = player(rt.node(board.shots, name="shots"))
        reward = int(board.shoot(output.data))
        return output, reward, f"Got {reward} reward."
    except rt.errors.ExecutionError as error:
        return error.node, 0, str(error)
    except (TypeError, ValueError) as error:
        return output, 0, str(error)


def evaluate(player, games=3, shots=25):
    """The mean share of shots that hit, over some games of at most so many shots."""
    shares = []
    for seed in range(100, 100 + games):
        board, hits, fired = Board(seed=seed), 0, 0
        while not board.is_over and fired < shots:
            hits += turn(player, board)[1]
            fired += 1
        shares.append(hits / fired)
    return sum(shares) / games


def train(chat, iterations=4):
    """Play one game, with a step after every shot; the player, and its share of hits after each."""
    player, board = Player(), Board()
    optimizer = rt.OptoPrime(player.parameters(), chat=chat, context="Hit as many ships with as few shots as possible.")
    history = []
    for seed in range(iterations):
        board = Board(seed=seed) if board.is_over else board
        output, _, feedback = turn(player, board)
        optimizer.zero_feedback()
        output.backward(feedback)
        optimizer.step()
        history.append(evaluate(player))
    return player, history
