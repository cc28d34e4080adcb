"""A suite: tasks by optimizers by seeds as ordinary runs, side by side, each in a process of its own."""
