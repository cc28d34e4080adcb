"""gymnasium-robotics: Fetch, Adroit, the Shadow hand, mazes and the kitchen."""

import re

from .library import Library

ROBOTICS = Library(
    package="gymnasium-robotics",
    module="gymnasium_robotics",
    place="gymnasium_robotics.",
    ids=re.compile(r"(Fetch|AdroitHand|HandReach|HandManipulate|PointMaze|AntMaze|FrankaKitchen)\w*-v\d+"),
    facts="robotics.toml",
    requirement="gymnasium-robotics>=1.3",
)
