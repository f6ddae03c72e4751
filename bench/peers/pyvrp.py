"""PyVRP, its own reader and default parameters; both releases that bench/setup installs.

The stopping rule is asked after every iteration with the cost of the best plan: it keeps the trace, and its clock starts
before solve() is called, so that neighbourhoods and the first plan are charged."""
import os
import sys
import tempfile

sys.path.append(sys.path.pop(0))  # this file is named like the package it imports
import pyvrp  # noqa: E402
from common import SOLOMON_SCALE, Run  # noqa: E402

INFEASIBLE = 1 << 53  # PyVRP's cost of "no feasible plan yet" is larger than any distance


def as_vrplib(instance):
    """Solomon's text as the VRPLIB text that PyVRP reads."""
    rows = range(len(instance.xy))
    sections = {"NODE_COORD_SECTION": [f"{i + 1} {instance.xy[i][0]:.10g} {instance.xy[i][1]:.10g}" for i in rows],
                "DEMAND_SECTION": [f"{i + 1} {instance.demand[i]:.0f}" for i in rows],
                "TIME_WINDOW_SECTION": [f"{i + 1} {instance.window[i][0]:.10g} {instance.window[i][1]:.10g}" for i in rows],
                "SERVICE_TIME_SECTION": [f"{i + 1} {instance.service[i]:.10g}" for i in rows],
                "DEPOT_SECTION": ["1", "-1"]}
    head = [f"NAME : {instance.name}", "TYPE : VRPTW", f"DIMENSION : {len(rows)}", f"VEHICLES : {instance.vehicles}",
            f"CAPACITY : {instance.capacity:.0f}", "EDGE_WEIGHT_TYPE : EUC_2D"]
    return "\n".join(head + [line for name, body in sections.items() for line in [name] + body] + ["EOF", ""])


def read(run):
    if run.instance.kind != "SOLOMON":
        return pyvrp.read(run.options.problem, round_func="round" if run.instance.kind == "CVRP" else "dimacs")
    import numpy
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "problem.vrp")
        with open(path, "w", encoding="utf-8") as file:
            file.write(as_vrplib(run.instance))
        return pyvrp.read(path, round_func=lambda value: numpy.ceil(SOLOMON_SCALE * value - 1e-6).astype(numpy.int64))


def visits(route):
    if hasattr(route, "visits"):  # 0.13: locations, the depot being 0
        return list(route.visits())
    return [activity.idx + 1 for activity in route if activity.is_client()]  # 0.14: clients from 0


def main():
    run = Run("pyvrp")
    data = read(run)

    def stop(best_cost):
        if best_cost < INFEASIBLE:
            run.incumbent(best_cost)
        return run.elapsed() >= run.options.time

    run.start()
    result = pyvrp.solve(data, stop, seed=run.options.seed, collect_stats=False, display=False)
    took_s = run.elapsed()
    run.finish([visits(route) for route in result.best.routes()] if result.is_feasible() else None, took_s)


main()
