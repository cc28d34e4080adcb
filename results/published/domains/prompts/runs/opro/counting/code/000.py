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
controller.examples = [('There are three carrots, three pianos and three cabbages on the list. How many vegetables are on it?', '6'), ('There are an onion, two flutes, four guitars, a potato and three lettuces on the list. How many vegetables are on it?', '5'), ('I have a cabbage, three cucumbers, a horse, three pigs and four potatoes. How many vegetables do I have?', '8'), ('There are three trumpets, three violins, a carrot and a potato on the list. How many vegetables are on it?', '2'), ('I have three grapes, four cats and four horses. How many animals do I have?', '8'), ('I have three oranges, a dog, a grape and two apples. How many fruits do I have?', '6'), ('I have three cats, two guitars and a flute. How many instruments do I have?', '3'), ('I have three trumpets, a cabbage, four potatoes, four pianos and two carrots. How many vegetables do I have?', '7'), ('There are three grapes, four horses, three peaches and three apples on the list. How many fruits are on it?', '9'), ('I have two pianos, a banana and four violins. How many instruments do I have?', '6'), ('There are a cat, a cucumber, a cow, three dogs and a carrot on the list. How many animals are on it?', '5'), ('I have four cabbages, three violins, a lettuce, four cucumbers and four trumpets. How many vegetables do I have?', '9')]
controller.template = rt.node('{question}', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(0, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
