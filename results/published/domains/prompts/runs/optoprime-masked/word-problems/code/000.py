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
controller.examples = [('Tom has 29 books and finds 9 more. How many books does Tom have now?', '38'), ('Ana has 33 coins and breaks 3 of them. How many coins does Ana have now?', '30'), ('Eva buys 31 packs of 11 books. How many books does Eva have now?', '341'), ('Ana has 23 books and buys 7 more. How many books does Ana have now?', '30'), ('Ben has 38 marbles and drops 6. How many marbles does Ben have now?', '32'), ('Tom buys 25 packs of 11 coins. How many coins does Tom have now?', '275'), ('Ben has 40 marbles and buys 5 more. How many marbles does Ben have now?', '45'), ('Eva has 38 coins and loses 3. How many coins does Eva have now?', '35'), ('Ben buys 13 packs of 3 coins. How many coins does Ben have now?', '39'), ('Ana has 17 apples and finds 10 more. How many apples does Ana have now?', '27'), ('Ana has 30 coins and drops 11. How many coins does Ana have now?', '19'), ('Eva has 20 boxes with 10 coins in each. How many coins does Eva have now?', '200')]
controller.template = rt.node('{question}', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(0, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
