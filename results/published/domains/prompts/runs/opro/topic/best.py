# Trained by robotrace for prompts/topic: opro, the language model claude-file-backed, iteration 1.
from __future__ import annotations

controller_student = None  # of class Student, stayed outside in training: put yours here

import robotrace as rt


import re

_LABELS = ["sports", "food", "weather", "music"]

_WORDS = {
    "sports": """football soccer tennis basketball baseball hockey rugby cricket golf golfer volleyball
        badminton swimmer sprinter sprint marathon runner athlete athletic team teammate coach goalkeeper
        goalie goal striker midfielder defender quarterback touchdown referee umpire match tournament
        championship champion league stadium olympic olympics medal medalist cyclist boxer boxing wrestler
        wrestling gymnast gymnastics skier skiing skater surfer jockey racket racquet puck penalty offside
        halftime overtime inning batter pitcher dribble tackle javelin hurdle relay knockout playoff
        semifinal final finalist opponent scored scorer winger rower rowing fencer judo karate gym
        workout teammates player serve volley dunk slam lap podium jersey squad archer archery
        decathlon triathlon peloton goalpost crossbar""",
    "food": """bread butter cheese soup salad pasta pizza rice noodle sauce cake pie cookie biscuit chocolate
        sugar salt pepper spice spicy garlic onion tomato potato carrot bean lentil mushroom egg omelet
        omelette bacon ham sausage chicken beef pork lamb steak fish salmon shrimp sushi curry stew roast
        bake baked baker bakery cook cooked cooking chef kitchen recipe oven dish meal breakfast lunch
        dinner supper dessert snack taste tasty tasted delicious flavor flavour fruit apple banana orange
        lemon berry strawberry grape peach vegetable dough flour cream yogurt milk honey jam sandwich
        burger fries taco burrito restaurant waiter menu grill grilled fried fry boiled simmer coffee tea
        wine juice appetizer ate eat eaten eating hungry pancake waffle syrup cinnamon vanilla basil
        ginger dumpling oatmeal cereal muffin pastry croissant pudding vinegar oil marinade seasoning
        crust avocado olive spinach cabbage broth gravy ramen risotto lasagna""",
    "weather": """rain rainy raining rainfall snow snowy snowing snowfall snowstorm sun sunny sunshine cloud cloudy
        fog foggy mist misty storm stormy thunder thunderstorm lightning hail sleet wind windy breeze gust
        gale hurricane tornado typhoon cyclone blizzard frost frosty freezing heatwave drought humid
        humidity forecast forecaster temperature degree degrees drizzle shower downpour flood monsoon
        overcast sky skies rainbow chilly icy ice thaw meteorologist celsius fahrenheit barometer climate
        puddle umbrella haze hazy muggy squall icicle thermometer dew snowflake horizon""",
    "music": """song sing singer sang sung singing melody tune chord guitar guitarist piano pianist violin
        violinist cello cellist drum drummer drumming trumpet trumpeter flute flutist clarinet saxophone
        trombone harp organ band orchestra symphony concerto sonata opera choir chorus conductor composer
        composed composition concert album lyric rhythm jazz blues rock hiphop rap rapper reggae
        classical folk soprano tenor baritone alto musician musical quartet duet trio solo soloist
        encore playlist vinyl microphone ballad hymn lullaby anthem waltz chorale tempo harmony
        banjo ukulele mandolin accordion harmonica fiddle keyboard synthesizer bassist vocalist
        vocal refrain serenade overture nocturne octave""",
}

_SETS = {label: set(text.split()) for label, text in _WORDS.items()}

_NEAR = {
    "sports": "sports", "sport": "sports", "sporting": "sports", "athletics": "sports",
    "food": "food", "foods": "food", "cooking": "food",
    "weather": "weather", "climate": "weather",
    "music": "music", "musical": "music", "song": "music", "songs": "music",
}


def _forms(word):
    forms = {word}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("es"):
        forms.add(word[:-2])
    if word.endswith("s"):
        forms.add(word[:-1])
    if word.endswith("ed"):
        forms.update([word[:-2], word[:-1]])
    if word.endswith("ing"):
        forms.update([word[:-3], word[:-3] + "e"])
    return forms


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
        spare = {
            "sports": ["The striker scored twice before half time.", "She trains every day for the marathon."],
            "food": ["He baked a loaf of bread with olives.", "The soup needs a little more salt."],
            "weather": ["Heavy rain is expected in the north tonight.", "Fog covered the valley until noon."],
            "music": ["The pianist played a slow waltz.", "Their new album has twelve songs."],
        }
        pools = {}
        for label in labels:
            own = [asked for asked, answer in self.examples
                   if asked != question and answer.strip().lower() == label]
            pools[label] = own if own else list(spare[label])

        def size(text):
            return len(text.encode("utf-8"))

        head = "Each sentence is about sports, food, weather or music."
        last = template.replace("{question}", question)
        rounds = max(1, (shots + 3) // 4) if shots > 0 else 0
        limit = 980
        prompts = []
        for turn in range(4):
            order = labels[turn + 1:] + labels[:turn + 1]
            if turn % 2:
                order = order[:3][::-1] + order[3:]
            blocks = []
            for step in range(rounds):
                for label in order:
                    pool = pools[label]
                    if step >= len(pool):
                        continue
                    asked = pool[(turn * rounds + step) % len(pool)]
                    blocks.append(template.replace("{question}", asked) + " " + label)
            while blocks and size("\n\n".join([head] + blocks + [last])) > limit:
                blocks.pop(0)
            prompts.append("\n\n".join([head] + blocks + [last]))
        while len(prompts) > 1 and sum(size(p) for p in prompts) > 3990:
            prompts.pop()
        return prompts

    @rt.bundle(trainable=True)
    def read_answer(self, question: str, replies: list[str]) -> str:
        """Read the answer off the student's replies, one for each prompt; it has to be right to the letter."""
        score = {label: 0.0 for label in _LABELS}
        for reply in replies:
            for word in re.findall(r"[a-z]+", reply.lower()):
                if word in _NEAR:
                    score[_NEAR[word]] += 1.0
                    break
        words = re.findall(r"[a-z]+", question.lower())
        named = {_NEAR[w] for w in words if w in ("sport", "sports", "food", "weather", "music")}
        for label in _LABELS:
            hits = {w for w in words if _forms(w) & _SETS[label]}
            count = min(3, len(hits))
            if named == {label}:
                count += 1
            score[label] += 1.5 * count
        return max(_LABELS, key=lambda label: score[label])

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
