# Trained by robotrace for prompts/word-problems: optoprime, the language model claude-file-backed, iteration 1.
from __future__ import annotations

controller_student = None  # of class Student, stayed outside in training: put yours here

import robotrace as rt


import re


import re


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
        def statement(text):
            # The sentences that are not the question itself.
            text = " ".join(str(text).split())
            parts = re.split(r"(?<=[.!?])\s+", text)
            kept = [part for part in parts if "?" not in part]
            return " ".join(kept) if kept else text

        labels = ["plus", "minus", "times"]
        extra = [
            ("Lea has 12 stamps and receives 4 more.", "plus"),
            ("Max has 30 cards and gives away 8.", "minus"),
            ("Ida has 6 bags with 5 nuts in each.", "times"),
            ("Max has 21 shells and collects 6 more.", "plus"),
            ("Ida has 18 eggs and eats 2 of them.", "minus"),
            ("Lea buys 14 boxes of 10 pens.", "times"),
            ("Ida has 15 pens and wins 5 more.", "plus"),
            ("Lea has 26 cups and sells 9.", "minus"),
            ("Max fills 7 jars with 20 beans in each.", "times"),
        ]

        asked = statement(question)[:300]
        pools = {label: [] for label in labels}
        seen = {asked}
        for pair in list(self.examples):
            text = statement(pair[0])
            values = [int(value) for value in re.findall(r"\d+", text)]
            answer = str(pair[1]).strip()
            if text in seen or len(values) != 2 or len(text) > 90:
                continue
            seen.add(text)
            if answer == str(values[0] + values[1]):
                pools["plus"].append(text)
            elif answer == str(values[0] - values[1]):
                pools["minus"].append(text)
            elif answer == str(values[0] * values[1]):
                pools["times"].append(text)
        for text, label in extra:
            if text not in seen:
                pools[label].append(text)

        # Irregular orders of the three operations; each prompt ends on another one.
        rounds = [[0, 1, 2], [1, 0, 2], [2, 0, 1], [0, 2, 1]]
        prompts = []
        last = template.replace("{question}", asked)
        for turn in range(3):
            shown = []
            for r in range(max(1, shots // 3)):
                for place in rounds[r % len(rounds)]:
                    label = labels[(place + turn) % 3]
                    pool = pools[label]
                    # From the end for every other round: own and given examples by turns.
                    n = (r // 2 + turn) % len(pool)
                    text = pool[n] if r % 2 == 0 else pool[len(pool) - 1 - n]
                    line = template.replace("{question}", text) + " " + label
                    if line not in shown:
                        shown.append(line)
            prompt = "\n\n".join(shown + [last])
            while shown and len(prompt.encode("utf-8")) > 880:
                shown.pop(0)
                prompt = "\n\n".join(shown + [last])
            prompts.append(prompt)

        # The clause of the last number alone.
        clause = re.sub(r"\d+", "some", asked)
        parts = re.split(r"\b(?:and then|and|but|then)\b|[,;]|(?<=[a-z])\.\s", clause)
        parts = [part.strip(" .!") for part in parts if "some" in part]
        clause = parts[-1][:80] if parts else clause[:80]
        gains = ["receives some more", "wins some", "collects some more", "is given some", "earns some more", "picks some"]
        losses = ["gives some away", "sells some", "eats some of them", "throws some away", "uses some", "forgets some"]
        orders = ["glglglgg", "lgllgglg", "gllglggl"]
        for turn in range(3):
            lines = []
            g = turn * 2
            m = turn * 2
            for letter in orders[turn]:
                if letter == "g":
                    lines.append(gains[g % 6] + ": gain")
                    g += 1
                else:
                    lines.append(losses[m % 6] + ": loss")
                    m += 1
            prompts.append("\n".join(lines + [clause + ":"]))
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        text = " ".join(str(question).split())
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
        parts = re.split(r"(?<=[.!?])\s+", text)
        told = " ".join(part for part in parts if "?" not in part).lower()
        final = " ".join(part for part in parts if "?" in part).lower()
        words_of = {word: n for n, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty".split())}
        words_of.update({"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
                         "ninety": 90, "dozen": 12})

        def spelled(match):
            parts = match.group(0).split("-")
            if all(part in words_of for part in parts):
                return str(sum(words_of[part] for part in parts))
            return match.group(0)

        if len(re.findall(r"\d+", told)) < 2:
            if len(re.findall(r"\d+", told + " " + final)) >= 2:
                told = told + " " + final
            else:
                told = re.sub(r"[a-z]+(?:-[a-z]+)?", spelled, told)
                if len(re.findall(r"\d+", told)) < 2:
                    told = told + " " + re.sub(r"[a-z]+(?:-[a-z]+)?", spelled, final)

        # What the student says.
        votes = {"plus": 0, "minus": 0, "times": 0}
        names = {"plus": "plus", "gain": "plus", "gains": "plus", "add": "plus", "minus": "minus", "loss": "minus",
                 "lose": "minus", "loses": "minus", "subtract": "minus", "times": "times", "multiply": "times"}
        for reply in replies:
            lines = str(reply).strip().lower().splitlines()
            for word in re.findall(r"[a-z]+", lines[0]) if lines else []:
                if word in names:
                    votes[names[word]] += 1
                    break

        def forms(base):
            out = {base, base + "s", base + "es", base + "ed", base + "d", base + "ing", base + base[-1] + "ed",
                   base + base[-1] + "ing"}
            if base.endswith("e"):
                out.add(base[:-1] + "ing")
            if base.endswith("y"):
                out.update({base[:-1] + "ies", base[:-1] + "ied"})
            return out

        gain = set("found bought got gotten won caught made drew built brought stole stolen grew grown dug wrote".split())
        for base in ("find buy get receive win earn collect gather pick gain add make bake catch borrow inherit discover "
                     "purchase obtain acquire grow draw build order fetch bring steal save produce dig print paint sew "
                     "knit write plant accept harvest create craft import unearth spot").split():
            gain |= forms(base)
        loss = set("lost broke broken ate eaten sold gave given threw thrown tore torn spent drank lent sent paid "
                   "forgot forgotten left burnt sank fed hid".split())
        for base in ("lose drop break eat sell give donate spend throw use burn tear destroy waste misplace hand lend "
                     "smash crush spill ruin discard scrap drink sink forget leave pay swallow return post mail send crack "
                     "rip damage consume remove toss chuck feed gift pop melt shatter mislay wreck squash surrender "
                     "abandon dump devour loan").split():
            loss |= forms(base)

        def asked_student():
            if votes["plus"] > votes["minus"]:
                return 1
            return -1

        owner = re.findall(r"[a-z]+", told)[0] if re.findall(r"[a-z]+", told) else ""
        receivers = {"him", "her", "them", "me", "us", owner}

        def sign(before, after):
            # Of one number: the words before it in its clause, and those after it.
            if re.match(r"\s*(?:more|extra|further|additional)\b", after):
                more = True
            else:
                more = bool(re.search(r"\b(?:another|extra|further|additional)\s*$", before))
            head = re.split(r"\b(?:and|then|but|while)\b|[,;.]", before)
            head = head[-1] if re.search(r"[a-z]", head[-1]) else before
            tokens = re.findall(r"[a-z]+", head)
            if len(tokens) > 1 and tokens[-1] in receivers and tokens[-2] in (
                    "gives gave hands handed sends sent lends lent brings brought sells sold pays paid".split()):
                return 1
            if re.search(r"\b(?:is|are|was|were|been|be|being)\s+(?:given|handed|sent|lent|paid)\b", head):
                return 1
            for token in reversed(tokens):
                if token in loss:
                    return -1
                if token in gain:
                    return 1
            if re.match(r"\s*(?:[a-z]+\s+)?of\s+(?:them|these|those|his|her|their|the|my|its)\b", after):
                return -1
            if more:
                return 1
            for token in re.findall(r"[a-z]+", after):
                if token in loss or token == "away":
                    return -1
                if token in gain:
                    return 1
            if re.search(r"\b(?:left|remain|remains|remaining|still)\b", final):
                return -1
            if re.search(r"\b(?:altogether|in total|in all|together)\b", final):
                return 1
            if tokens and tokens[-1] in ("has", "had", "have"):
                return 1
            return asked_student()

        found = list(re.finditer(r"\d+", told))
        values = [int(match.group(0)) for match in found]
        if not values:
            for reply in replies:
                digits = re.findall(r"\d+", str(reply))
                if digits:
                    return digits[0]
            return "0"
        if len(values) == 1:
            if re.search(r"\b(?:twice|doubles?|doubled)\b", told):
                return str(values[0] * 2)
            if re.search(r"\b(?:thrice|triples?|tripled)\b", told):
                return str(values[0] * 3)
            if re.search(r"\b(?:half|halves|halved)\b", told):
                return str(values[0] // 2)
            return str(values[0])

        two = len(values) == 2
        if two and min(values) > 0:
            if re.search(r"\b(?:shar|split|divid|distribut|deal)[a-z]*\b.*\b(?:among|amongst|between|into|equally|evenly)\b",
                         told):
                return str(max(values) // min(values))

        each = r"\b(?:each|every|per|apiece)\b"
        terms = [values[0]]
        for n in range(1, len(values)):
            before = told[found[n - 1].end():found[n].start()]
            end = found[n + 1].start() if n + 1 < len(values) else len(told)
            after = told[found[n].end():end]
            groups = re.match(r"\s+(?:[a-z-]+\s+){1,3}?(?:(?:full\s+)?of|with|holding|containing|that hold|that contain|"
                              r"which hold|which contain|at)\s+$", before)
            here = re.split(r"[.;]", after)[0]
            if groups or re.search(each, before) or re.search(each, here) or re.match(r"\s*times\b", after) or (
                    two and re.search(each, told)):
                terms[-1] *= values[n]
                continue
            if two and re.search(r"\bof\s+(?:his|her|their|the|my|its)\s+$", before):
                return str(abs(values[0] - values[1]))
            known_side = sign(before, after)
            if two and votes["times"] >= 3 and votes["plus"] == 0 and votes["minus"] == 0:
                terms[-1] *= values[n]
                continue
            terms.append(known_side * values[n])
        total = sum(terms)
        return str(abs(total))

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Tom has 29 books and finds 9 more. How many books does Tom have now?', '38'), ('Ana has 33 coins and breaks 3 of them. How many coins does Ana have now?', '30'), ('Eva buys 31 packs of 11 books. How many books does Eva have now?', '341'), ('Ana has 23 books and buys 7 more. How many books does Ana have now?', '30'), ('Ben has 38 marbles and drops 6. How many marbles does Ben have now?', '32'), ('Tom buys 25 packs of 11 coins. How many coins does Tom have now?', '275'), ('Ben has 40 marbles and buys 5 more. How many marbles does Ben have now?', '45'), ('Eva has 38 coins and loses 3. How many coins does Eva have now?', '35'), ('Ben buys 13 packs of 3 coins. How many coins does Ben have now?', '39'), ('Ana has 17 apples and finds 10 more. How many apples does Ana have now?', '27'), ('Ana has 30 coins and drops 11. How many coins does Ana have now?', '19'), ('Eva has 20 boxes with 10 coins in each. How many coins does Eva have now?', '200')]
controller.template = rt.node('{question}\nOperation:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(12, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
