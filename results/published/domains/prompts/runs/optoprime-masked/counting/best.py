# Trained by robotrace for prompts/counting: optoprime, the language model claude-file-backed, iteration 1.
from __future__ import annotations

controller_student = None  # of class Student, stayed outside in training: put yours here

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

        units = {
            "zero": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
            "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
            "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
        }
        groups = {"couple": 2, "pair": 2, "trio": 3, "dozen": 12}
        stops = set(
            """and or plus with on in at are is was were do does did have has had i you he she we they it the my your
            his her our their how many to from for as well also but that which who then there here by under near next
            beside along together too lie lies stand stands sit sits this these those while after before if of can
            could what when where into onto over not than count altogether all total belong belongs came come be been
            me us him them""".split()
        )
        irregular = {
            "mice": "mouse", "geese": "goose", "oxen": "ox", "wolves": "wolf", "calves": "calf", "knives": "knife",
            "loaves": "loaf", "leaves": "leaf", "scarves": "scarf", "shelves": "shelf", "oboes": "oboe",
            "shoes": "shoe", "ties": "tie", "pies": "pie", "magpies": "magpie", "cookies": "cookie",
            "buses": "bus", "celli": "cello", "cacti": "cactus", "octopi": "octopus", "sheep": "sheep",
            "fish": "fish", "deer": "deer", "children": "child", "men": "man", "women": "woman",
            "veggies": "veggie", "axes": "axe", "canoes": "canoe",
        }
        aliases = {
            "fruit": "fruit", "vegetable": "vegetable", "veg": "vegetable", "veggie": "vegetable",
            "animal": "animal", "creature": "animal", "beast": "animal", "pet": "animal", "livestock": "animal",
            "instrument": "instrument", "vehicle": "vehicle", "tool": "tool", "furniture": "furniture",
            "clothing": "clothing", "clothes": "clothing", "garment": "clothing", "bird": "bird", "fish": "fish",
            "insect": "insect", "bug": "insect", "flower": "flower", "drink": "drink", "beverage": "drink",
            "toy": "toy", "tree": "tree", "food": "food",
        }

        def singular(word):
            if word in irregular:
                return irregular[word]
            if word.endswith("ies") and len(word) > 4:
                return word[:-3] + "y"
            if word.endswith(("oes", "ches", "shes", "xes", "sses", "zzes")):
                return word[:-2]
            if word.endswith("uses") and not word.endswith("ouses"):
                return word[:-2]
            if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
                return word[:-1]
            return word

        def number_at(tokens, i):
            if i < 0:
                return None, 0
            word = tokens[i]
            after = tokens[i + 1] if i + 1 < len(tokens) else ""
            later = tokens[i + 2] if i + 2 < len(tokens) else ""
            if word == "half" and after == "a" and later == "dozen":
                return 6, i + 3
            if re.fullmatch(r"[0-9]+", word):
                return int(word), i + (2 if after in ("x", "\u00d7") else 1)
            if word == "a" and after in groups:
                return groups[after], i + (3 if later == "of" else 2)
            if word in ("a", "an", "another"):
                return 1, i + (2 if after == "single" else 1)
            parts = word.split("-")
            if all(part in units for part in parts):
                value = sum(units[part] for part in parts)
                j = i + 1
                if len(parts) == 1 and value >= 20 and 0 < units.get(after, 0) < 10:
                    value += units[after]
                    j += 1
                elif after == "dozen":
                    value *= 12
                    j += 1
                return value, j
            return None, i

        def split(text):
            return re.findall(r"[a-z]+(?:[-'][a-z]+)*|[0-9]+|[^\sa-z0-9]", text.lower())

        def read_items(tokens):
            items = []
            i = 0
            while i < len(tokens):
                value, j = number_at(tokens, i)
                if value is None:
                    i += 1
                    continue
                words = []
                while j < len(tokens):
                    token = tokens[j]
                    if token == "of" and words:
                        words = []
                        j += 1
                        continue
                    if not re.match(r"[a-z]", token) or token in stops or len(words) == 4:
                        break
                    if number_at(tokens, j)[0] is not None:
                        break
                    words.append(token)
                    j += 1
                if words:
                    head = len(words) - 1
                    if value != 1:
                        for k in range(len(words) - 1, -1, -1):
                            if words[k].endswith("s") or words[k] in irregular:
                                head = k
                                break
                    phrase = " ".join(words[:head] + [singular(words[head])])
                    items.append((value, words[: head + 1], phrase))
                i = max(j, i + 1)
            return items

        def kind_of_word(word):
            return aliases.get(word) or aliases.get(singular(word))

        def asked_kind(tokens):
            start = None
            for i in range(1, len(tokens)):
                if tokens[i] == "many" and tokens[i - 1] == "how":
                    start = i + 1
            region = []
            if start is not None:
                for i in range(start, len(tokens)):
                    if tokens[i] in ("?", ".", "!"):
                        break
                    region.append(i)
            for i in region + list(range(len(tokens) - 1, -1, -1)):
                if kind_of_word(tokens[i]) and number_at(tokens, i - 1)[0] is None:
                    return kind_of_word(tokens[i]), True
            for i in region:
                if re.match(r"[a-z]", tokens[i]) and tokens[i] not in stops and tokens[i] not in ("things", "items"):
                    return singular(tokens[i]), False
            return "", False

        tokens = split(question)
        kind, known = asked_kind(tokens)
        phrases = list(dict.fromkeys(item[2] for item in read_items(tokens)))[:12]
        frame = template.strip()
        if not phrases:
            return [frame.replace("{question}", question[:400])]
        rounds = 2 if len(phrases) <= 5 else 1

        pairs = [
            ("plum", "fruit"), ("spinach", "vegetable"), ("goat", "animal"), ("harp", "instrument"),
            ("chair", "furniture"), ("turnip", "vegetable"), ("drum", "instrument"), ("rabbit", "animal"),
            ("pear", "fruit"), ("hammer", "tool"), ("leek", "vegetable"), ("cello", "instrument"),
            ("lemon", "fruit"), ("sheep", "animal"), ("bus", "vehicle"), ("shirt", "clothing"),
        ]
        special = {
            "bird": "sparrow", "flower": "daisy", "drink": "juice", "insect": "ant", "fish": "trout",
            "toy": "doll", "tree": "oak", "food": "bread", "vehicle": "bus", "clothing": "shirt", "tool": "saw",
        }
        if kind in special:
            pairs = [(special[kind], kind)] + pairs
        tests = [
            ("Is a plum a kind of fruit?", "yes"), ("Is a goat a kind of tool?", "no"),
            ("Is a chair a kind of animal?", "no"), ("Is a drum a kind of instrument?", "yes"),
            ("Is a bus a kind of vehicle?", "yes"), ("Is a lemon a kind of clothing?", "no"),
            ("Is a shirt a kind of vegetable?", "no"), ("Is a rabbit a kind of animal?", "yes"),
        ]

        def build(count):
            made = []
            for phrase in phrases:
                for turn in range(rounds):
                    if known or not kind:
                        chosen = pairs[:count]
                        random.Random(31 + turn).shuffle(chosen)
                        blocks = [frame.replace("{question}", word) + " " + name for word, name in chosen]
                        blocks.append(frame.replace("{question}", phrase))
                    else:
                        chosen = tests[:count]
                        random.Random(31 + turn).shuffle(chosen)
                        blocks = [asked + " " + name for asked, name in chosen]
                        blocks.append("Is a " + phrase + " a kind of " + kind + "?")
                    made.append("\n\n".join(blocks))
            return made

        count = max(1, min(shots, len(pairs)))
        prompts = build(count)
        while count > 1 and sum(len(prompt.encode("utf-8")) for prompt in prompts) > 3900:
            count -= 1
            prompts = build(count)
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        import re

        units = {
            "zero": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
            "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
            "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
        }
        groups = {"couple": 2, "pair": 2, "trio": 3, "dozen": 12}
        stops = set(
            """and or plus with on in at are is was were do does did have has had i you he she we they it the my your
            his her our their how many to from for as well also but that which who then there here by under near next
            beside along together too lie lies stand stands sit sits this these those while after before if of can
            could what when where into onto over not than count altogether all total belong belongs came come be been
            me us him them""".split()
        )
        irregular = {
            "mice": "mouse", "geese": "goose", "oxen": "ox", "wolves": "wolf", "calves": "calf", "knives": "knife",
            "loaves": "loaf", "leaves": "leaf", "scarves": "scarf", "shelves": "shelf", "oboes": "oboe",
            "shoes": "shoe", "ties": "tie", "pies": "pie", "magpies": "magpie", "cookies": "cookie",
            "buses": "bus", "celli": "cello", "cacti": "cactus", "octopi": "octopus", "sheep": "sheep",
            "fish": "fish", "deer": "deer", "children": "child", "men": "man", "women": "woman",
            "veggies": "veggie", "axes": "axe", "canoes": "canoe",
        }
        aliases = {
            "fruit": "fruit", "vegetable": "vegetable", "veg": "vegetable", "veggie": "vegetable",
            "animal": "animal", "creature": "animal", "beast": "animal", "pet": "animal", "livestock": "animal",
            "instrument": "instrument", "vehicle": "vehicle", "tool": "tool", "furniture": "furniture",
            "clothing": "clothing", "clothes": "clothing", "garment": "clothing", "bird": "bird", "fish": "fish",
            "insect": "insect", "bug": "insect", "flower": "flower", "drink": "drink", "beverage": "drink",
            "toy": "toy", "tree": "tree", "food": "food",
        }
        parents = {"bird": "animal", "fish": "animal", "insect": "animal", "fruit": "food", "vegetable": "food"}
        hints = {
            "mammal": "animal", "reptile": "animal", "rodent": "animal", "berry": "fruit", "citrus": "fruit",
            "musical": "instrument", "percussion": "instrument", "car": "vehicle", "meat": "food",
        }
        lexicon = {
            "fruit": """apple pear plum peach apricot cherry grape banana orange lemon lime grapefruit mandarin
                tangerine clementine satsuma kiwi mango papaya pineapple melon watermelon cantaloupe strawberry
                raspberry blackberry blueberry cranberry gooseberry blackcurrant redcurrant currant elderberry
                mulberry fig date pomegranate guava lychee passionfruit nectarine quince persimmon coconut
                avocado raisin prune berry fruit kumquat pomelo starfruit dragonfruit""",
            "vegetable": """carrot cabbage potato onion lettuce cucumber spinach leek turnip radish beet beetroot
                parsnip broccoli cauliflower celery celeriac courgette zucchini aubergine eggplant pepper pumpkin
                squash marrow pea bean lentil asparagus artichoke garlic shallot kale chard sprout swede rutabaga
                yam sweetcorn corn tomato fennel rhubarb chicory endive kohlrabi okra spring_onion scallion
                mushroom vegetable cress rocket_leaf capsicum""",
            "animal": """cat dog horse cow pig sheep goat donkey mule pony foal calf lamb kid_goat kitten puppy rabbit
                hare mouse rat hamster gerbil squirrel fox wolf bear lion tiger leopard cheetah panther jaguar
                elephant giraffe zebra hippo hippopotamus rhino rhinoceros monkey ape gorilla chimpanzee
                kangaroo koala panda camel llama alpaca deer moose elk reindeer antelope gazelle buffalo bison
                bull ox yak boar hedgehog badger otter beaver mole weasel ferret skunk raccoon bat whale dolphin
                seal walrus porpoise snake lizard crocodile alligator turtle tortoise frog toad newt salamander
                crab lobster octopus squid snail slug worm spider scorpion guinea_pig hyena jackal lynx cougar
                puma sloth armadillo gecko iguana chameleon stallion mare ram ewe piglet cub hound poodle
                animal sea_lion platypus wombat meerkat starfish jellyfish""",
            "bird": """chicken hen rooster cock duck goose turkey swan pigeon dove sparrow robin crow raven magpie
                eagle hawk falcon owl parrot canary budgie penguin ostrich emu flamingo peacock pelican stork heron
                seagull gull swallow finch blackbird thrush woodpecker kingfisher cuckoo vulture pheasant quail
                partridge chick duckling bird lark nightingale hummingbird parakeet""",
            "fish": "fish salmon trout tuna cod shark goldfish carp herring mackerel sardine eel haddock pike",
            "insect": """bee wasp ant fly beetle butterfly moth mosquito grasshopper cricket ladybird ladybug
                dragonfly cockroach flea bumblebee hornet caterpillar insect termite""",
            "instrument": """piano guitar violin flute trumpet drum cello viola harp clarinet oboe bassoon saxophone
                trombone tuba horn french_horn double_bass bass organ harpsichord accordion harmonica banjo
                mandolin ukulele lute lyre zither sitar recorder piccolo bagpipe xylophone glockenspiel marimba
                vibraphone tambourine triangle cymbal maraca bongo timpani keyboard synthesizer fiddle bugle
                cornet euphonium concertina castanet gong whistle instrument mouth_organ fife tabla djembe
                kazoo snare dulcimer panpipe""",
            "vehicle": """car bus lorry truck van bicycle bike motorbike motorcycle scooter train tram taxi tractor
                boat ship ferry canoe yacht plane aeroplane airplane helicopter lorries ambulance jeep wagon
                submarine rocket vehicle""",
            "tool": """hammer saw screwdriver drill wrench spanner plier chisel axe shovel spade rake hoe ladder file
                nail screw tool crowbar trowel""",
            "furniture": """chair table sofa couch bed desk stool bench wardrobe cupboard shelf bookcase armchair
                dresser cabinet drawer lamp""",
            "clothing": """shirt trouser trousers sock shoe boot hat cap coat jacket scarf glove skirt dress jumper
                sweater blouse tie belt jean jeans pants shorts vest cardigan mitten t-shirt sandal hoodie pyjama
                underpant""",
            "flower": """rose tulip daisy daffodil lily orchid sunflower violet poppy carnation iris marigold
                snowdrop crocus dahlia peony bluebell flower""",
            "drink": "coffee tea juice milk water lemonade beer wine cola cocoa soda",
            "toy": "doll teddy puzzle kite yo-yo marble toy balloon",
            "tree": "oak pine birch maple willow elm beech fir spruce tree",
            "food": """bread cheese cake egg loaf pie biscuit cookie sandwich pizza sausage steak ham bacon pasta rice
                soup butter yoghurt yogurt chocolate sweet pancake muffin doughnut bun roll noodle""",
            "thing": """list basket box bag table_top book pen pencil cup mug plate bowl fork knife spoon clock watch
                phone computer radio television window door house key bottle candle mirror pillow blanket ball
                bucket ruler notebook newspaper letter coin wallet umbrella shop market farm garden kitchen room
                shed barn cart trolley crate shelf_top picture stone brick bell""",
        }

        kinds = {}
        for name, words in lexicon.items():
            for word in words.split():
                found = kinds.setdefault(word.replace("_", " "), set())
                found.add(name)
                if name in parents:
                    found.add(parents[name])

        def singular(word):
            if word in irregular:
                return irregular[word]
            if word.endswith("ies") and len(word) > 4:
                return word[:-3] + "y"
            if word.endswith(("oes", "ches", "shes", "xes", "sses", "zzes")):
                return word[:-2]
            if word.endswith("uses") and not word.endswith("ouses"):
                return word[:-2]
            if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
                return word[:-1]
            return word

        def number_at(tokens, i):
            if i < 0:
                return None, 0
            word = tokens[i]
            after = tokens[i + 1] if i + 1 < len(tokens) else ""
            later = tokens[i + 2] if i + 2 < len(tokens) else ""
            if word == "half" and after == "a" and later == "dozen":
                return 6, i + 3
            if re.fullmatch(r"[0-9]+", word):
                return int(word), i + (2 if after in ("x", "\u00d7") else 1)
            if word == "a" and after in groups:
                return groups[after], i + (3 if later == "of" else 2)
            if word in ("a", "an", "another"):
                return 1, i + (2 if after == "single" else 1)
            parts = word.split("-")
            if all(part in units for part in parts):
                value = sum(units[part] for part in parts)
                j = i + 1
                if len(parts) == 1 and value >= 20 and 0 < units.get(after, 0) < 10:
                    value += units[after]
                    j += 1
                elif after == "dozen":
                    value *= 12
                    j += 1
                return value, j
            return None, i

        def split(text):
            return re.findall(r"[a-z]+(?:[-'][a-z]+)*|[0-9]+|[^\sa-z0-9]", text.lower())

        def read_items(tokens):
            items = []
            i = 0
            while i < len(tokens):
                value, j = number_at(tokens, i)
                if value is None:
                    i += 1
                    continue
                words = []
                while j < len(tokens):
                    token = tokens[j]
                    if token == "of" and words:
                        words = []
                        j += 1
                        continue
                    if not re.match(r"[a-z]", token) or token in stops or len(words) == 4:
                        break
                    if number_at(tokens, j)[0] is not None:
                        break
                    words.append(token)
                    j += 1
                if words:
                    head = len(words) - 1
                    if value != 1:
                        for k in range(len(words) - 1, -1, -1):
                            if words[k].endswith("s") or words[k] in irregular:
                                head = k
                                break
                    phrase = " ".join(words[:head] + [singular(words[head])])
                    items.append((value, words[: head + 1], phrase))
                i = max(j, i + 1)
            return items

        def kind_of_word(word):
            return aliases.get(word) or aliases.get(singular(word))

        def asked_kind(tokens):
            start = None
            for i in range(1, len(tokens)):
                if tokens[i] == "many" and tokens[i - 1] == "how":
                    start = i + 1
            region = []
            if start is not None:
                for i in range(start, len(tokens)):
                    if tokens[i] in ("?", ".", "!"):
                        break
                    region.append(i)
            for i in region + list(range(len(tokens) - 1, -1, -1)):
                if kind_of_word(tokens[i]) and number_at(tokens, i - 1)[0] is None:
                    return kind_of_word(tokens[i]), True
            for i in region:
                if re.match(r"[a-z]", tokens[i]) and tokens[i] not in stops and tokens[i] not in ("things", "items"):
                    return singular(tokens[i]), False
            return "", False

        def look_up(value, words):
            last = words[-1]
            ends = [last, singular(last)]
            if len(words) > 1:
                for end in ends:
                    if words[-2] + " " + end in kinds:
                        return kinds[words[-2] + " " + end]
            for end in ends:
                if end in kinds:
                    return kinds[end]
            if value == 1 or not last.endswith("s"):
                for word in reversed(words[:-1]):
                    for form in (word, singular(word)):
                        if form in kinds:
                            return kinds[form]
            return None

        tokens = split(question)
        kind, known = asked_kind(tokens)
        items = read_items(tokens)
        phrases = list(dict.fromkeys(item[2] for item in items))[:12]
        if not phrases:
            digits = re.search(r"[0-9]+", " ".join(replies))
            return digits.group(0) if digits else "0"
        rounds = 2 if len(phrases) <= 5 else 1

        def reply_says(reply):
            """1 if the reply speaks for the kind asked for, -1 if against it, 0 if it says nothing."""
            lines = reply.strip().split("\n")
            words = re.findall(r"[a-z]+", lines[0].lower())
            if not known and kind:
                for word in words:
                    if word in ("yes", "no"):
                        return 1 if word == "yes" else -1
                return 0
            for word in words:
                name = kind_of_word(word) or hints.get(word) or hints.get(singular(word))
                if name:
                    return 1 if kind in (name, parents.get(name)) else -1
            return -1 if words else 0

        votes = {phrase: 0 for phrase in phrases}
        for place, reply in enumerate(replies):
            if place // rounds < len(phrases):
                votes[phrases[place // rounds]] += reply_says(reply)

        total = 0
        for value, words, phrase in items:
            if known and len(words) == 1 and value == 1 and kind_of_word(words[0]) == kind and kind != "fish":
                continue
            found = look_up(value, words) if known else None
            if found is not None:
                counts = kind in found
            else:
                counts = votes.get(phrase, 0) > 0
            if counts:
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
controller.template = rt.node('The {question} is a kind of', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(16, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
