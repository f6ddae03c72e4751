"""What the siting peers have in common: arguments, the clock that starts with the solver, the answer.

    site_PEER.py PROBLEM OUT --format F [--option NAME=VALUE ...] --time S --gap SHARE --threads N --trace FILE

Writes OUT (the keys of maillage's plan.json), FILE (a line `seconds cost bound` whenever the solver tells something new, `-`
for what it has not yet) and OUT.json: version, seconds from the call of the solver to its return, memory and processor time of a
program that it started. Reading the problem and building the model are not charged. What counts is never a peer's word, but
bench/lib/location_check.py's.
"""
import argparse
import importlib.metadata
import json
import math
import os
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import location_check  # noqa: E402
from location import Problem  # noqa: E402
from site_model import Model, plan_of  # noqa: E402


class SiteRun:
    def __init__(self, package):
        parser = argparse.ArgumentParser()
        parser.add_argument("problem")
        parser.add_argument("out")
        parser.add_argument("--format", required=True)
        parser.add_argument("--option", action="append", default=[])
        parser.add_argument("--time", type=float, required=True)
        parser.add_argument("--gap", type=float, required=True)
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--trace", required=True)
        self.options = parser.parse_args()
        self.version = importlib.metadata.version(package)
        problem_options = dict(option.split("=", 1) for option in self.options.option)
        self.problem = Problem(self.options.problem, self.options.format, problem_options)
        self.model = Model(self.problem)
        self.cost, self.bound, self.events, self.begin = math.inf, -math.inf, [], None

    def start(self):
        """Call when the solver has its model: the budget begins here."""
        self.begin = time.monotonic()

    def elapsed(self):
        return time.monotonic() - self.begin

    def tell(self, cost=None, bound=None):
        """Note what is known now, if it is better than before."""
        better = cost is not None and cost < self.cost
        tighter = bound is not None and bound > self.bound
        if better:
            self.cost = cost
        if tighter and math.isfinite(bound):
            self.bound = bound
        if better or tighter:
            self.events.append((self.elapsed(), self.cost, self.bound))

    def finish(self, values, took_s):
        """values: of the model's columns; None: the solver found nothing."""
        with open(self.options.trace, "w", encoding="utf-8") as file:
            for when, cost, bound in self.events:
                file.write(f"{when:.4f} {shown(cost)} {shown(bound)}\n")
        with open(self.options.out + ".json", "w", encoding="utf-8") as file:
            helper = resource.getrusage(resource.RUSAGE_CHILDREN)
            json.dump({"version": self.version, "solve_s": round(took_s, 4), "bound": self.bound if math.isfinite(self.bound) else None,
                       "helper_mb": helper.ru_maxrss / 1024, "helper_cpu_s": helper.ru_utime + helper.ru_stime}, file)
        if values is None:
            sys.exit("no plan")
        plan = plan_of(self.model, values)
        if location_check.check(self.problem, plan)[1]:
            plan = plan_of(self.model, settled(self.model, values))
        with open(self.options.out, "w", encoding="utf-8") as file:
            json.dump(self.keys_of(plan), file)

    def keys_of(self, plan):
        def rows(pairs, first):
            return [{first: a + 1, "site": site + 1, "units": units} for a, site, units in pairs]
        return {"format": "maillage-plan", "kind": "location",
                "summary": {"cost": self.cost, "bound": self.bound if math.isfinite(self.bound) else None, "bound_kind": "solver"},
                "sites": [{"site": site + 1} for site in sorted(plan.open)],
                "plants": [{"plant": plant + 1} for plant in sorted(plan.plants_open)],
                "assignment": rows(plan.flows, "client"), "hauls": rows(plan.hauls, "plant")}


def shown(value):
    return f"{value:.12g}" if math.isfinite(value) else "-"


def settled(model, values):
    """Solvers answer within tolerances: flows that do not come out even when rounded are solved again, what is open being
    fixed. A corner of that linear program is whole, as demands and capacities are."""
    import numpy
    from site_highs import highs_of
    fixed = numpy.where(model.integer, numpy.rint(values), 0.0)
    solver = highs_of(model, lower=fixed, upper=numpy.where(model.integer, fixed, model.upper), whole=False)
    solver.setOptionValue("solver", "simplex")
    solver.run()
    return numpy.array(solver.getSolution().col_value)
