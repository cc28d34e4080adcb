from __future__ import annotations
import robotrace as rt


import re


def linear_sum(question, said):
    """The sum of amount times value; None where a value is missing."""
    unit, items = parse_amounts(question)
    table = value_tables().get(stem(unit), {})
    total = 0
    for count, noun in items:
        value = table.get(stem(noun), said.get(noun))
        if value is None:
            return None
        total += count * value
    return total if items and unit else None


import re


def stem(w):
    w = {"mice": "mouse", "geese": "goose", "feet": "foot", "people": "person", "men": "man", "women": "woman",
         "children": "child", "pennies": "penny", "oxen": "ox"}.get(w, w)
    return re.sub(r"v$", "f", re.sub(r"y$", "i", re.sub(r"(e?s)*e?$", "", w)))


def value_tables():
    """What one thing has, for each unit that may be asked for."""
    lists = {
        "legs": "4 dog cat horse cow pig goat sheep lion tiger bear rabbit mouse fox wolf elephant donkey camel frog lizard zebra giraffe deer table chair 2 hen chicken duck bird goose sparrow eagle owl robin crow person man woman child boy girl ostrich 6 ant bee beetle fly butterfly wasp insect 8 spider octopus scorpion 10 crab 3 stool tripod 0 snake fish worm",
        "wheels": "4 car van taxi 2 bicycle bike motorcycle scooter motorbike 3 tricycle 1 unicycle wheelbarrow 6 bus truck lorry",
        "days": "1 day 7 week 14 fortnight 365 year", "hours": "1 hour 24 day 168 week", "minutes": "1 minute 60 hour",
        "seconds": "1 second 60 minute", "months": "1 month 12 year", "weeks": "1 week 2 fortnight 52 year",
        "years": "1 year 10 decade 100 century", "cents": "1 penny cent 5 nickel 10 dime 25 quarter 100 dollar",
        "strings": "4 violin cello viola ukulele bass 6 guitar 5 banjo", "wings": "2 bird eagle bat 4 butterfly bee",
        "sides": "3 triangle 4 square rectangle 5 pentagon 6 hexagon 8 octagon",
        "corners": "3 triangle 4 square rectangle 5 pentagon 6 hexagon 8 octagon"}
    tables = {}
    for unit, line in lists.items():
        table, value = {}, 0
        for w in line.split():
            if w.isdigit():
                value = int(w)
            else:
                table[stem(w)] = value
        tables[stem(unit)] = table
    return tables


def quantity(w):
    words = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
             "seventeen eighteen nineteen twenty").split()
    if w.isdigit():
        return int(w)
    return words.index(w) if w in words else {"a": 1, "an": 1, "another": 1, "dozen": 12, "couple": 2, "pair": 2}.get(w)


def parse_amounts(question):
    """The unit asked for and the amounts with their nouns."""
    t = re.findall(r"\d+|[a-z]+|[^\sa-z\d]", question.lower())
    tables = value_tables()
    start = next((i for i in range(len(t) - 1) if t[i:i + 2] == ["how", "many"]), 0)
    units = [w for w in t[start:] + t[:start] if stem(w) in tables]
    unit = units[0] if units else ""
    table = tables.get(stem(unit), {})
    items = []
    for i, w in enumerate(t):
        if quantity(w) is None:
            continue
        near = []
        for x in t[i + 1:i + 4]:
            if not x.isalpha() or quantity(x) is not None or x in ("and", "or", "plus", "with", "are", "is", "have"):
                break
            near.append(x)
        found = [x for x in near if stem(x) in table]
        plural = [x for x in near if re.search(r"[^sui]s$", x)]
        if found or (plural and quantity(w) != 1):
            items.append((quantity(w), (found or plural)[0]))
    return unit, items


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
        """Write the prompts that the student goes on from, at most 12, of at most 4,000 bytes together."""
        unit, items = parse_amounts(question)
        table = value_tables().get(stem(unit), {})
        shown = []
        for value in sorted(set(table.values())):
            shown += [(word, value) for word in table if table[word] == value][:2]
        lines = ["%s, number of %s: %d" % (word, unit, value) for word, value in shown[:shots]]
        nouns = list(dict.fromkeys(noun for _, noun in items))[:8]
        last = ["%s, number of %s:" % (stem(noun), unit) for noun in nouns] or [template.replace("{question}", question)]
        prompts = []
        for end in last:
            part = lines[:]
            while part and len("\n".join(part + [end]).encode("utf-8")) > 450:
                part.pop(0)
            prompts.append("\n".join(part + [end]))
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        hits, misses = 0, 0
        for asked, answer in self.examples:
            got = linear_sum(asked, {})
            if got is not None and asked != question:
                hits += str(got) == str(answer)
                misses += str(got) != str(answer)
        unit, items = parse_amounts(question)
        said = {}
        for noun, reply in zip(list(dict.fromkeys(n for _, n in items))[:8], replies):
            found = re.match(r"\s*(\d+)", reply)
            if found:
                said[noun] = int(found.group(1))
        got = linear_sum(question, said)
        if got is not None and hits >= 1 and hits >= misses:
            return str(got)
        others = [str(q) + "=" + str(a) for q, a in self.examples if q != question]
        return question + " | " + " | ".join(sorted(others, key=len))

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Tom has 29 books and finds 9 more. How many books does Tom have now?', '38'), ('Ana has 33 coins and breaks 3 of them. How many coins does Ana have now?', '30'), ('Eva buys 31 packs of 11 books. How many books does Eva have now?', '341'), ('Ana has 23 books and buys 7 more. How many books does Ana have now?', '30'), ('Ben has 38 marbles and drops 6. How many marbles does Ben have now?', '32'), ('Tom buys 25 packs of 11 coins. How many coins does Tom have now?', '275'), ('Ben has 40 marbles and buys 5 more. How many marbles does Ben have now?', '45'), ('Eva has 38 coins and loses 3. How many coins does Eva have now?', '35'), ('Ben buys 13 packs of 3 coins. How many coins does Ben have now?', '39'), ('Ana has 17 apples and finds 10 more. How many apples does Ana have now?', '27'), ('Ana has 30 coins and drops 11. How many coins does Ana have now?', '19'), ('Eva has 20 boxes with 10 coins in each. How many coins does Eva have now?', '200')]
controller.template = rt.node('Question: {question}\nAnswer:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(12, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
