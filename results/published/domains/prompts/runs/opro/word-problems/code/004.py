from __future__ import annotations
import robotrace as rt


import re


def with_digits(text):
    """The text in lower case with its number words as digits."""
    small = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
             "seventeen eighteen nineteen").split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", text.lower().replace("\u2019", "'"))
    text = re.sub(r"\b(?:a|one) dozen\b|\bdozen\b(?! of)", "12", text.replace("half a dozen", "6"))

    def big(m):
        return str(20 + 10 * tens.index(m.group(1)) + (small.index(m.group(2)) if m.group(2) else 0))

    text = re.sub(r"\b(" + "|".join(tens) + r")(?:[- ](" + "|".join(small[1:10]) + r"))?\b", big, text)
    text = re.sub(r"\b(" + "|".join(small[2:]) + r")\b", lambda m: str(small.index(m.group(1))), text)
    text = re.sub(r"\btwice\b|\bdoubles?\b", "2 times", text)
    text = re.sub(r"\bthrice\b|\btriples?\b", "3 times", text)
    if len(re.findall(r"\d+", text)) < 2:
        text = re.sub(r"\bone\b|\banother(?= [a-z])", "1", text)
    return text


def numbers_in(text):
    return [int(n) for n in re.findall(r"\d+", with_digits(text))]


def work_out(a, op, b):
    if op == "+":
        return a + b
    if op == "-":
        return max(a, b) - min(a, b)
    if op == "*":
        return a * b
    return max(a, b) // min(a, b) if min(a, b) else 0


def op_of_example(asked, answer):
    """The one operation that leads from the two numbers of an example to its answer, or none."""
    nums = numbers_in(asked)
    if len(nums) != 2 or not str(answer).strip().isdigit():
        return ""
    fit = [op for op in "+-*/" if work_out(nums[0], op, nums[1]) == int(answer)]
    return fit[0] if len(fit) == 1 else ""


import re
from collections import Counter

MORE = r"""find|found|get|got|gain|buy|bought|win|won|earn|receiv|collect|pick|add|gather|catch|caught|make|made|bake|
    purchas|acquir|discover|arriv|join|come|came|borrow|grow|grew|plant|put in|is given|was given|are given|more|extra|
    another|additional|bring|brought|increas|rise|rose|deposit|save|harvest|obtain|fetch|inherit|score|print|paint|draw|
    drew|build|built|hatch|born|return"""
LESS = r"""lose|losing|lost|give|gave|giving|eat|ate|sell|sold|spend|spent|drop|break|broke|use|using|throw|threw|donat|
    lend|lent|drink|drank|burn|remov|take|took|leave|leaves|fly|flies|flew|run away|ran|steal|stole|stolen|pay|paid|
    cut|hand|mislay|mislaid|misplac|discard|tear|tore|send|sent|post|die|died|wilt|pop|burst|melt|decreas|fell|fall|
    consum|return|trade|part with|away|fewer|less|missing|gone|vanish|disappear|go|goes|went|crack|smash|ruin|spill|
    toss|destroy|wast|bury|hide|swallow|devour|shed|forfeit|subtract|withdraw|withdrew|kill|rot|spoil|leak"""


def cue_count(words, text):
    stems = "|".join(re.escape(w.strip()) for w in words.replace("\n", "").split("|"))
    return len(re.findall(r"\b(?:" + stems + r")(?:s|es|ed|ing|d|t?en|[a-z]?ing|[a-z]?ed|e|es|ies)?\b", text))


def op_by_cues(question):
    """The operation that the wording tells, or none."""
    text = with_digits(question)
    parts = re.split(r"(?<=[.?!;])\s+", text.strip())
    asks = [p for p in parts if re.search(r"\bhow (?:many|much)\b|\bwhat\b", p)]
    ask = asks[-1] if asks else parts[-1]
    ask = ask[max(0, ask.find("how m")):]
    told = text.replace(ask, " ")
    if re.search(r"\bdifference\b|how (?:many|much) (?:\w+ )?(?:more|fewer|less)\b", text):
        return "-"
    if re.search(r"\d+ (?:[a-z]+ ){1,3}?(?:of|with|containing|holding|at) \d+|\d+ times\b|multipl|\brows? of \d+ .*\d+ rows", text):
        return "*"
    if re.search(r"equal|even(?:ly)?\b|divid|\bsplit|\bamong|\bhalf\b|\bbetween \d|\bbetween (?:his|her|the|their)|"
                 r"\b(?:in|into) (?:[a-z]+ )?[a-z]+ of \d|\binto \d+|\bgroups of \d", text):
        return "/"
    if re.search(r"\b(?:each|every|per|apiece)\b", ask) and not re.search(r"\b(?:each|every|per|apiece)\b", told):
        return "/" if len(re.findall(r"\d+", told)) > 1 else "*"
    asked = re.search(r"how (?:many|much) ([a-z]+)", ask)
    thing = re.sub(r"(?:e?s)$", "", asked.group(1)) if asked else "#"
    if re.search(r"\b(?:each|every|per|apiece)\b", text) or re.search(r"\ban? [a-z]+ (?:holds?|contains?|has|costs?|fits?) \d", text):
        return "/" if re.search(r"\b(?:each|every|per|an?) (?:of the )?" + thing, told) else "*"
    if re.search(r"(?:\bnow has|\bnow have|\bhas now|\bnow there are|\bleft with|\bended up with) ", told):
        if not re.search(r"before|at first|start|begin|original|initial", ask):
            return "-"
    score = 2 * cue_count(MORE, told) - 2 * cue_count(LESS, told)
    owner = re.search(r"\b(?:does|do|did|will|has|can) ([a-z]+)", ask)
    names = "him|her|them|me|us" + ("|" + owner.group(1) if owner else "")
    if re.search(r"\b(?:give|gave|hand|lend|lent|send|sent|pass|bring|offer)(?:s|es|ed)? (?:" + names + r")\b|\bto (?:" + names + r")\b", told):
        score += 4
    if re.search(r"\b(?:is|was|are|were|been|being) given\b|\bfrom (?:his|her|a|the) (?:friend|mother|father|sister|brother|aunt|uncle)", told):
        score += 3
    if re.search(r"\bfor \d+ (?:dollars|euros|pounds|cents|coins)", told):
        score -= 4
    if re.search(r"\bleft\b|\bremain|\bstill\b", ask):
        score -= 3
    if re.search(r"\baltogether\b|\bin all\b|\btotal\b|\bcombined\b|\btogether\b|\bsum\b", text):
        score += 3
    if re.search(r"\bbefore\b|\bat first\b|\bstart\b|\bbegin|\boriginal|\binitial", ask):
        score = -score
    return "+" if score > 0 else "-" if score < 0 else ""


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
        solved = [(q, op_of_example(q, a)) for q, a in self.examples if q != question]
        solved = [(q, op) for q, op in solved if op]
        for q, op in (("Lea shares 20 plums equally among 4 friends. How many plums does each friend get?", "/"),
                      ("Max fills 6 bags with 5 nuts each. How many nuts does Max have?", "*"),
                      ("Ida has 17 pens and throws away 4. How many pens does Ida have now?", "-"),
                      ("Jon has 12 stamps and gets 7 more. How many stamps does Jon have now?", "+")):
            if op not in [known for _, known in solved]:
                solved.append((q, op))
        groups = {op: [q for q, known in solved if known == op] for op in "+-*/"}
        mixed = []
        for n in range(12):
            for k in range(4):
                op = "+*-/"[(k + n) % 4]
                if n < len(groups[op]):
                    mixed.append((groups[op][n], op))
        mixed = mixed[:max(4, shots)]
        names = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
        prompts = []
        for turn in range(4):
            order = mixed[turn * 2:] + mixed[:turn * 2]
            last = template.replace("{question}", question) if turn % 2 == 0 else question + "\nThe numbers are joined by:"
            parts = [last]
            size = len(last.encode("utf-8"))
            for q, op in order:
                nums = numbers_in(q)
                if turn % 2 == 0:
                    first, second = (max(nums), min(nums)) if op in "-/" else (nums[0], nums[1])
                    text = template.replace("{question}", q) + " %d %s %d" % (first, op, second)
                else:
                    text = q + "\nThe numbers are joined by: " + names[op]
                if size + len(text.encode("utf-8")) + 2 > 970:
                    continue
                size += len(text.encode("utf-8")) + 2
                parts.insert(0, text)
            prompts.append("\n\n".join(parts))
        while len(prompts) > 1 and sum(len(p.encode("utf-8")) for p in prompts) > 3980:
            prompts.pop()
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        nums = numbers_in(question)
        if len(nums) == 1 and re.search(r"\bhalf\b", question.lower()):
            nums.append(2)
        if len(nums) < 2:
            return "unsure " + str(nums) + ": " + question
        votes = Counter()
        for reply in replies:
            line = (reply.strip().lower().splitlines() or [""])[0]
            found = re.match(r"\d+\s*([-+*/x\u00d7\u00f7\u2212])\s*\d+", line) or re.match(r"(plus|minus|times|divided)", line)
            if found:
                sign = found.group(1)
                votes[{"plus": "+", "minus": "-", "times": "*", "divided": "/", "x": "*", "\u00d7": "*", "\u00f7": "/",
                       "\u2212": "-"}.get(sign, sign)] += 1
        op = op_by_cues(question)
        if op == "" and votes:
            op = votes.most_common(1)[0][0]
        if op == "":
            return "unsure: " + question
        if len(nums) == 2:
            return str(work_out(nums[0], op, nums[1]))
        if op == "*" and len(re.findall(r"\d+ (?:[a-z]+ ){1,3}?(?:of|with) \d+", with_digits(question))) == 0:
            return str(nums[0] * nums[1])
        total = nums[0]
        pieces = re.split(r"\d+", with_digits(question))
        for place in range(1, len(nums)):
            piece = pieces[place]
            if re.search(r"^ (?:[a-z]+ ){1,3}?(?:of|with) $", piece):
                total *= nums[place]
            elif cue_count(LESS, piece) > cue_count(MORE, piece):
                total -= nums[place]
            else:
                total += nums[place]
        return str(total)

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Tom has 29 books and finds 9 more. How many books does Tom have now?', '38'), ('Ana has 33 coins and breaks 3 of them. How many coins does Ana have now?', '30'), ('Eva buys 31 packs of 11 books. How many books does Eva have now?', '341'), ('Ana has 23 books and buys 7 more. How many books does Ana have now?', '30'), ('Ben has 38 marbles and drops 6. How many marbles does Ben have now?', '32'), ('Tom buys 25 packs of 11 coins. How many coins does Tom have now?', '275'), ('Ben has 40 marbles and buys 5 more. How many marbles does Ben have now?', '45'), ('Eva has 38 coins and loses 3. How many coins does Eva have now?', '35'), ('Ben buys 13 packs of 3 coins. How many coins does Ben have now?', '39'), ('Ana has 17 apples and finds 10 more. How many apples does Ana have now?', '27'), ('Ana has 30 coins and drops 11. How many coins does Ana have now?', '19'), ('Eva has 20 boxes with 10 coins in each. How many coins does Eva have now?', '200')]
controller.template = rt.node('Question: {question}\nCalculation:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(12, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
