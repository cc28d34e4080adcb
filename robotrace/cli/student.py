"""`robotrace student`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from robotrace.cli.output import echo, errors


def student(
    port: Annotated[int, typer.Option(help="Where it answers, on 127.0.0.1. 0: any port that is free.")] = 0,
    threads: Annotated[int, typer.Option(help="How many threads compute.")] = 1,
    key: Annotated[
        str | None, typer.Option(help="What has to come with each request. Default: a random one.", show_default=False)
    ] = None,
) -> None:
    """Serve a small language model on this machine, to be prompted: no network, no key of anybody's. Needs the extra student.

    It goes on until Ctrl-C, and nothing but this machine reaches it. Any client of OpenAI's protocol can ask it; the problems of
    prompts/ start one of their own where no other is named.

    \b
      robotrace student                   prints its address, and what to type in another terminal
      robotrace student --port 8123 --threads 2
    """
    from robotrace.errors import ModelError
    from robotrace.llm.own_student import running_student
    from robotrace.llm.student import ADDRESS_VARIABLE, KEY_VARIABLE, NAME

    with ExitStack() as stack:
        with errors(False).status("starting the student"):
            serving = stack.enter_context(running_student(port=port, threads=threads, key=key or ""))
        echo(f"{NAME} answers at {serving.address}; Ctrl-C ends it. In another terminal:\n")
        echo(f"export {ADDRESS_VARIABLE}={serving.address} {KEY_VARIABLE}={serving.key}")
        echo(f"robotrace train 'prompts/sentiment?student={NAME}'")
        try:
            code = serving.process.wait()
        except KeyboardInterrupt:
            stack.close()
            echo("\nThe student has ended.")
            return
    raise ModelError(f"The student's process ended with exit code {code}.")
