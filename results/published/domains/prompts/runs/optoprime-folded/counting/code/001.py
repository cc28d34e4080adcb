from __future__ import annotations
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
        units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                 "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
        numbers = {word: value for value, word in enumerate(units)}
        numbers.update({"thirty": 30, "forty": 40, "fifty": 50, "another": 1})
        stops = set(("and or but plus with on in at from to for by under near beside besides behind into onto is are was "
                     "were be lie lies lay sit sits stand stands have has had do does did that which who there here i you "
                     "he she it we they me him them my your his her their our its the this these those as well then also "
                     "too together how what while when if so both all only just not no can could will would").split())
        irregular = {"mice": "mouse", "geese": "goose", "oxen": "ox", "wolves": "wolf", "calves": "calf",
                     "knives": "knife", "loaves": "loaf", "leaves": "leaf", "scarves": "scarf", "oboes": "oboe",
                     "shoes": "shoe", "hoes": "hoe", "canoes": "canoe", "cookies": "cookie", "pies": "pie",
                     "ties": "tie", "magpies": "magpie", "axes": "axe"}

        def singular(word):
            if word in irregular:
                return irregular[word]
            if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
                return word
            if word.endswith("ies"):
                return word[:-3] + "y"
            if word.endswith(("ches", "shes", "xes", "sses", "oes")):
                return word[:-2]
            if word.endswith("uses") and not word.endswith("ouses"):
                return word[:-2]
            return word[:-1]

        def parse(text):
            tokens = re.findall(r"[a-z]+(?:[-'][a-z]+)*|\d+|[^\sa-z\d]", text.lower())

            def at(k):
                return tokens[k] if k < len(tokens) else ""

            def count_at(k):
                token = at(k)
                if token in ("a", "an"):
                    if at(k + 1) in ("couple", "pair"):
                        return 2, k + (3 if at(k + 2) == "of" else 2)
                    if at(k + 1) == "dozen":
                        return 12, k + 2
                    return 1, k + 1
                if token == "half" and at(k + 1) == "a" and at(k + 2) == "dozen":
                    return 6, k + 3
                value = None
                if token.isdigit():
                    value = int(token)
                elif token in numbers:
                    value = numbers[token]
                elif "-" in token:
                    parts = token.split("-")
                    if len(parts) == 2 and parts[0] in numbers and parts[1] in numbers:
                        value = numbers[parts[0]] + numbers[parts[1]]
                if value is None:
                    return None
                if at(k + 1) == "dozen":
                    return value * 12, k + 2
                return value, k + 1

            things = []
            k = 0
            while k < len(tokens):
                found = count_at(k)
                if found is None:
                    k += 1
                    continue
                value, k = found
                words = []
                while k < len(tokens) and tokens[k][0].isalpha() and tokens[k] not in stops:
                    if len(words) >= 5 or count_at(k) is not None:
                        break
                    words.append(tokens[k])
                    k += 1
                while "of" in words:
                    words = words[words.index("of") + 1:]
                if value > 1 and words and not words[-1].endswith("s"):
                    ends = [n for n, word in enumerate(words) if word.endswith("s")]
                    if ends:
                        words = words[:ends[-1] + 1]
                if words:
                    words = words[-2:]
                    words[-1] = singular(words[-1])
                    things.append((value, " ".join(words)))
            return things

        names = []
        for value, name in parse(question):
            if name not in names:
                names.append(name)
        names = names[:12]
        if not names:
            return [template.replace("{question}", "thing")]

        bank = {
            "fruit": ["pear", "lemon", "plum", "strawberry", "melon", "cherry"],
            "vegetable": ["onion", "spinach", "pea", "leek", "broccoli", "turnip"],
            "animal": ["sheep", "rabbit", "lion", "duck", "frog", "goat"],
            "instrument": ["drum", "harp", "cello", "tuba", "oboe", "banjo"],
        }
        others = [("hammer", "tool"), ("basket", "container"), ("shirt", "clothing"), ("car", "vehicle"),
                  ("chair", "furniture"), ("rose", "flower"), ("saw", "tool"), ("box", "container"),
                  ("bus", "vehicle"), ("coat", "clothing"), ("doll", "toy"), ("sofa", "furniture")]
        kinds = ["fruit", "vegetable", "animal", "instrument"]
        rounds = [[0, 2, 1, 3], [3, 1, 0, 2], [1, 3, 2, 0]]

        turns = max(1, min(3, 12 // len(names)))
        budget = 3900 // (turns * len(names))
        prompts = []
        for turn in range(turns):
            shown = []
            for r in range(3):
                for place in rounds[r]:
                    kind = kinds[(place + turn) % 4]
                    shown.append((bank[kind][(r + 3 * turn) % 6], kind))
                shown.insert(len(shown) - 2, others[(r + 4 * turn) % 12])
            shown.insert(5, others[(3 + 4 * turn) % 12])
            lines = [template.replace("{question}", word) + " " + kind for word, kind in shown]
            lines = lines[max(0, len(lines) - shots):] if shots else []
            for name in names:
                mine = list(lines)
                last = template.replace("{question}", name)
                while mine and len("\n".join(mine + [last]).encode("utf-8")) > budget:
                    mine.pop(0)
                prompts.append("\n".join(mine + [last]))
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                 "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
        numbers = {word: value for value, word in enumerate(units)}
        numbers.update({"thirty": 30, "forty": 40, "fifty": 50, "another": 1})
        stops = set(("and or but plus with on in at from to for by under near beside besides behind into onto is are was "
                     "were be lie lies lay sit sits stand stands have has had do does did that which who there here i you "
                     "he she it we they me him them my your his her their our its the this these those as well then also "
                     "too together how what while when if so both all only just not no can could will would").split())
        irregular = {"mice": "mouse", "geese": "goose", "oxen": "ox", "wolves": "wolf", "calves": "calf",
                     "knives": "knife", "loaves": "loaf", "leaves": "leaf", "scarves": "scarf", "oboes": "oboe",
                     "shoes": "shoe", "hoes": "hoe", "canoes": "canoe", "cookies": "cookie", "pies": "pie",
                     "ties": "tie", "magpies": "magpie", "axes": "axe"}

        def singular(word):
            if word in irregular:
                return irregular[word]
            if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
                return word
            if word.endswith("ies"):
                return word[:-3] + "y"
            if word.endswith(("ches", "shes", "xes", "sses", "oes")):
                return word[:-2]
            if word.endswith("uses") and not word.endswith("ouses"):
                return word[:-2]
            return word[:-1]

        def parse(text):
            tokens = re.findall(r"[a-z]+(?:[-'][a-z]+)*|\d+|[^\sa-z\d]", text.lower())

            def at(k):
                return tokens[k] if k < len(tokens) else ""

            def count_at(k):
                token = at(k)
                if token in ("a", "an"):
                    if at(k + 1) in ("couple", "pair"):
                        return 2, k + (3 if at(k + 2) == "of" else 2)
                    if at(k + 1) == "dozen":
                        return 12, k + 2
                    return 1, k + 1
                if token == "half" and at(k + 1) == "a" and at(k + 2) == "dozen":
                    return 6, k + 3
                value = None
                if token.isdigit():
                    value = int(token)
                elif token in numbers:
                    value = numbers[token]
                elif "-" in token:
                    parts = token.split("-")
                    if len(parts) == 2 and parts[0] in numbers and parts[1] in numbers:
                        value = numbers[parts[0]] + numbers[parts[1]]
                if value is None:
                    return None
                if at(k + 1) == "dozen":
                    return value * 12, k + 2
                return value, k + 1

            things = []
            k = 0
            while k < len(tokens):
                found = count_at(k)
                if found is None:
                    k += 1
                    continue
                value, k = found
                words = []
                while k < len(tokens) and tokens[k][0].isalpha() and tokens[k] not in stops:
                    if len(words) >= 5 or count_at(k) is not None:
                        break
                    words.append(tokens[k])
                    k += 1
                while "of" in words:
                    words = words[words.index("of") + 1:]
                if value > 1 and words and not words[-1].endswith("s"):
                    ends = [n for n, word in enumerate(words) if word.endswith("s")]
                    if ends:
                        words = words[:ends[-1] + 1]
                if words:
                    words = words[-2:]
                    words[-1] = singular(words[-1])
                    things.append((value, " ".join(words)))
            return things

        known = {
            "fruit": "apple pear plum peach apricot cherry grape orange lemon lime grapefruit tangerine mandarin banana "
                     "mango papaya pineapple kiwi melon watermelon strawberry raspberry blueberry blackberry cranberry "
                     "berry fig date pomegranate nectarine coconut lychee guava gooseberry currant quince",
            "vegetable": "carrot potato onion cabbage lettuce cucumber tomato pea bean leek spinach broccoli cauliflower "
                         "celery radish turnip beet beetroot parsnip pumpkin courgette zucchini aubergine eggplant "
                         "asparagus kale garlic pepper artichoke squash sprout corn yam shallot swede",
            "animal": "cat dog horse cow pig sheep goat rabbit hamster mouse rat lion tiger bear wolf fox deer elephant "
                      "giraffe zebra monkey ape camel donkey mule duck goose hen chicken rooster turkey parrot owl eagle "
                      "pigeon sparrow swan penguin snake lizard frog toad turtle tortoise fish shark whale dolphin seal "
                      "otter squirrel hedgehog badger lamb calf foal kitten puppy bull ox bee ant spider butterfly crow "
                      "kangaroo koala panda crocodile crab pony llama",
            "instrument": "piano violin viola cello guitar flute trumpet drum clarinet saxophone oboe bassoon trombone "
                          "tuba harp banjo ukulele mandolin accordion harmonica xylophone organ lute recorder horn "
                          "tambourine cymbal bagpipe fiddle keyboard harpsichord piccolo lyre sitar bugle cornet",
        }
        kind_of = {}
        for kind in known:
            for word in known[kind].split():
                kind_of[word] = kind

        same = {"fruits": "fruit", "berry": "fruit", "veggie": "vegetable", "veggy": "vegetable", "veg": "vegetable",
                "vegetables": "vegetable", "creature": "animal", "beast": "animal", "musical": "instrument"}

        def canonical(word):
            word = singular(word)
            return same.get(word, word)

        # The kind that is asked for.
        skip = stops | set(("of thing things item items object objects piece pieces different many much number total "
                            "altogether up count counted called considered belong get got see list there's any").split())
        tokens = re.findall(r"[a-z]+(?:[-'][a-z]+)*|\d+|[^\sa-z\d]", question.lower())
        asked = None
        for cue in (("how", "many"), ("number", "of"), ("count",), ("amount", "of"), ("total", "of")):
            for k in range(len(tokens)):
                if tuple(tokens[k:k + len(cue)]) != cue:
                    continue
                run = []
                for token in tokens[k + len(cue):]:
                    if token in (".", "?", "!", ";", ":"):
                        break
                    if not token[0].isalpha() or token in skip or token in ("a", "an"):
                        if run:
                            break
                        continue
                    run.append(token)
                    if canonical(token) in known:
                        break
                if run:
                    asked = canonical(run[0])
                    for word in run:
                        if canonical(word) in known:
                            asked = canonical(word)
                    break
            if asked:
                break
        if asked not in known:
            for token in tokens:
                if canonical(token) in known:
                    asked = canonical(token)

        wider = {
            "fruit": ["fruit", "berry"],
            "vegetable": ["vegetable", "veggie", "root"],
            "animal": ["animal", "bird", "fish", "insect", "mammal", "reptile", "amphibian", "pet"],
            "instrument": ["instrument", "music", "musical"],
            "food": ["food", "fruit", "vegetable"],
        }
        accepted = wider.get(asked, [asked])

        things = parse(question)
        names = []
        for value, name in things:
            if name not in names:
                names.append(name)
        names = names[:12]

        total = 0
        for value, name in things:
            if asked is None:
                total += value
                continue
            if canonical(name) == asked:
                continue
            words = name.split()
            kind = None
            for word in reversed(words):
                if word in kind_of:
                    kind = kind_of[word]
                    break
                if canonical(word) in known:
                    kind = canonical(word)
                    break
            if kind is not None and (asked in known or asked == "food"):
                if kind in accepted:
                    total += value
                continue
            yes = no = 0
            if name in names:
                for n in range(names.index(name), len(replies), len(names)):
                    lines = str(replies[n]).strip().lower().splitlines()
                    said = re.findall(r"[a-z]+", lines[0]) if lines else []
                    if not said:
                        continue
                    if any(singular(word) in accepted for word in said[:3]):
                        yes += 1
                    else:
                        no += 1
            if yes and yes >= no:
                total += value
        return str(total)

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('There are three carrots, three pianos and three cabbages on the list. How many vegetables are on it?', '6'), ('There are an onion, two flutes, four guitars, a potato and three lettuces on the list. How many vegetables are on it?', '5'), ('I have a cabbage, three cucumbers, a horse, three pigs and four potatoes. How many vegetables do I have?', '8'), ('There are three trumpets, three violins, a carrot and a potato on the list. How many vegetables are on it?', '2'), ('I have three grapes, four cats and four horses. How many animals do I have?', '8'), ('I have three oranges, a dog, a grape and two apples. How many fruits do I have?', '6'), ('I have three cats, two guitars and a flute. How many instruments do I have?', '3'), ('I have three trumpets, a cabbage, four potatoes, four pianos and two carrots. How many vegetables do I have?', '7'), ('There are three grapes, four horses, three peaches and three apples on the list. How many fruits are on it?', '9'), ('I have two pianos, a banana and four violins. How many instruments do I have?', '6'), ('There are a cat, a cucumber, a cow, three dogs and a carrot on the list. How many animals are on it?', '5'), ('I have four cabbages, three violins, a lettuce, four cucumbers and four trumpets. How many vegetables do I have?', '9')]
controller.template = rt.node('{question}:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(16, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
