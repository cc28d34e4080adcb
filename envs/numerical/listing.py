"""What there is of numerical problems, a line each."""

FAMILY = "numerical"
PROBLEMS = {
    "arithmetic": "Find numbers with which a random program of arithmetic returns its target.",
    "booth": "Find the minimum of Booth's function, 2 numbers.",
    "branin": "Find a minimum of Branin's function, 2 numbers; it has three.",
    "hartmann6": "Find the minimum of Hartmann's function, 6 numbers; it has six local ones.",
    "himmelblau": "Find a minimum of Himmelblau's function, 2 numbers; it has four.",
    "rosenbrock": "Find the minimum of Rosenbrock's function, 2 numbers, at the end of a bent valley.",
    "six-hump-camel": "Find a minimum of the six-hump camel function, 2 numbers; two of six are lowest.",
}
