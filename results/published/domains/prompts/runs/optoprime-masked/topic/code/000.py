from __future__ import annotations
import robotrace as rt


class Prompted(rt.Module):
    """Answers a question.

    Args:
        student: What goes on from prompts.
        examples: Questions with their answers, to be shown to the student.
    """

    def __init__(self, student: Student, examples: list[tuple[str, str]]) -> None:
        self.student, self.examples = student, examples
        self.template = rt.node(
            "{question}",
            trainable=True,
            name="template",
            description="How a question is put to the student: {question} stands for it. Of an example the answer follows.",
            pattern=r"(?s).*\{question\}.*",
        )
        self.shots = rt.node(
            0,
            trainable=True,
            name="shots",
            description="How many of the examples stand before the question.",
            bounds=(0, 40),
        )

    @rt.bundle(trainable=True)
    def write_prompts(self, template: str, shots: int, question: str) -> list[str]:
        """Write the prompts that the student goes on from, at most 12, of at most 4,000 bytes together.

        self.examples: pairs of a question and its answer.
        """
        others = [pair for pair in self.examples if pair[0] != question]
        shown = [template.replace("{question}", asked) + " " + answer for asked, answer in others[:shots]]
        return ["\n\n".join([*shown, template.replace("{question}", question)])]

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        return replies[0].strip()

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Heard on the radio: Simmer the onions in butter until soft.', 'food'), ('He practised the piano sonata daily.', 'music'), ('Heard on the radio: The referee showed him a red card.', 'sports'), ('Clouds will clear later in the day.', 'weather'), ('Knead the dough for ten minutes.', 'food'), ('The singer hit a very high note.', 'music'), ('The referee showed him a red card.', 'sports'), ('Gusts of eighty kilometres an hour are possible.', 'weather'), ('Heard on the radio: Stir the sauce until it thickens.', 'food'), ('Heard on the radio: A jazz trio plays here on Fridays.', 'music'), ('Their batsman hit a century on Sunday.', 'sports'), ('Heard on the radio: Heavy rain is expected by the evening.', 'weather')]
controller.template = rt.node('{question}', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(0, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
