from __future__ import annotations
import robotrace as rt


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
        labels = ["sports", "food", "weather", "music"]
        extra = [
            ("The goalkeeper saved a late penalty.", "sports"),
            ("She won the race by two seconds.", "sports"),
            ("Our team lost the final match.", "sports"),
            ("Bake the cake until it is golden.", "food"),
            ("We had soup and bread for lunch.", "food"),
            ("Add a pinch of salt and pepper.", "food"),
            ("Snow fell on the hills all night.", "weather"),
            ("It will be sunny and warm tomorrow.", "weather"),
            ("Thick fog covered the valley.", "weather"),
            ("The band released a new album.", "music"),
            ("She tuned her guitar before the show.", "music"),
            ("The choir sang the last song twice.", "music"),
        ]
        # Irregular orders of the four topics, so that no cycle can be copied.
        rounds = [[0, 1, 2, 3], [2, 0, 3, 1], [1, 3, 0, 2]]

        def core(text):
            # The sentence itself, without a lead-in that ends in a colon.
            text = " ".join(str(text).split())
            head, sep, tail = text.partition(": ")
            if sep and len(head.split()) <= 8 and len(tail.split()) >= 3:
                text = tail
            return text.strip(" \"'\u201c\u201d\u2018\u2019")

        asked = core(question)[:400]
        pools = {}
        for label in labels:
            pools[label] = []
        seen = {asked.lower()}
        for pair in list(self.examples) + extra:
            sentence = core(pair[0])
            label = str(pair[1]).strip()
            if label not in pools or sentence.lower() in seen:
                continue
            seen.add(sentence.lower())
            pools[label].append(sentence)

        header = "Each text is about sports, food, weather or music."
        last = template.replace("{question}", asked)
        per = max(1, shots // len(labels))
        budget = 3900 // len(labels)
        prompts = []
        for turn in range(len(labels)):
            shown = []
            for r in range(per):
                for place in rounds[r % len(rounds)]:
                    label = labels[(place + turn) % len(labels)]
                    pool = pools[label]
                    if r < len(pool):
                        sentence = pool[(r + turn * per) % len(pool)]
                        shown.append(template.replace("{question}", sentence) + " " + label)
            prompt = "\n\n".join([header] + shown + [last])
            while shown and len(prompt.encode("utf-8")) > budget:
                shown.pop(0)
                prompt = "\n\n".join([header] + shown + [last])
            prompts.append(prompt)
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        labels = ["sports", "food", "weather", "music"]
        # What the student may say in place of the label.
        synonyms = {
            "sports": "sports?|football|soccer|cricket|tennis|rugby|hockey|athletics|games?",
            "food": "foods?|cooking|recipes?|baking|cuisine|meals?|drinks?",
            "weather": "weather|climate|rain|snow|wind|storms?|temperature|forecast",
            "music": "music|musical|songs?|singing|concerts?|instruments?",
        }
        # General words of each topic, for close votes.
        vocabulary = {
            "sports": "goal|striker|referee|umpire|coach|match|team|league|tournament|champion|championship|penalty|"
                      "penalties|stadium|football|footballer|soccer|tennis|cricket|cricketer|rugby|hockey|golf|golfer|"
                      "basketball|volleyball|athlete|sprint|sprinter|marathon|batsman|batter|bowler|wicket|midfielder|"
                      "defender|goalkeeper|keeper|medal|olympic|swimmer|cyclist|boxer|boxing|wrestler|racket|runner|"
                      "hurdle|javelin|offside|halftime|knockout|playoff|quarterback|touchdown|innings|opponent|relay|"
                      "gymnast|skier|rower",
            "food": "cook|bake|baking|fry|fried|roast|grill|simmer|boil|stir|knead|dough|sauce|soup|stew|butter|onion|"
                    "garlic|salt|pepper|sugar|flour|egg|cheese|bread|cake|pie|pasta|rice|potato|tomato|carrot|chicken|"
                    "beef|pork|lamb|oven|saucepan|recipe|dish|meal|lunch|dinner|breakfast|dessert|restaurant|chef|"
                    "spice|herb|whisk|chop|peel|marinate|taste|delicious|salad|sandwich|curry|chocolate|vanilla|"
                    "cream|yeast|lemon|bean|lentil|noodle|biscuit|pancake|vinegar|basil",
            "weather": "rain|snow|sleet|hail|storm|thunder|thunderstorm|lightning|cloud|sunny|sunshine|fog|foggy|mist|"
                       "frost|icy|wind|gust|breeze|gale|drizzle|shower|temperature|degree|forecast|humid|humidity|"
                       "heatwave|drought|blizzard|hurricane|tornado|overcast|chilly|freeze|freezing|flood|downpour|"
                       "celsius|climate|skies|thaw|dew",
            "music": "song|sing|sang|sung|singer|band|album|concert|guitar|guitarist|piano|pianist|violin|violinist|"
                     "cello|cellist|drum|drummer|trumpet|flute|saxophone|clarinet|orchestra|choir|chorus|symphony|"
                     "sonata|melody|melodies|tune|rhythm|jazz|opera|composer|conductor|soprano|tenor|baritone|chord|"
                     "lyric|concerto|quartet|trio|duet|ballad|harmony|bass|organist|encore|musician|hymn|vocal|waltz",
        }

        votes = {}
        for label in labels:
            votes[label] = 0.0

        # The topic that is named first in the first line of each reply.
        for reply in replies:
            lines = str(reply).strip().lower().splitlines()
            if not lines:
                continue
            best = None
            for label in labels:
                hit = re.search(r"\b(?:" + synonyms[label] + r")\b", lines[0])
                if hit and (best is None or hit.start() < best[0]):
                    best = (hit.start(), label)
            if best is not None:
                votes[best[1]] += 1.0

        text = " ".join(str(question).split())
        head, sep, tail = text.partition(": ")
        if sep and len(head.split()) <= 8 and len(tail.split()) >= 3:
            text = tail
        text = text.lower()
        hits = {}
        for label in labels:
            pattern = r"\b(?:" + vocabulary[label] + r")(?:s|es|d|ed|ing|y)?\b"
            hits[label] = len(re.findall(pattern, text))
        total = sum(hits.values())
        if total:
            for label in labels:
                votes[label] += 1.5 * hits[label] / total

        winner = labels[0]
        for label in labels:
            if votes[label] > votes[winner]:
                winner = label
        return winner

    def __call__(self, question: str) -> str:
        """The answer to a question."""
        prompts = self.write_prompts(self.template, self.shots, question)
        answer: str = self.read_answer(question, self.student.answer(prompts))
        return answer


controller = Prompted.__new__(Prompted)
controller.student = controller_student
controller.examples = [('Heard on the radio: Simmer the onions in butter until soft.', 'food'), ('He practised the piano sonata daily.', 'music'), ('Heard on the radio: The referee showed him a red card.', 'sports'), ('Clouds will clear later in the day.', 'weather'), ('Knead the dough for ten minutes.', 'food'), ('The singer hit a very high note.', 'music'), ('The referee showed him a red card.', 'sports'), ('Gusts of eighty kilometres an hour are possible.', 'weather'), ('Heard on the radio: Stir the sauce until it thickens.', 'food'), ('Heard on the radio: A jazz trio plays here on Fridays.', 'music'), ('Their batsman hit a century on Sunday.', 'sports'), ('Heard on the radio: Heavy rain is expected by the evening.', 'weather')]
controller.template = rt.node('Text: {question}\nTopic:', trainable=True, name='template', description='How a question is put to the student: {question} stands for it. Of an example the answer follows.', pattern='(?s).*\\{question\\}.*')
controller.shots = rt.node(12, trainable=True, name='shots', description='How many of the examples stand before the question.', bounds=(0, 40))
