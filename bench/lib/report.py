"""Results as tables in Markdown, and a plot. Nothing is dropped: missing, infeasible and late answers have their columns."""
import json
import os

import figures
import plot

LATE = 1.05  # an answer is late that took more than 5 % and 0.1 s over its budget
CROWDED = 0.95  # a run was crowded whose process had less of its cores than this


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write(path, left_out=()):
    """Make PATH's .md and .svg; returns the text of the table."""
    stem, runs = os.path.splitext(path)[0], read(path)
    text = tables(runs, left_out)
    drawn = plot.gap_over_time(runs)
    if drawn:
        with open(stem + ".svg", "w", encoding="utf-8") as file:
            file.write(drawn)
        text += f"\n![Mean gap over time]({os.path.basename(stem)}.svg)\n"
    with open(stem + ".md", "w", encoding="utf-8") as file:
        file.write(text)
    return text


def percent(value):
    return "-" if value is None else f"{value:.3f}"


def rows(head, body):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head)] +
                     ["| " + " | ".join(map(str, row)) + " |" for row in body]) + "\n"


def late(run):
    return run["solve_s"] > LATE * run["budget_s"] + 0.1


def crowded(run):
    return run["cpu_s"] < CROWDED * run["wall_s"] - 0.1


def answered_gap(runs):
    """Mean gap of the answers that count; how many of how many when some are lacking, and how many came late."""
    known = [run for run in runs if figures.gap(run) is not None]
    notes = [f"{len(known)} of {len(runs)}"] * (len(known) < len(runs))
    overdue = sum(map(late, known))
    notes += [f"{overdue} late"] * (overdue > 0)
    return percent(figures.mean([figures.gap(run) for run in known])) + (f" ({', '.join(notes)})" if notes else "")


def summary(runs):
    body = []
    for (solver,), group in figures.by(runs, figures.label).items():
        missing = sum(run["cost"] is None and not run["routes"] for run in group)
        infeasible = sum(run["cost"] is None and run["routes"] > 0 for run in group)
        used = [run["solve_s"] for run in group]
        body.append([solver, len(group), answered_gap(group), percent(figures.mean([figures.primal_integral(r) for r in group])),
                     missing, infeasible, sum(map(late, group)), f"{figures.mean(used):.2f}", f"{max(used):.2f}",
                     f"{max(run['peak_mb'] for run in group):.0f}"])
    return rows(["solver", "runs", "mean gap %", "primal integral %", "missing", "infeasible", "late", "mean s", "longest s",
                 "peak MB"], body)


def by_size(runs):
    classes = [name for _, name in figures.CLASSES if any(figures.size_class(run["customers"]) == name for run in runs)]
    body = [[solver] + [answered_gap([r for r in group if figures.size_class(r["customers"]) == name]) for name in classes]
            for (solver,), group in figures.by(runs, figures.label).items()]
    return rows(["mean gap %, customers"] + classes, body)


def pairwise(runs):
    groups = {key[0]: group for key, group in figures.by(runs, figures.label).items()}
    body = [[one] + ["" if one == other else " / ".join(map(str, figures.wins(groups[one], groups[other]))) for other in groups]
            for one in groups]
    return rows(["better / equal / worse than"] + list(groups), body)


def differences(runs):
    """The first solver of the file against each other one."""
    groups = {key[0]: group for key, group in figures.by(runs, figures.label).items()}
    first = "maillage" if "maillage" in groups else next(iter(groups))
    body = []
    for other in groups:
        found = None if other == first else figures.paired_difference(groups[first], groups[other])
        if found:
            body.append([other, f"{found[0]:+.3f}", f"{found[1]:+.3f} to {found[2]:+.3f}"])
    return rows([f"gap of {first} less that of", "points", "95 % interval over problems"], body) if body else ""


def each(runs):
    solvers = [key[0] for key in figures.by(runs, figures.label)]
    body = []
    for (name,), group in figures.by(sorted(runs, key=lambda r: (r["customers"], r["instance"])), "instance").items():
        by_solver = figures.by(group, figures.label)
        body.append([name, "-" if group[0]["best_known"] is None else f"{group[0]['best_known']:.10g}"] +
                    [answered_gap(by_solver[(solver,)]) if (solver,) in by_solver else "" for solver in solvers])
    return "<details><summary>Each problem, mean gap %</summary>\n\n" + rows(["problem", "best known"] + solvers, body) + "\n</details>\n"


def tables(runs, left_out=()):
    versions = sorted({f"{run['solver']} {run['version']}" for run in runs if run["version"]})
    text = "Versions: " + "; ".join(versions) + ".\n"
    text += "".join(f"\nLeft out: {words}.\n" for words in left_out)
    for (folder, budget), group in sorted(figures.by(runs, "set", "budget_s").items()):
        seeds = len({run["seed"] for run in group})
        text += f"\n## {folder}, {budget:g} s: {len({r['instance'] for r in group})} problems, {seeds} seed{'s' * (seeds > 1)}\n\n"
        parts = [summary(group), by_size(group)]
        if len(figures.by(group, figures.label)) > 1:
            parts += [pairwise(group), differences(group)]
        text += "\n".join(part for part in parts + [each(group)] if part)
    busy = sum(map(crowded, runs))
    if busy:
        text += (f"\nThe machine was busy: in {busy} of {len(runs)} runs the process had less than {100 * CROWDED:g} % of one core; "
                 "their times say little.\n")
    wrong = [run for run in runs if run["wrong"]]
    if wrong:
        text += "\n## Answers that do not count\n\n" + "".join(
            f"- {figures.label(r)}, {r['instance']}, {r['budget_s']:g} s, seed {r['seed']}: {r['wrong'][0].splitlines()[-1]}\n"
            for r in wrong)
    return text
