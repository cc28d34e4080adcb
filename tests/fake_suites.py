"""Suites as a machine would have left them, made of literal numbers of successes."""

from fake_runs import write_run

from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import Member, SuitePlan
from robotrace.results.suites.reader import read_suite


def write_suite(path, solved, *, n=50, roles=None, models=None, name="MINE", settings=None, notes=(), options=None):
    """A suite in which, by task and optimizer, the run of seed k solved solved[task][optimizer][k] of n held-out goals.

    A pair stands for goals solved at any step and at the last; None for a run that has not begun.
    """
    optimizers = tuple(dict.fromkeys(optimizer for row in solved.values() for optimizer in row))
    seeds = max(len(seeds) for row in solved.values() for seeds in row.values())
    members = tuple(Member(task, f"metaworld/{task}", (roles or {}).get(task, "")) for task in solved)
    plan = SuitePlan(name, members, optimizers, tuple(range(seeds)), settings or {})
    folder = SuiteFolder(path)
    folder.create()
    folder.write(folder.config, plan.to_json())
    for cell in plan.cells:
        figure = solved[cell.member.task].get(cell.optimizer, [None] * seeds)[cell.seed]
        if figure is None:
            continue
        any_step, last = figure if isinstance(figure, tuple) else (figure, figure)
        model = (models or {}).get(cell.optimizer)
        place = folder.run(plan, cell)
        train = [0, round(2.5 * any_step / n), round(5 * any_step / n)]
        write_run(
            place.path,
            train,
            final=(any_step, n),
            last=last,
            notes=notes,
            heldout_until="horizon",
            options=options or {},
            task=cell.member.name,
            optimizer=cell.optimizer,
            feedback="hints" if cell.optimizer == "induce" else "facts" if model else "score",
            seed=cell.seed,
            model=model,
            tokens=1000,
        )
    return read_suite(folder)
