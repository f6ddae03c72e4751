"""Results of bench/siting as tables in Markdown. Nothing is dropped: what is missing or wrong has its columns."""
import math
import os
import statistics

import figures
import report
from siting_run import PEERS, gap
from siting_sets import SETS

PROVED = 0.0001 * (1 + 1e-9)  # of the cost
STEPS = {"to_1": "1 %", "to_01": "0.1 %"}
BEST_HERE = "best here"
MARK = {"optimum": "", "best known": " *", "upper bound": " **", BEST_HERE: " ***"}
MARKS = "\\* best known, not proved; \\*\\* of a problem with more limits; \\*\\*\\* nothing is published, the least of these runs"


def write(path, left_out=()):
    """Make PATH's .md; returns the text, which ends with what cannot be, and whether all answers are right."""
    runs = report.read(path)
    alarms = alarms_of(runs)
    text = tables(runs, left_out)
    if alarms:
        text += "\n## THIS CANNOT BE\n\n" + "".join(f"- **ERROR: {words}**\n" for words in alarms)
    with open(os.path.splitext(path)[0] + ".md", "w", encoding="utf-8") as file:
        file.write(text)
    return text, not alarms and not any(run["wrong"] for run in runs)


def name(run):
    return f"{figures.label(run)} on {run['set']} {run['instance']}, {run['budget_s']:g} s"


# -- what cannot be --

def alarms_of(runs):
    """Noted with a run, or a bound above the cost of a plan that anybody found."""
    words = [f"{name(run)}: {alarm}" for run in runs for alarm in run["alarms"]]
    for group in figures.by(runs, "set", "instance").values():
        best = min((run for run in group if run["cost"] is not None), key=lambda run: run["cost"], default=None)
        words += [f"{name(run)}: bound {run['bound']:.12g} above {best['cost']:.12g}, the cost of a plan of {figures.label(best)}"
                  for run in group if best and run["bound"] is not None and run["bound"] > most_bound(run, best["cost"])]
    return words


def most_bound(run, cost):
    """Our bounds are rounded up as our costs are; peers keep limits to about a millionth."""
    quantum = run["quantum"]
    up = math.ceil(cost / quantum * (1 - 1e-12)) * quantum if quantum else cost
    return up + (1e-6 if run["solver"] in PEERS else 1e-9) * abs(cost)


# -- figures of one run --

def has_value(run):
    """Is something published that a cost can be compared with?"""
    return run["known"] is not None and run["known_kind"] != "upper bound"


def known_gap(run):
    """Percent over the published value, or None."""
    if run["cost"] is None or not has_value(run):
        return None
    return 100.0 * (run["cost"] - run["known"]) / run["known"] if run["known"] and over_value(run) else 0.0


def own_gap(run):
    """Percent of the cost that the run did not prove, or None."""
    own = gap(run["cost"], run["bound"])
    return None if own is None else 100.0 * own


def proved(run):
    own = gap(run["cost"], run["bound"])
    return own is not None and own <= PROVED


def over_value(run):
    """-1, 0, 1: below, at, above the published value, as far as its digits tell."""
    slack = run["known_slack"] + 1e-9 * abs(run["known"])
    return (run["cost"] > run["known"] + slack) - (run["cost"] < run["known"] - slack)


def charged_s(run, step):
    """Seconds to a gap; a run that never got there counts with the whole budget."""
    return run["budget_s"] if run[step] is None else run[step]


def ratio(ours, theirs, step):
    """(their seconds to a gap over ours, mark): >= they never got there, <= we never did, ? neither did."""
    mark = {(False, False): "", (False, True): ">=", (True, False): "<=", (True, True): "?"}[ours[step] is None, theirs[step] is None]
    return max(charged_s(theirs, step), 1e-3) / max(charged_s(ours, step), 1e-3), mark


# -- cells --

def percent(values, choose):
    values = [value for value in values if value is not None]
    return f"{choose(values):.4g}" if values else "-"


def at_value(runs):
    signs = [over_value(run) for run in runs if has_value(run) and run["cost"] is not None]
    below = f" ({signs.count(-1)} below)" if -1 in signs else ""
    return f"{signs.count(0) + signs.count(-1)} of {sum(map(has_value, runs))}{below}" if any(map(has_value, runs)) else "-"


def times(runs, step):
    """Median and longest time to a gap, marked where runs that never got there would make them longer."""
    spent = sorted((charged_s(run, step), run[step] is None) for run in runs)
    mark = ">=" if spent[len(spent) // 2][1] else ""
    return [f"{mark}{statistics.median(seconds for seconds, _ in spent):.3g}", f"{'>=' * spent[-1][1]}{spent[-1][0]:.3g}"]


def median_ratio(pairs, step):
    """Over problems, and of how many it is only a limit."""
    found = sorted(ratio(ours, theirs, step) for ours, theirs in pairs)
    if not found:
        return "-"
    marks = [mark for _, mark in found]
    notes = [f"{mark} in {marks.count(mark)}" for mark in (">=", "<=", "?") if mark in marks]
    return (f"{marks[len(marks) // 2]}{statistics.median(value for value, _ in found):.3g}" +
            (f" ({', '.join(notes)} of {len(found)})" if notes else ""))


def in_short(run):
    """A run in a cell: cost over the published value, own gap, seconds to 1 %."""
    if run["cost"] is None:
        return "wrong" if run["wrong"] else "missing"
    over, own = known_gap(run), own_gap(run)
    return ", ".join([f"{run['cost']:.10g}" if over is None else f"{over:+.3g} %", "no bound" if own is None else f"gap {own:.3g} %",
                      "never" if run["to_1"] is None else f"{run['to_1']:.3g} s"])


# -- tables --

def answers(runs):
    head = ["solver", "problems", "answers", "at the known value", "proved", "mean gap to it %", "worst", "mean own gap %", "missing",
            "wrong", "late"]
    return report.rows(head, [
        [solver, len(group), sum(run["cost"] is not None for run in group), at_value(group), sum(map(proved, group)),
         percent(map(known_gap, group), figures.mean), percent(map(known_gap, group), max), percent(map(own_gap, group), figures.mean),
         sum(bool(run["missing"]) for run in group), sum(bool(run["wrong"]) for run in group), sum(map(report.late, group))]
        for (solver,), group in figures.by(runs, figures.label).items()])


def ours_of(runs):
    """The first of the file that is no peer, or None."""
    return next((key[0] for key, group in figures.by(runs, figures.label).items() if group[0]["solver"] not in PEERS), None)


def pairs(runs, other):
    """[(our run, the other's)] on the problems that both were run on."""
    mine = {run["instance"]: run for run in runs if figures.label(run) == ours_of(runs)}
    return [(mine[run["instance"]], run) for run in runs if figures.label(run) == other and run["instance"] in mine]


def speed(runs):
    ours = ours_of(runs)
    head = ["solver", *(word for step in STEPS.values() for word in (f"median s to {step}", "longest", "ratio *")),
            "longest run s", "peak MB"]
    body = []
    for (solver,), group in figures.by(runs, figures.label).items():
        cells = [cell for step in STEPS for cell in
                 (*times(group, step), "" if solver == ours else median_ratio(pairs(runs, solver), step))]
        body.append([solver, *cells, f"{max(run['solve_s'] for run in group):.1f}", f"{max(run['peak_mb'] for run in group):.0f}"])
    return report.rows(head, body) + f"\n\\* median over problems of its seconds over those of {ours}\n"


def each(runs):
    ours = ours_of(runs)
    labels = [key[0] for key in figures.by(runs, figures.label)]
    others = [label for label in labels if label != ours]
    body = []
    for (instance,), group in figures.by(runs, "instance").items():
        by_label, run = {figures.label(run): run for run in group}, group[0]
        known = "-" if run["known"] is None else f"{run['known']:.10g}{MARK[run['known_kind']]}"
        factors = ["{1}{0:.3g}".format(*ratio(by_label[ours], by_label[other], "to_1")) if {ours, other} <= set(by_label) else ""
                   for other in others]
        body.append([instance, f"{run['sites']} x {run['clients']}", known] +
                    [in_short(by_label[label]) if label in by_label else "" for label in labels] + factors)
    head = ["problem", "sites x clients", "known"] + labels + [f"ratio of {other}" for other in others]
    return ("<details><summary>Each problem: cost over the known value (or cost), own gap, time to 1 %</summary>\n\n" +
            report.rows(head, body) + f"\n{MARKS}\n\n</details>\n")


def in_order(runs):
    """By sets and their problems. Where nothing is published, the cheapest plan of several solvers takes its place."""
    least = {}
    for key, group in figures.by(runs, "set", "instance").items():
        costs = [run["cost"] for run in group if run["cost"] is not None]
        if not has_value(group[0]) and len(costs) > 1:
            least[key] = {"known": min(costs), "known_kind": BEST_HERE}
    runs = [{**run, **least.get((run["set"], run["instance"]), {})} for run in runs]
    return sorted(runs, key=lambda run: (list(SETS).index(run["set"]) if run["set"] in SETS else len(SETS), run["order"]))


def tables(runs, left_out=()):
    versions = sorted({f"{run['solver']} {run['version']}" for run in runs if run["version"]})
    text = "Versions: " + "; ".join(versions) + ".\n" + "".join(f"\nLeft out: {words}.\n" for words in left_out)
    runs = in_order(runs)
    for (title, budget, asked), group in figures.by(runs, "set", "budget_s", "gap_asked").items():
        count = len({run["instance"] for run in group})
        text += f"\n## {title}, {budget:g} s: {count} problem{'s' * (count > 1)}, gap asked {100 * asked:g} %\n\n"
        text += "\n".join((answers(group), speed(group), each(group)))
    busy = sum(map(report.crowded, runs))
    if busy:
        text += (f"\nThe machine was busy: in {busy} of {len(runs)} runs the process had less than {100 * report.CROWDED:g} % "
                 "of one core; their times say little.\n")
    bad = [run for run in runs if run["wrong"]]
    if bad:
        text += "\n## Answers that do not count\n\n" + "".join(f"- {name(run)}: {'; '.join(run['wrong'])}\n" for run in bad)
    lost = figures.by([run for run in runs if run["missing"]], figures.label, "set", "missing")
    if lost:
        text += "\n## No answer\n\n" + "".join(f"- {label} on {title}, {', '.join(run['instance'] for run in group)}: {reason}\n"
                                              for (label, title, reason), group in lost.items())
    return text
