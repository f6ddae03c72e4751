"""Is this plan of a location problem feasible, and what does it cost? From the problem's file alone, in exact fractions.

    python3 -B bench/lib/location_check.py FORMAT PROBLEM PLAN.json [NAME=VALUE ...]    exit 0 feasible, 1 not, 2 unreadable

NAME=VALUE: what the file lacks, e.g. siting.capacity=8000. The same judge for maillage and its peers.
"""
import collections
import json
import math
import sys
from fractions import Fraction

from location import Problem, Unreadable

MOST_TOLD = 5


class Plan:
    """open, plants_open: sets of numbers from 0; flows: (client, site, units); hauls: (plant, site, units); what the solver
    says of it: cost, bound (None: none), bound_kind, quantum (costs are rounded up to multiples of it; 0: they are not)."""

    def __init__(self, open_sites, flows, plants_open=(), hauls=(), cost=None, bound=None, bound_kind="", quantum=Fraction(0)):
        self.open, self.plants_open, self.flows, self.hauls = set(open_sites), set(plants_open), list(flows), list(hauls)
        self.cost, self.bound, self.bound_kind, self.quantum = cost, bound, bound_kind, quantum


def rounded_up(value, quantum):
    return math.ceil(value / quantum) * quantum if quantum else value


def check(problem, plan):
    """(exact cost, list of what is wrong): the cost counts only when the list is empty."""
    wrong = []
    _check_numbers(problem, plan, wrong)
    if wrong:
        return None, wrong[:MOST_TOLD]
    shares = _shares(problem, plan, wrong)
    loads = _loads(problem, shares)
    for site, load in sorted(loads.items()):
        limit = problem.capacity[site]
        if site not in plan.open:
            wrong.append(f"site {site + 1} is closed and serves {load}")
        if limit is not None and load > limit:
            wrong.append(f"site {site + 1}: load {load} over its capacity {limit}")
    if problem.count is not None and len(plan.open) > problem.count:
        wrong.append(f"{len(plan.open)} sites are open, {problem.count} at most")
    if problem.plants:
        _check_hauls(problem, plan, loads, wrong)
    cost = sum((problem.fixed[site] for site in plan.open), Fraction(0)) + _served(problem, shares, wrong)
    cost += sum(problem.plant_fixed[plant] for plant in plan.plants_open)
    cost += sum(units * problem.haul(plant, site) for plant, site, units in plan.hauls)
    return cost, wrong[:MOST_TOLD]


def _check_numbers(problem, plan, wrong):
    """Everything that is named exists, and nothing flows backwards."""
    wrong += [f"there is no site {site + 1}" for site in plan.open if not 0 <= site < problem.sites]
    wrong += [f"there is no plant {plant + 1}" for plant in plan.plants_open if not 0 <= plant < problem.plants]
    for client, site, units in plan.flows:
        if not (0 <= client < problem.clients and 0 <= site < problem.sites and units > 0):
            wrong.append(f"client {client + 1} gets {units} from site {site + 1}: no such pair, or no amount")
    for plant, site, units in plan.hauls:
        if not (0 <= plant < problem.plants and 0 <= site < problem.sites and units > 0):
            wrong.append(f"plant {plant + 1} sends {units} to site {site + 1}: no such pair, or no amount")


def _shares(problem, plan, wrong):
    """{client: {site: share of its demand}}. Where nothing has a capacity, loads mean nothing: a client may count as one unit."""
    units_of = collections.defaultdict(lambda: collections.defaultdict(Fraction))
    for client, site, units in plan.flows:
        units_of[client][site] += units
    loose = all(limit is None for limit in problem.capacity) and not problem.plants
    shares = {}
    for client, sites in sorted(units_of.items()):
        total = sum(sites.values())
        if total != problem.demand[client] and not (loose and total == 1):
            wrong.append(f"client {client + 1} gets {total} of {problem.demand[client]}")
        shares[client] = {site: units / total for site, units in sites.items()}
        if problem.single and len(sites) > 1:
            wrong.append(f"client {client + 1} is served by {len(sites)} sites, one may")
    return shares


def _loads(problem, shares):
    loads = collections.defaultdict(Fraction)
    for client, sites in shares.items():
        for site, share in sites.items():
            loads[site] += share * problem.demand[client]
    return loads


def _served(problem, shares, wrong):
    """The cost of serving, and of leaving clients out."""
    cost = Fraction(0)
    for client in range(problem.clients):
        if client not in shares and problem.demand[client] > 0:
            if problem.left_out[client] is None:
                wrong.append(f"client {client + 1} is not served")
            else:
                cost += problem.left_out[client]
        for site, share in shares.get(client, {}).items():
            lane = problem.cost(client, site)
            if lane is None:
                wrong.append(f"client {client + 1} cannot be served from site {site + 1}")
            else:
                cost += share * lane
    return cost


def _check_hauls(problem, plan, loads, wrong):
    sent, got = collections.defaultdict(Fraction), collections.defaultdict(Fraction)
    for plant, site, units in plan.hauls:
        sent[plant] += units
        got[site] += units
    for plant, load in sorted(sent.items()):
        if plant not in plan.plants_open:
            wrong.append(f"plant {plant + 1} is closed and sends {load}")
        if load > problem.plant_capacity[plant]:
            wrong.append(f"plant {plant + 1}: load {load} over its capacity {problem.plant_capacity[plant]}")
    for site in sorted(set(got) | set(loads)):
        if got[site] != loads[site]:
            wrong.append(f"site {site + 1} gets {got[site]} and gives {loads[site]}")


def read_plan(path):
    """plan.json of `maillage site FILE`; the peers write the same keys. Numbers are kept exactly."""
    try:
        with open(path, encoding="utf-8") as file:
            said = json.load(file, parse_float=Fraction, parse_int=Fraction)
        summary, decimals = said["summary"], said.get("problem", {}).get("decimals")
        return Plan(open_sites=[_index(row, "site") for row in said["sites"]],
                    flows=[(_index(row, "client"), _index(row, "site"), Fraction(row["units"])) for row in said["assignment"]],
                    plants_open=[_index(row, "plant") for row in said.get("plants", [])],
                    hauls=[(_index(row, "plant"), _index(row, "site"), Fraction(row["units"])) for row in said.get("hauls", [])],
                    cost=summary["cost"], bound=summary["bound"], bound_kind=summary.get("bound_kind", ""),
                    quantum=Fraction(0) if decimals is None else Fraction(1, 10 ** int(decimals)))
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{path}: no plan of a location problem: {type(error).__name__}: {error}") from error


def _index(row, key):
    number = Fraction(row[key])
    if number.denominator != 1:
        raise ValueError(f"{key} {number}")
    return int(number) - 1


def main():
    if len(sys.argv) < 4:
        print(__doc__)
        return 2
    try:
        problem = Problem(sys.argv[2], sys.argv[1], dict(word.split("=", 1) for word in sys.argv[4:]))
        plan = read_plan(sys.argv[3])
    except (Unreadable, OSError, ValueError) as error:
        print(error)
        return 2
    cost, wrong = check(problem, plan)
    if cost is not None and plan.cost != rounded_up(cost, plan.quantum):
        wrong.append(f"it says that it costs {plan.cost and float(plan.cost)}")
    shown = "" if cost is None else f" cost {float(cost):.12g},"
    print(f"{'infeasible' if wrong else 'feasible'}:{shown} {len(plan.open)} sites open", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
