"""Prints the table of layers: how many attacks have an effect where a layer of the sandbox is missing, for each user.

python tests/security/layers.py [--names]
"""

import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from siege import LAYERS, Siege, attacks

ROWS = {
    "all layers": (),
    "without Landlock": ("landlock",),
    "without rlimits": ("rlimits",),
    "without giving up root": ("drop",),
    "without seccomp": ("seccomp",),
    "seccomp alone": ("landlock", "rlimits", "drop"),
    "Landlock alone": ("seccomp", "rlimits", "drop"),
    "rlimits alone": ("seccomp", "landlock", "drop"),
    "process and watchdog alone": tuple(LAYERS),
}


def main(*, names: bool) -> None:
    """Print it."""
    users = {"root": "", "ordinary user": "nobody"} if os.geteuid() == 0 else {"ordinary user": ""}
    print(f"{len(attacks())} attacks, Python {platform.python_version()}, {platform.system()} {platform.release()}")
    print(f"{'with an effect':28}" + "".join(f"{user:>15}" for user in users))
    for row, missing in ROWS.items():
        found = []
        for user in users.values():
            with Siege(missing, user=user) as siege:
                found.append(siege.fallen())
        print(f"{row:28}" + "".join(f"{len(effects):15}" for effects in found), flush=True)
        for user, effects in zip(users, found, strict=True) if names else ():
            print(f"  {user}: {', '.join(sorted(effects)) or 'none'}")


if __name__ == "__main__":
    main(names="--names" in sys.argv[1:])
