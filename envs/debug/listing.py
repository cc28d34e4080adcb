"""Which programs there are to repair: said without making any."""

from __future__ import annotations

FAMILY = "debug"
PROBLEMS = {
    "account": "Repair a program that keeps a bank account, day by day.",
    "battery": "Repair a program that reckons what a house with a battery buys from the grid.",
    "bowling": "Repair a program that counts a game of ten-pin bowling.",
    "cache": "Repair a program that keeps what was used lately and forgets the rest.",
    "calculator": "Repair a program that calculates with a stack.",
    "cells": "Repair a program in which cells live and die by their neighbours.",
    "cipher": "Repair a program that writes in cipher, with a key that moves on.",
    "courier": "Repair a program that reckons what a courier's day costs.",
    "desks": "Repair a program in which two desks serve a queue.",
    "free-time": "Repair a program that finds the free minutes of a day.",
    "garden": "Repair a program in which plants grow that are watered, or not.",
    "invoice": "Repair a program that writes an invoice.",
    "league": "Repair a program that makes the table of a league.",
    "library": "Repair a program that reckons the fines of a library's reader.",
    "lift": "Repair a program in which a lift answers calls.",
    "loan": "Repair a program that reckons what is left of a loan.",
    "paragraph": "Repair a program that breaks a paragraph into lines.",
    "parking": "Repair a program that reckons what cars pay in a car park.",
    "ranking": "Repair a program that ranks players by their rounds.",
    "robot": "Repair a program in which a robot walks on a closed world.",
    "sensor": "Repair a program that counts the events of a sensor that trembles.",
    "snake": "Repair a program in which a snake eats what lies on its board.",
    "stock": "Repair a program that reckons the profit of a trader.",
    "thermostat": "Repair a program that reckons what heating a night costs.",
    "vending": "Repair a program that runs a vending machine.",
}
"""What each asks for, by its name without the family."""
