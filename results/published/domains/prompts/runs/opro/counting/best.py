# Trained by robotrace for prompts/counting: opro, the language model claude-file-backed, iteration 3-0-1.
from __future__ import annotations

controller_student = None  # of class Student, stayed outside in training: put yours here

import robotrace as rt


import re


import re


def word_lists():
    """Words of each kind; the first four serve as shots."""
    lists = {
        "tools": "hammers pliers wrenches chisels screwdrivers saws drills spanners axes shovels rakes spades hatchets mallets crowbars",
        "birds": "sparrows eagles owls pigeons robins ducks crows parrots hens chickens geese swans doves hawks penguins turkeys gulls ravens storks ostriches falcons magpies peacocks flamingos",
        "furniture": "chairs tables sofas beds desks wardrobes stools cupboards armchairs bookcases dressers couches benches cabinets shelves bookshelves nightstands",
        "fruits": "apples cherries pears plums bananas peaches grapes oranges lemons limes mangoes melons watermelons strawberries raspberries blueberries blackberries pineapples apricots kiwis figs nectarines papayas coconuts grapefruits tangerines",
        "vehicles": "trucks buses cars trains bicycles vans tractors motorcycles trams taxis boats lorries scooters ambulances helicopters bikes ships",
        "animals": "dogs tigers cows rabbits cats horses pigs goats lions bears mice foxes wolves elephants monkeys donkeys camels squirrels zebras giraffes hamsters otters hedgehogs sheep deer kangaroos pandas ponies leopards",
        "clothes": "shirts coats socks skirts jackets dresses trousers hats scarves gloves sweaters jumpers jeans shoes boots blouses vests caps cardigans mittens",
        "instruments": "violins flutes trumpets drums pianos guitars clarinets trombones harps cellos saxophones accordions banjos tubas oboes bassoons mandolins ukuleles harmonicas xylophones violas",
        "vegetables": "onions carrots cabbages leeks potatoes lettuces cauliflowers broccoli turnips radishes beets beetroots parsnips cucumbers celery garlic zucchinis courgettes eggplants aubergines spinach peas beans pumpkins yams peppers artichokes",
        "flowers": "roses tulips daisies lilies daffodils orchids violets sunflowers carnations poppies pansies marigolds peonies",
        "insects": "ants beetles wasps moths bees butterflies mosquitoes dragonflies grasshoppers ladybirds flies",
        "utensils": "spoons forks ladles plates pans kettles whisks spatulas bowls mugs saucepans",
        "trees": "oaks maples willows elms birches cedars pines spruces poplars",
        "drinks": "teas beers juices wines coffees lemonades",
        "fish": "herrings trout salmon sardines sharks tuna goldfish",
        "reptiles": "snakes lizards crocodiles turtles frogs"}
    return {kind: words.split() for kind, words in lists.items()}


def key(phrase):
    """The last word without its plural ending."""
    w = (phrase.lower().split() or [""])[-1]
    w = re.sub(r"(e?s)*e?$", "", {"mice": "mouse", "geese": "goose"}.get(w, w))
    return re.sub(r"v$", "f", re.sub(r"y$", "i", w))


def amount(w):
    words = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
             "seventeen eighteen nineteen twenty").split()
    tens = "thirty forty fifty sixty seventy eighty ninety".split()
    if w.isdigit():
        return int(w)
    if "-" in w and w.split("-")[0] in tens + ["twenty"] and w.split("-")[1] in words[1:10]:
        return amount(w.split("-")[0]) + amount(w.split("-")[1])
    if w in tens:
        return 30 + 10 * tens.index(w)
    more = {"a": 1, "an": 1, "another": 1, "single": 1, "couple": 2, "pair": 2, "dozen": 12, "halfdozen": 6}
    return words.index(w) if w in words else more.get(w)


def read_question(question):
    """Amounts with nouns, the name of the kind asked for, its known kinds, and whether all but it counts."""
    stops = set("""and or plus with along as on in at are is were was be been the to from there here i you he she we they
        it have has had how what that which who but for by together also then while lie lies lay sit sits stand stands
        stood next beside near over into do does did can could would will if when all altogether total my your his her
        their our its this these those them each not only count than so after before let me where find among out up
        now today no different many number of thing things item items object objects piece pieces kind kinds type types
        one ones list mentioned""".split())
    text = question.lower().replace("\u2019", "'")
    text = re.sub(r"\b(?:an?|one) (dozen|couple|pair|single)\b", r"\1", text.replace("half a dozen", "halfdozen"))
    t = re.findall(r"\d+|[a-z]+(?:['-][a-z]+)*|[^\sa-z\d]", text)
    plural = re.compile(r"[^sui]s$")
    items, rest, i = [], [], 0
    while i < len(t):
        value, words, j = amount(t[i]), [], i + 1
        if value is not None and t[j:j + 1] == ["dozen"]:
            value, j = value * 12, j + 1
        while value is not None and j < len(t) and len(words) < 3:
            w, after = t[j], (t + [""])[j + 1]
            if w == "of":
                words = []
            elif not w[0].isalpha() or w in stops or amount(w) is not None:
                break
            elif w not in ("more", "other", "x"):
                words.append(w)
                if value != 1 and plural.search(w) and after != "of" and (after in stops or not plural.search(after)):
                    j += 1
                    break
            j += 1
        place = value == 1 and i and t[i - 1] in ("in", "on", "at", "into", "onto", "from", "inside", "of", "for")
        if not words or place or (value == 1 and words[-1] in ("sum", "lot", "few", "box", "bag", "basket", "shop")):
            rest.append(t[i])
            i += 1
        else:
            items.append((value, " ".join(words)))
            rest.append(",")
            i = j
    rest = " ".join(rest)
    if not items:
        for noun, number in re.findall(r"([a-z]+)\s*[:=(x]\s*(\w+)", text):
            if amount(number) is not None:
                items.append((amount(number), noun))
    kinds = {key(name): {key(name)} for name in word_lists()}
    for other, name in (("clothing", "clothes"), ("garments", "clothes"), ("veggies", "vegetables"),
                        ("bugs", "insects"), ("beverages", "drinks"), ("mammals", "animals")):
        kinds[key(other)] = {key(name)}
    kinds["animal"] = kinds["creatur"] = {"animal", "bird", "insect", "fish", "reptil"}
    kinds["plant"] = {"flower", "tre"}
    m = re.search(r"how many (.*)", rest) or re.search(r"\b(?:number of|count|only|total|sum of) (.*)", rest)
    words = [w for w in (m.group(1) if m else rest).split() if w[0].isalpha() and w not in stops]
    named = [w for w in words if key(w) in kinds]
    raw = words[0] if words and words[0].endswith("s") else (named or words or [""])[0]
    negative = bool(re.search(r"(?:\bnot|n't|\bnon)[ -](?:\w+ )?" + (raw or "#"), rest))
    return items, raw, kinds.get(key(raw), set()), negative


def sure_of(noun, known):
    """Whether the word list has the noun in the kind; None where it does not say."""
    kind_of = {key(word): key(kind) for kind, words in word_lists().items() for word in words}
    kind = kind_of.get(key(noun))
    return kind in known if kind and known else None


def make_plan(items, known):
    """Which prompts there are: the form of each and the noun that it asks of."""
    nouns = [noun for noun in dict.fromkeys(n for _, n in items) if sure_of(noun, known) is None]
    return ([("list", "")] + [(form, noun) for form in ("label", "yes", "label2") for noun in nouns])[:12]


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
        lex = word_lists()
        items, raw, known, _ = read_question(question)
        plan = make_plan(items, known)
        wanted = raw or "things"
        right = [lex[kind][n] for n in range(4) for kind in lex if key(kind) in known][:4]
        others = [kind for kind in lex if key(kind) not in known and not (
            kind == "animals" and known & {"bird", "insect", "fish", "reptil"})]
        wrong = [lex[kind][2] for kind in others]

        def fit(lines, last):
            lines = lines + [last]
            while len(lines) > 1 and len("\n".join(lines).encode("utf-8")) > min(700, 3900 // len(plan)):
                lines.pop(0)
            return "\n".join(lines)

        def many(noun):
            return noun + "s" if (1, noun) in items and not noun.endswith("s") else noun

        prompts = []
        for form, noun in plan:
            if form == "list":
                lines = ["Things: roses, hammers, tulips\nFlowers: roses, tulips",
                         "Things: spoons, sparrows, oaks\nBirds: sparrows",
                         "Things: trucks, shirts, dogs, cars\nVehicles: trucks, cars"]
                if right:
                    lines.append("Things: %s, %s, %s\n%s: %s, %s" % (
                        right[0], wrong[2], right[1], wanted.capitalize(), right[0], right[1]))
                shown = ", ".join(many(n) for _, n in items[:10])
                prompts.append(fit(lines, "Things: %s\n%s:" % (shown, wanted.capitalize())))
            elif form == "yes":
                pairs = [("roses", "flowers", "Yes"), ("hammers", "flowers", "No"), ("trucks", "fruits", "No"),
                         ("sparrows", "birds", "Yes"), ("chairs", "animals", "No"), ("coats", "clothes", "Yes")]
                if right:
                    pairs = [(right[0], wanted, "Yes"), (wrong[2], wanted, "No"), (right[1], wanted, "Yes"),
                             (right[2], wanted, "Yes"), (wrong[4], wanted, "No"), (wrong[6], wanted, "No")]
                prompts.append(fit(["Are %s %s? %s" % p for p in pairs], "Are %s %s?" % (many(noun), wanted)))
            else:
                turn = 5 if form == "label2" else 0
                pairs = [(lex[k][turn and 1], k) for k in (others[turn:] + others[:turn])[:max(1, shots)]]
                for place, word in zip((2, 5, 9), right[1:] if turn else right):
                    pairs.insert(max(0, len(pairs) - place), (word, wanted))
                prompts.append(fit([template.replace("{question}", word) + " " + kind for word, kind in pairs],
                                   template.replace("{question}", many(noun))))
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        items, raw, known, negative = read_question(question)
        if not items or not raw:
            return "unsure: items " + str(items) + ", kind '" + raw + "': " + question
        votes = {noun: 0.0 for _, noun in items}
        for (form, noun), reply in zip(make_plan(items, known), replies):
            line = (reply.strip().lower().splitlines() or [""])[0]
            said = {key(word) for word in re.findall(r"[a-z-]+", line)}
            if form == "list":
                for name in votes:
                    votes[name] += 1 if key(name) in said else -1
            elif form == "yes":
                votes[noun] += 0.7 if line.startswith("yes") else -0.7 if line.startswith("no") else 0
            elif said:
                votes[noun] += 1.2 if said & (known | {key(raw)}) else -1.2 if known else -0.3
        total = 0
        for value, noun in items:
            belongs = sure_of(noun, known)
            if belongs is None:
                belongs = votes[noun] > 0
            if belongs != negative:
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
controller.shots = rt.node(14, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
