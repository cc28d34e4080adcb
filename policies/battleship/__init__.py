"""Players of Battleship, one readable file each: `robotrace eval density --task battleship/player`."""
