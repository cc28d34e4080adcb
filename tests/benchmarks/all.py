"""Every benchmark, one after another, and one table of all: what, ours, the other side, their ratio, the target.

    python tests/benchmarks/all.py [NAME ...] [--quick] [--markdown]

A script that fails is named at the end, and its rows are missing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rows import FILE, read, table

FOLDER = Path(__file__).parent
HELPERS = ("all", "published", "rows")


def main() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in HELPERS)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few rounds: the figures are rough")
    parser.add_argument("--markdown", action="store_true", help="print the table as the README has it")
    options = parser.parse_args()
    if strange := sorted({*options.names} - {*names}):
        parser.error(f"there is no benchmark {strange[0]!r}: choose from {', '.join(names)}")
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows"
        for name in options.names or names:
            print(f"\n=== {name}", flush=True)
            command = [sys.executable, str(FOLDER / f"{name}.py"), *(["--quick"] if options.quick else [])]
            if subprocess.run(command, env={**os.environ, FILE: str(file)}, check=False).returncode:
                failed.append(name)
        rows = read(file)
    print(f"\n=== all\n{table(rows, markdown=options.markdown)}")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
