"""Asking a language model: which one, a question of a length that it can read, and its answer as a proposal."""
