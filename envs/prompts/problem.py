"""Questions as rows; an answer is right or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from robotrace.data import DataProblem, Metric
from robotrace.episodes.programs import program_of
from robotrace.episodes.spelled import written
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Program
from robotrace.sandbox import modules

from .listing import FAMILY, PROBLEMS
from .program import Prompted
from .questions import COUNTS, rows
from .starts import BARE, STARTS, values_of
from .student import HERE, LOCAL, MOST_PROMPTS, NONE, Student

TOKENS = 40
ANSWERS = {
    "boolean": "True or False, the value of the expression",
    "counting": "a number in digits",
    "sentiment": "positive or negative, what the writer of the sentence thinks",
    "topic": "sports, food, weather or music, what the sentence is about",
    "word-problems": "a number in digits",
}
CONTEXT = (
    "Questions are answered with the help of a language model, the student. For each question `write_prompts` writes prompts, the "
    "student goes on from each, {tokens} tokens at most and no further than a blank line, and `read_answer` makes the answer of "
    "its replies and the question. {student} The answer is {answer}, right to the letter. What is best left to code may be done "
    "in code: what matters is the answer. Questions that are held out have other words and other wordings."
)
BASE = (
    "The student is a small base model: it follows no instructions, but goes on with the pattern of the text before. It knows "
    "words, and can not calculate."
)


class PromptProblem(DataProblem):
    """Such questions, with the student that is asked; see `DataProblem`."""

    student: Student

    def close(self) -> None:
        """End the sandbox's processes and the student; both are started again when they are needed."""
        super().close()
        self.student.close()


def right(output: Any, row: Mapping[str, Any]) -> Metric:
    """Whether the answer is the expected one, to the letter."""
    if not isinstance(output, str):
        raise TypeError(f"expected the answer as a text, such as {row['answer']!r}")
    if output == row["answer"]:
        return Metric(success=True, feedback="Right.")
    return Metric(success=False, feedback=f"Wrong: expected {row['answer']!r}, found {output[:200]!r}.")


def problem(
    name: str,
    *,
    seed: int = 0,
    student: str = LOCAL,
    start: str = BARE,
    tokens: int = TOKENS,
    train: int = COUNTS[0],
    validation: int = COUNTS[1],
    heldout: int = COUNTS[2],
) -> DataProblem:
    """Make one of `PROBLEMS`.

    Args:
        name: Its name, without the family.
        seed: Of the questions.
        student: The model that is prompted: "local" for the one of the extra `student`, which is started where it is needed; "none"
            for one that says nothing, to see what code does alone; else a model's name at the endpoint that ROBOTRACE_STUDENT_URL
            names (with ROBOTRACE_STUDENT_KEY), else OPENAI_BASE_URL.
        start: What is begun with: "bare", the question alone; "few-shot", six examples before it; "cot", "Let's think step by
            step." after it (Kojima et al., 2022), and the last answer that the reply names.
        tokens: The most that a reply has.
        train: Questions to train on, which are the examples too.
        validation: Questions that decide what is better.
        heldout: Questions that are held out.

    Raises:
        UnknownNameError: There is no such problem or start.
        OptionError: A value is not usable, or the student is not installed.
        ModelError: No endpoint is configured for a student of that name.
    """
    if name not in PROBLEMS:
        raise UnknownNameError(f"problem of {FAMILY}", name, PROBLEMS)
    if start not in STARTS:
        raise UnknownNameError("start", str(start), STARTS)
    _check(name, student=student, tokens=tokens, train=train, validation=validation, heldout=heldout)
    drawn, parts = rows(name, seed=seed, counts=(train, validation, heldout))
    examples = [(row["question"], row["answer"]) for row in drawn[:train]]
    asked = Student(student, tokens=tokens)
    given = {
        "student": student,
        "start": start,
        "tokens": tokens,
        "train": train,
        "validation": validation,
        "heldout": heldout,
    }
    made = PromptProblem(
        _begun(asked, examples, values_of(start, name)),
        drawn,
        right,
        split=parts,
        seed=seed,
        context=CONTEXT.format(tokens=tokens, student=BASE if student in (LOCAL, NONE) else "", answer=ANSWERS[name]),
        name=written(f"{FAMILY}/{name}", given, dict(zip(given, (LOCAL, BARE, TOKENS, *COUNTS), strict=True))),
        home_seconds=MOST_PROMPTS * 3 * HERE,
    )
    made.student = asked
    return made


def _begun(student: Student, examples: list[tuple[str, str]], values: Mapping[str, Any]) -> Program:
    """The program with the values that it is begun with."""
    bare = program_of(Prompted(student, examples), has=modules.has)
    return Program.parse(bare.render(values), outside=bare.outside) if values else bare


def _check(name: str, *, student: Any, **numbers: Any) -> None:
    if not isinstance(student, str) or not student.strip():
        raise OptionError(f"{FAMILY}/{name}: option student: expected a model's name, found {student!r:.80}.")
    for option, value in numbers.items():
        most, least = (1000, 1) if option in ("tokens", "train") else (2000, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise OptionError(f"{FAMILY}/{name}: option {option}: expected {least} to {most}, found {value!r:.80}.")
