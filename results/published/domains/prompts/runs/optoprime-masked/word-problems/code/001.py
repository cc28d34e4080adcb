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
        import random
        import re

        def story_of(text):
            text = " ".join(text.split())
            place = text.lower().find("how many")
            if place > 15:
                text = text[:place].strip()
            return text[:250]

        def label_of(text, answer):
            numbers = [int(n) for n in re.findall(r"[0-9]+", text)]
            if len(numbers) != 2 or not re.fullmatch(r"[0-9]+", answer.strip()):
                return ""
            a, b = numbers
            wanted = int(answer)
            if wanted == a + b:
                return "more"
            if wanted == a - b:
                return "fewer"
            if wanted == a * b:
                return "times"
            return ""

        own = [
            ("Sam has 14 pens and gives away 5.", "fewer"),
            ("Lily has 12 shells and picks up 6 more.", "more"),
            ("Max has 7 jars with 8 sweets in each.", "times"),
            ("Kim has 26 stamps. She sells 4 of them.", "fewer"),
            ("Leo has 18 cards. He wins 9.", "more"),
            ("Zoe fills 6 bags of 12 nuts.", "times"),
            ("Pia had 22 eggs and ate 3.", "fewer"),
            ("Jon had 16 stones and got 8 from a friend.", "more"),
            ("Ida sets up 9 rows of 5 chairs.", "times"),
        ]
        asked = story_of(question)
        for pair in self.examples:
            name = label_of(pair[0], pair[1])
            story = story_of(pair[0])
            if name and story != asked:
                own.append((story, name))

        verbs = [
            ("loses", "fewer"), ("finds", "more"), ("eats", "fewer"), ("wins", "more"), ("sells", "fewer"),
            ("receives", "more"), ("breaks", "fewer"), ("collects", "more"), ("throws away", "fewer"),
            ("buys", "more"),
        ]
        verb = ""
        parts = re.split(r"[0-9]+", asked)
        if len(parts) >= 3:
            match = re.search(
                r"(?:\band|\bthen|\bbut|,|\.|;)\s+(?:(?:then|later|he|she|they|now|also|afterwards)\s+)*([a-z]{3,})\b",
                parts[1],
            )
            if match:
                verb = match.group(1)

        frame = template.strip()

        def build(stories, count):
            made = []
            for turn in range(4):
                pool = own[:]
                random.Random(7 + turn).shuffle(pool)
                chosen = []
                for name in ("more", "fewer", "times"):
                    chosen += [pair for pair in pool if pair[1] == name][:stories]
                random.Random(70 + turn).shuffle(chosen)
                blocks = [frame.replace("{question}", story) + " " + name for story, name in chosen]
                blocks.append(frame.replace("{question}", asked))
                made.append("\n\n".join(blocks))
            if verb:
                for turn in range(3):
                    chosen = verbs[:count]
                    random.Random(40 + turn).shuffle(chosen)
                    blocks = ["When Tom " + v + " some coins, he has " + name for v, name in chosen]
                    blocks.append("When Tom " + verb + " some coins, he has")
                    made.append("\n\n".join(blocks))
            return made

        def size(made):
            return sum(len(prompt.encode("utf-8")) for prompt in made)

        stories, count = max(1, shots // 3), len(verbs)
        prompts = build(stories, count)
        while size(prompts) > 3900 and (stories > 1 or count > 2):
            if stories > 2 or count <= 2:
                stories -= 1
            else:
                count -= 2
            prompts = build(max(1, stories), count)
        while len(prompts) > 1 and size(prompts) > 3900:
            prompts.pop()
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        import re

        units = {
            "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
            "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
            "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
        }

        def forms(bases, irregular):
            made = set(irregular.split())
            for base in bases.split():
                made.add(base)
                if base.endswith("e"):
                    made.update([base + "s", base + "d", base[:-1] + "ing"])
                elif base.endswith("y") and base[-2] not in "aeiou":
                    made.update([base[:-1] + "ies", base[:-1] + "ied", base + "ing"])
                else:
                    made.update([base + "s", base + "es", base + "ed", base + "ing"])
                    made.update([base + base[-1] + "ed", base + base[-1] + "ing"])
            return made

        losing = forms(
            """lose break drop eat sell spend donate lend burn use remove discard waste misplace smash tear rip spill
            destroy throw forget pay return mail send post drink crack ruin crush damage swallow shatter trash scrap
            give hand leave surrender forfeit sacrifice consume devour gamble shed toss chuck dump bin sink pop erase
            delete kill gift part owe steal trade fall melt escape die vanish disappear leak deduct subtract withdraw
            snap wreck squash serve feed offer deliver distribute scatter abandon bury hide loan subtract scrape
            slip""",
            """lost broke broken ate eaten sold spent lent burnt tore torn spilt threw thrown forgot forgotten paid
            sent drank drunk left gave given stole stolen fell fallen fed sank sunk hid hidden gone flew minus fewer
            less""",
        )
        gaining = forms(
            """find buy get receive earn win collect gather pick gain add acquire purchase discover borrow inherit
            catch make bake grow harvest save order fetch obtain bring build create produce pluck accept accumulate
            unearth score hatch download grab procure secure join arrive come plant knit sew print paint dig
            stockpile obtain adopt""",
            """found bought got gotten won caught made grew grown brought built came dug plus""",
        )
        every = {"each", "every", "per", "apiece", "times"}
        extra = {"more", "another", "extra", "additional", "further"}
        gone = {"away", "off"}

        text = " ".join(question.split()).lower()
        text = re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", text)
        raw = re.findall(r"[a-z]+(?:[-'][a-z]+)*|[0-9]+|[^\sa-z0-9]", text)

        # Numbers become ints in the list of tokens.
        tokens = []
        i = 0
        while i < len(raw):
            word = raw[i]
            after = raw[i + 1] if i + 1 < len(raw) else ""
            parts = word.split("-")
            if re.fullmatch(r"[0-9]+", word):
                tokens.append(int(word))
            elif all(part in units for part in parts):
                value = sum(units[part] for part in parts)
                if len(parts) == 1 and value >= 20 and (0 < units.get(after, 0) < 10 or after == "one"):
                    value += units.get(after, 1)
                    i += 1
                if i + 1 < len(raw) and raw[i + 1] == "hundred":
                    value *= 100
                    i += 1
                if i + 1 < len(raw) and raw[i + 1] == "dozen":
                    value *= 12
                    i += 1
                tokens.append(value)
            elif len(parts) == 2 and parts[0] in units and parts[1] == "one":
                tokens.append(units[parts[0]] + 1)
            elif word == "dozen":
                if tokens and tokens[-1] == "a":
                    tokens.pop()
                tokens.append(12)
            else:
                tokens.append(word)
            i += 1

        def number_places():
            return [k for k, token in enumerate(tokens) if isinstance(token, int)]

        places = number_places()
        if len(places) < 2:
            for k, token in enumerate(tokens):
                if token == "one":
                    tokens[k] = 1
                elif token in ("twice", "double", "doubles", "doubled"):
                    tokens[k : k + 1] = [2]
                    every = every | {"as", "his", "her", "their", "it", "them"}
                elif token in ("thrice", "triple", "triples", "tripled"):
                    tokens[k : k + 1] = [3]
                    every = every | {"as", "his", "her", "their", "it", "them"}
            places = number_places()
        numbers = [tokens[k] for k in places]
        if not numbers:
            digits = re.search(r"[0-9]+", " ".join(replies))
            return digits.group(0) if digits else "0"
        if len(numbers) == 1:
            return str(numbers[0])

        # The question itself: from "how many" to the end of its sentence.
        asking = set()
        for k in range(len(tokens) - 1):
            if tokens[k] == "how" and tokens[k + 1] in ("many", "much"):
                for n in range(k, len(tokens)):
                    if isinstance(tokens[n], int) or tokens[n] in ("if", "when", "after"):
                        break
                    asking.add(n)
                    if tokens[n] in ("?", ".", "!"):
                        break
        asked_words = [tokens[k] for k in sorted(asking)]
        person = ""
        for k in range(len(asked_words) - 1):
            if asked_words[k] in ("does", "did", "will", "has", "do"):
                person = asked_words[k + 1]

        def told(first, last):
            return [tokens[k] for k in range(first, last) if k not in asking]

        whole = told(0, len(tokens))
        words = [token for token in whole if isinstance(token, str)]

        def votes():
            counts = {"+": 0, "-": 0, "*": 0}
            for reply in replies:
                for word in re.findall(r"[a-z]+", reply.strip().split("\n")[0].lower()):
                    if word == "more":
                        counts["+"] += 1
                    elif word in ("fewer", "less"):
                        counts["-"] += 1
                    elif word == "times":
                        counts["*"] += 1
                    else:
                        continue
                    break
            return counts

        def received(between):
            """Someone gives the person asked about something."""
            givers = {"give", "gives", "gave", "hand", "hands", "handed", "send", "sends", "sent", "lend", "lends",
                      "lent", "pay", "pays", "paid", "offers", "offered", "mails", "mailed", "brings", "brought"}
            own = {"him", "them", "her", "me", "you", person} - {""}
            for k, token in enumerate(between):
                if token in givers and k + 1 < len(between) and between[k + 1] in own:
                    rest = between[k + 2 :]
                    if not rest or all(word in extra or word in ("a", "an", "some") for word in rest):
                        return True
                if token == "given" and k and between[k - 1] in ("is", "was", "gets", "got", "are", "were", "been", "get"):
                    return True
            return False

        def packed(between):
            """'packs of', 'boxes with': so many things that hold so many."""
            links = {"of", "with", "holding", "containing", "by", "hold", "contain", "carrying"}
            if not 2 <= len(between) <= 5 or any(not re.match(r"[a-z]", word) for word in between):
                return False
            if "and" in between or "out" in between or between[0] in links or between[0] in extra:
                return False
            if any(word in losing or word in gaining for word in between[1:]):
                return False
            return any(word in links for word in between[-2:])

        def last_cue(between):
            found = None
            for word in between:
                if word in every:
                    found = "*"
                elif word in losing:
                    found = "-"
                elif word in gaining:
                    found = "+"
            return found

        ops = []
        for n in range(1, len(places)):
            between = told(places[n - 1] + 1, places[n])
            final = n == len(places) - 1
            after = told(places[n] + 1, len(tokens) if final else places[n + 1])
            if not final:
                for k, word in enumerate(after):
                    if word in (".", ",", ";", "and", "but", "then"):
                        after = after[:k]
                        break
            op = None
            if packed(between):
                op = "*"
            elif any(word in every for word in after) or (len(places) == 2 and any(word in every for word in words)):
                op = "*"
            elif received(between):
                op = "+"
            elif "rid" in between or "taken" in between or ("away" in after[:4] and "take" in " ".join(between)):
                op = "-"
            if op is None:
                op = last_cue(between)
            if op is None and any(word in extra for word in between[-2:] + after[:3]):
                op = "+"
            if op is None:
                for word in after:
                    if word in losing or word in gone:
                        op = "-"
                    elif word in gaining:
                        op = "+"
                    if op:
                        break
            if op is None and any(word in gone for word in between):
                op = "-"
            if op is None and len(places) == 2:
                op = last_cue(told(0, places[0])) if "of" in between[:1] or "after" in words else None
            if op is None and any(word in ("left", "remain", "remains", "remaining", "still") for word in asked_words):
                op = "-"
            if op is None and any(word in ("hold", "holds", "contain", "contains") for word in words):
                op = "*"
            if op is None:
                counts = votes()
                best = max(counts, key=lambda name: counts[name])
                op = best if counts[best] else "+"
            ops.append(op)

        if len(numbers) == 2:
            a, b = numbers
            stems = ("share", "sharing", "split", "divid", "distribut", "equally", "evenly")
            if any(word.startswith(stems) for word in words) and (
                "each" in asked_words or "equally" in words or "evenly" in words
            ):
                high, low = max(a, b), min(a, b)
                if low and high % low == 0:
                    return str(high // low)
            if ops[0] == "*":
                return str(a * b)
            if ops[0] == "-":
                return str(abs(a - b))
            return str(a + b)

        # Products first, then sums and differences from left to right.
        terms = [("+", numbers[0])]
        for op, number in zip(ops, numbers[1:]):
            if op == "*":
                sign, value = terms[-1]
                terms[-1] = (sign, value * number)
            else:
                terms.append((op, number))
        total = 0
        for sign, value in terms:
            total = total + value if sign == "+" else total - value
        return str(total)

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Tom has 29 books and finds 9 more. How many books does Tom have now?', '38'), ('Ana has 33 coins and breaks 3 of them. How many coins does Ana have now?', '30'), ('Eva buys 31 packs of 11 books. How many books does Eva have now?', '341'), ('Ana has 23 books and buys 7 more. How many books does Ana have now?', '30'), ('Ben has 38 marbles and drops 6. How many marbles does Ben have now?', '32'), ('Tom buys 25 packs of 11 coins. How many coins does Tom have now?', '275'), ('Ben has 40 marbles and buys 5 more. How many marbles does Ben have now?', '45'), ('Eva has 38 coins and loses 3. How many coins does Eva have now?', '35'), ('Ben buys 13 packs of 3 coins. How many coins does Ben have now?', '39'), ('Ana has 17 apples and finds 10 more. How many apples does Ana have now?', '27'), ('Ana has 30 coins and drops 11. How many coins does Ana have now?', '19'), ('Eva has 20 boxes with 10 coins in each. How many coins does Eva have now?', '200')]
controller.template = rt.node('{question}\nThis makes it:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(9, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
