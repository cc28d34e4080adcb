import re
from collections import Counter

import pytest
from robotrace.envs.prompts.listing import PROBLEMS
from robotrace.envs.prompts.questions import rows
from robotrace.envs.prompts.questions.counting import some
from robotrace.envs.prompts.questions.parts import PARTS, of_part
from robotrace.envs.prompts.questions.sentences import SENTENCES
from robotrace.envs.prompts.questions.sentiment import BAD, GOOD

from robotrace.errors import OptionError

NUMBERS = {"a": 1, "an": 1, "two": 2, "three": 3, "four": 4}


def drawn(kind, **options):
    questions, parts = rows(kind, seed=0, **options)
    return {part: [row for row, own in zip(questions, parts, strict=True) if own == part] for part in PARTS}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_the_same_seed_draws_the_same_and_no_question_twice(kind):
    questions, parts = rows(kind, seed=0)
    assert (questions, parts) == rows(kind, seed=0)
    assert questions != rows(kind, seed=1)[0]
    assert Counter(parts) == {"train": 12, "validation": 24, "heldout": 100}
    assert len({row["question"] for row in questions}) == 136


@pytest.mark.parametrize("kind", PROBLEMS)
def test_there_are_several_hundred(kind):
    assert [len(part) for part in drawn(kind, counts=(60, 30, 300)).values()] == [60, 30, 300]


def test_more_than_there_are_is_one_line():
    with pytest.raises(OptionError, match=r"prompts/topic: expected at most \d+ rows of validation, found 500"):
        rows("topic", seed=0, counts=(12, 500, 10))


def test_parts_share_no_word():
    words = tuple("abcdefghijkl")
    dealt = [of_part(words, part) for part in PARTS]
    assert [len(part) for part in dealt] == [4, 2, 6]
    assert sorted("".join(map("".join, dealt))) == list(words)
    met = {
        part: {word for row in some_rows for word in re.findall(r"[\w-]+", row["question"]) if word in (*GOOD, *BAD)}
        for part, some_rows in drawn("sentiment").items()
    }
    assert not met["train"] & met["heldout"]
    assert not met["validation"] & (met["train"] | met["heldout"])


def test_answers_that_are_few_take_turns():
    assert [row["answer"] for row in drawn("sentiment")["train"]] == ["positive", "negative"] * 6
    assert [row["answer"] for row in drawn("topic")["train"]] == ["food", "music", "sports", "weather"] * 3
    assert Counter(row["answer"] for row in drawn("boolean")["heldout"]) == {"True": 50, "False": 50}


def test_a_topic_has_fifty_sentences():
    assert {topic: len(set(sentences)) for topic, sentences in SENTENCES.items()} == dict.fromkeys(SENTENCES, 50)


def test_values_of_expressions_are_pythons():
    questions, _ = rows("boolean", seed=3)
    assert [row["answer"] for row in questions] == [str(eval(row["question"].removesuffix(" is"))) for row in questions]


def test_sums_in_words_are_right():
    for row in rows("word-problems", seed=3)[0]:
        a, b = map(int, re.findall(r"\d+", row["question"]))
        assert int(row["answer"]) in {a + b, a - b, a * b}


def test_things_are_counted():
    for row in rows("counting", seed=3)[0]:
        told = re.findall(r"\b(an?|two|three|four) \w+", row["question"].split("How many")[0])
        assert 2 <= int(row["answer"]) < sum(NUMBERS[number] for number in told)


@pytest.mark.parametrize(
    ("count", "thing", "words"),
    [(1, "apple", "an apple"), (1, "piano", "a piano"), (2, "piano", "two pianos"), (3, "cherry", "three cherries")],
)
def test_things_have_their_articles_and_plurals(count, thing, words):
    assert some(count, thing) == words
