"""Statistics over runs. A run is one dictionary, a line of the results file (bench/README.md lists its keys)."""
import collections
import random

CLASSES = ((250, "fewer than 250"), (500, "250 to 499"), (1002, "500 to 1001"), (10000, "1002 to 9999"), (None, "10000 and more"))


def size_class(customers):
    return next(name for limit, name in CLASSES if limit is None or customers < limit)


def label(run):
    return run["solver"] if run["threads"] == 1 else f"{run['solver']}, {run['threads']} threads"


def gap(run):
    """Percent over the best known cost, or None for an answer that is missing or infeasible."""
    return None if run["cost"] is None or not run["best_known"] else 100.0 * (run["cost"] - run["best_known"]) / run["best_known"]


def gap_at(run, time_s):
    """Percent over the best known cost of the best plan known after time_s, or None when there was none yet."""
    known = [cost for when, cost in run["trace"] if when <= time_s]
    return 100.0 * (min(known) - run["best_known"]) / run["best_known"] if known and run["cost"] is not None else None


def primal_integral(run):
    """Mean over the budget of how far the best plan is from the best known cost, in percent (Berthold 2013): while there
    is no plan the distance is 100 %, afterwards (cost - best known) / cost, and 0 for a plan better than the best known.
    A run whose answer is missing or infeasible counts 100 % all the time."""
    end, best_known = run["budget_s"], run["best_known"]
    if run["cost"] is None:
        return 100.0
    area, since, distance = 0.0, 0.0, 1.0
    for when, cost in sorted(run["trace"]):
        if when >= end:
            break
        now = max(0.0, (cost - best_known) / cost)
        if now < distance:
            area += (when - since) * distance
            since, distance = when, now
    return 100.0 * (area + (end - since) * distance) / end


def mean(values):
    return sum(values) / len(values) if values else None


def by(runs, *keys):
    """Runs in groups by the values of functions or names of fields, groups in order of first appearance."""
    groups = collections.OrderedDict()
    for run in runs:
        groups.setdefault(tuple(key(run) if callable(key) else run[key] for key in keys), []).append(run)
    return groups


def instance_costs(runs):
    """{instance: mean cost over seeds, or None when one seed has no feasible answer}."""
    return {key[0]: None if any(run["cost"] is None for run in group) else mean([run["cost"] for run in group])
            for key, group in by(runs, "instance").items()}


def wins(ours, theirs):
    """(better, equal, worse) of ours against theirs on the instances both ran; no answer loses against any answer."""
    better = equal = worse = 0
    a, b = instance_costs(ours), instance_costs(theirs)
    for instance in a.keys() & b.keys():
        x, y = a[instance], b[instance]
        if x == y or (x is not None and y is not None and abs(x - y) <= 1e-9 * abs(y)):
            equal += 1
        elif y is None or (x is not None and x < y):
            better += 1
        else:
            worse += 1
    return better, equal, worse


def paired_difference(ours, theirs, draws=2000):
    """Mean over instances of (our gap - their gap) in points of percent and its 95 % interval, bootstrapped over the
    instances that both answered; None when there is none."""
    def gaps(runs):
        found = {key[0]: [gap(run) for run in group] for key, group in by(runs, "instance").items()}
        return {name: mean(values) for name, values in found.items() if None not in values}
    a, b = gaps(ours), gaps(theirs)
    differences = [a[name] - b[name] for name in sorted(a.keys() & b.keys())]
    if not differences:
        return None
    dice = random.Random(1)
    drawn = sorted(mean(dice.choices(differences, k=len(differences))) for _ in range(draws))
    return mean(differences), drawn[int(0.025 * draws)], drawn[int(0.975 * draws) - 1]
