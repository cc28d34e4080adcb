"""What a language model is shown: the problem, what came of the present values, what was tried before."""
