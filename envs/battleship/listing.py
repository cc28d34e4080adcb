"""What there is of Battleship, in a line."""

FAMILY = "battleship"
PROBLEMS = {"player": "Play Battleship: hit the ships of a board that is not seen, with few shots."}
