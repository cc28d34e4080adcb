"""What there is of prompts, a line each."""

FAMILY = "prompts"
PROBLEMS = {
    "boolean": "Prompt a small model for the value of a boolean expression: what code does at once.",
    "counting": "Prompt a small model to count things of a kind: it knows kinds, and code adds up.",
    "sentiment": "Prompt a small model to tell whether a sentence praises something.",
    "topic": "Prompt a small model to tell what a sentence is about, of four topics.",
    "word-problems": "Prompt a small model for sums in words: it finds the sum, and code does it.",
}
