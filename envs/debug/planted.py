"""Which line of each program is wrong when training begins."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A fault of one function.

    Attributes:
        function: The function that is wrong.
        right: The part of its source that was exchanged, which occurs once in the program.
        wrong: What stands there instead.
    """

    function: str
    right: str
    wrong: str


FAULTS = {
    "account": Fault("overdraft", "-balance // 50 if", "balance // 50 if"),
    "battery": Fault("draw", "max(charge - 4, 0)", "max(charge - 5, 0)"),
    "bowling": Fault("frame", "if strike or spare else", "if strike else"),
    "cache": Fault("touch", "kept[at + 1 :], kept[at]]", "kept[at + 1 :], kept[-1]]"),
    "calculator": Fault("operands", "return filled[-2], filled[-1]", "return filled[-1], filled[-2]"),
    "cells": Fault("next_age", "near in (2, 4)", "near in (2, 3)"),
    "cipher": Fault("swap", "19: 8}", "19: 9}"),
    "courier": Fault("distance", "(there[1] < 5)", "(there[1] <= 5)"),
    "desks": Fault("annoyance", "(waited - 2) ** 2", "(waited - 1) ** 2"),
    "free-time": Fault("padded", "(start - 5, end", "(start + 5, end"),
    "garden": Fault("dry", "height // 6", "height // 5"),
    "invoice": Fault("line_total", "quantity >= 10", "quantity > 10"),
    "league": Fault("extra", "mine + theirs >= 6", "mine - theirs >= 6"),
    "library": Fault("open_days", "not in (5, 6)", "not in (0, 6)"),
    "lift": Fault("idle", "abs(there - here) <= 1", "abs(there - here) < 1"),
    "loan": Fault("rate", "min(late, 3)", "max(late, 3)"),
    "paragraph": Fault("badness", "** 2 // 4", "** 2 // 3"),
    "parking": Fault("counted", "0 if stay <= 15 else stay", "0 if stay <= 15 else stay - 15"),
    "ranking": Fault("bonus", "score >= 9", "score > 9"),
    "robot": Fault("tire", "(steps // 4)", "(steps // 3)"),
    "sensor": Fault("rise", "quiet >= 2", "quiet > 2"),
    "snake": Fault("shed", "(len(body) + 1) // 2", "len(body) // 2"),
    "stock": Fault("fee", "number // 10", "number // 9"),
    "thermostat": Fault("switch", "inside < 18", "inside <= 18"),
    "vending": Fault("keeps", "credit >= 80 else", "credit > 80 else"),
}
"""By the name of the program."""
