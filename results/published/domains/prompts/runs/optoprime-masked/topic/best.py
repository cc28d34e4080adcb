# Trained by robotrace for prompts/topic: optoprime, the language model claude-file-backed, iteration 1-0-1.
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

        topics = ["sports", "food", "weather", "music"]
        extra = [
            ("The goalkeeper saved the penalty.", "sports"),
            ("She won the race by two seconds.", "sports"),
            ("The tennis champion lost in three sets.", "sports"),
            ("Bake the bread until it is golden.", "food"),
            ("This soup needs a little more salt.", "food"),
            ("We ate grilled fish with lemon.", "food"),
            ("A storm will reach the coast tonight.", "weather"),
            ("It was foggy and cold this morning.", "weather"),
            ("Expect sunshine and a light breeze.", "weather"),
            ("The band released a new album.", "music"),
            ("She plays the violin in an orchestra.", "music"),
            ("The choir sang an old song.", "music"),
        ]

        def tidy(text):
            text = " ".join(text.split())
            match = re.match(r"^[^:]{1,60}:\s+(.+)$", text)
            if match and len(match.group(1).split()) >= 3:
                text = match.group(1)
            text = text.strip().strip("\"'\u201c\u201d\u2018\u2019").strip()
            return text[:400]

        frame = template.strip()
        asked = tidy(question)
        pools = {topic: [] for topic in topics}
        seen = {asked.lower()}
        own = [(pair[0], pair[1]) for pair in self.examples]
        for sentence, topic in own + extra:
            sentence = tidy(sentence)
            if topic in pools and sentence.lower() not in seen:
                seen.add(sentence.lower())
                pools[topic].append(sentence)

        def build(per_topic):
            made = []
            for turn, last in enumerate(topics):
                chosen = []
                for topic in topics:
                    pool = pools[topic]
                    for step in range(min(per_topic, len(pool))):
                        chosen.append((pool[(turn + 2 * step + step // 3) % len(pool)], topic))
                chosen = list(dict.fromkeys(chosen))
                random.Random(17 + turn).shuffle(chosen)
                for place in range(len(chosen) - 1, -1, -1):
                    if chosen[place][1] == last:
                        chosen.append(chosen.pop(place))
                        break
                blocks = [frame.replace("{question}", s) + " " + t for s, t in chosen]
                blocks.append(frame.replace("{question}", asked))
                made.append("\n\n".join(blocks))
            return made

        def size(made):
            return sum(len(prompt.encode("utf-8")) for prompt in made)

        per_topic = max(1, shots // 4)
        prompts = build(per_topic)
        while per_topic > 1 and size(prompts) > 3900:
            per_topic -= 1
            prompts = build(per_topic)
        while len(prompts) > 1 and size(prompts) > 3900:
            prompts.pop()
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        import re

        topics = ["sports", "food", "weather", "music"]
        vocabulary = {
            "sports": """sport football soccer tennis cricket rugby hockey basketball baseball volleyball golf golfer
                boxing boxer swimmer sprinter sprint athlete athletics marathon olympic olympics referee umpire
                goalkeeper goalie striker defender midfielder batsman bowler wicket innings goal penalty scored
                scorer team league tournament championship champion coach stadium opponent halftime offside
                quarterback touchdown player race racing lap cyclist cycling gymnast gymnastics skier skiing
                wrestler wrestling javelin medal medallist relegated relegation tackle dribble kick racket match
                trophy hurdle jockey squad playoff semifinal knockout teammate runner rower rowing skater""",
            "food": """food cook bake fry fried roast grill simmer boil stir knead whisk chop peel slice dice
                marinate saute sprinkle oven saucepan pan recipe dough bread flour sugar salt pepper butter cheese
                sauce soup stew salad onion garlic tomato potato potatoes tomatoes carrot rice pasta noodle
                chicken beef pork lamb fish egg cream milk cake pie pastry biscuit cookie dessert breakfast
                lunch dinner supper meal dish chef restaurant taste tasty delicious flavour flavor spice spicy
                herb lemon apple banana berry berries chocolate vanilla cinnamon curry sandwich pizza kitchen
                eat ate eaten honey vinegar olive mushroom bean lentil vegetable fruit bacon sausage steak
                tablespoon teaspoon batter dumpling pancake yoghurt yogurt jam broth basil parsley ginger""",
            "weather": """weather rain rainy rainfall drizzle snow snowy snowfall sleet hail storm thunder
                thunderstorm lightning cloud cloudy overcast sunny sunshine wind windy gust gale breeze fog foggy
                mist misty frost frosty forecast temperature humid humidity hurricane tornado cyclone typhoon
                blizzard drought heatwave shower downpour flood sky skies celsius fahrenheit icy
                monsoon chilly barometer meteorologist thaw""",
            "music": """music musical musician song sing singer sang sung album band orchestra choir chorus concert
                symphony sonata concerto opera jazz piano pianist guitar guitarist violin violinist cello cellist
                viola flute clarinet saxophone trumpet trombone oboe harp organist drum drummer melody melodies
                rhythm tune lyric lyrics composer compose conductor soprano tenor baritone alto ballad chord
                quartet quintet trio duet note octave encore banjo fiddle accordion keyboard bassist vocalist
                vocal hymn waltz overture rehearsal blues reggae rap rapper lullaby harmony harmonies""",
        }
        near = {
            "sport": "sports", "sporting": "sports", "football": "sports", "soccer": "sports", "cricket": "sports",
            "cooking": "food", "foods": "food", "cuisine": "food", "recipe": "food", "recipes": "food",
            "climate": "weather", "rain": "weather", "forecast": "weather",
            "musical": "music", "song": "music", "songs": "music", "musician": "music",
        }

        def stems(word):
            forms = []
            for ending in ("s", "es", "ed", "d", "ing"):
                if word.endswith(ending) and len(word) - len(ending) >= 3:
                    stem = word[: -len(ending)]
                    forms.append(stem)
                    if ending == "ing":
                        forms.append(stem + "e")
                    if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2]:
                        forms.append(stem[:-1])
            return forms

        votes = {topic: 0.0 for topic in topics}
        for reply in replies:
            first_line = reply.strip().split("\n")[0]
            for word in re.findall(r"[a-z]+", first_line.lower()):
                topic = word if word in votes else near.get(word)
                if topic:
                    votes[topic] += 1.0
                    break

        text = " ".join(question.split())
        match = re.match(r"^[^:]{1,60}:\s+(.+)$", text)
        if match and len(match.group(1).split()) >= 3:
            text = match.group(1)

        sets = {topic: set(words.split()) for topic, words in vocabulary.items()}
        hits = {topic: 0 for topic in topics}
        for word in sorted(set(re.findall(r"[a-z]+", text.lower()))):
            found = [t for t in topics if word in sets[t]]
            if not found:
                forms = stems(word)
                found = [t for t in topics if any(form in sets[t] for form in forms)]
            if len(found) == 1:
                hits[found[0]] += 1
        for topic in topics:
            votes[topic] += min(4.5, 2.25 * hits[topic])

        return max(topics, key=lambda topic: (votes[topic], hits[topic]))

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Heard on the radio: Simmer the onions in butter until soft.', 'food'), ('He practised the piano sonata daily.', 'music'), ('Heard on the radio: The referee showed him a red card.', 'sports'), ('Clouds will clear later in the day.', 'weather'), ('Knead the dough for ten minutes.', 'food'), ('The singer hit a very high note.', 'music'), ('The referee showed him a red card.', 'sports'), ('Gusts of eighty kilometres an hour are possible.', 'weather'), ('Heard on the radio: Stir the sauce until it thickens.', 'food'), ('Heard on the radio: A jazz trio plays here on Fridays.', 'music'), ('Their batsman hit a century on Sunday.', 'sports'), ('Heard on the radio: Heavy rain is expected by the evening.', 'weather')]
controller.template = rt.node('Sentence: {question}\nTopic:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(12, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
