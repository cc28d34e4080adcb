"""A process that answers as the student until its standard input ends: `python -m robotrace.llm.student_process`.

It is told its settings, and tells its address or why it has none, as a line of JSON each.
"""

from __future__ import annotations

import json
import os
import sys

from robotrace.errors import OptionError


def main() -> None:
    """Serve; whoever started this process ends it by closing its standard input, or by ending itself."""
    told = json.loads(sys.stdin.readline())
    out, quiet = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # the engine may print
    from robotrace.llm.student import serve

    try:
        server, address = serve(port=told["port"], threads=told["threads"], key=told["key"])
    except (OptionError, RuntimeError, OSError) as error:  # the engine's own errors are RuntimeErrors
        os.write(out, (json.dumps({"error": str(error)}) + "\n").encode())
        os._exit(1)
    os.write(out, (json.dumps({"address": address}) + "\n").encode())
    sys.stdin.read()
    del server
    os._exit(0)  # its threads may be computing


if __name__ == "__main__":
    main()
