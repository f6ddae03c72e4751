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


ROUND = {1: "round", 10: "dimacs", 1000: "exact"}  # by the scale of the class


def shipments(run):
    """Li and Lim's text: pickups and deliveries as shipments of its model, in thousandths."""
    instance, model = run.instance, pyvrp.Model()
    opens, closes = (run.integer(value) for value in instance.window[0])
    places = [model.add_location(x, y) for x, y in instance.xy]
    depot = model.add_depot(places[0], opens, closes)
    model.add_vehicle_type(instance.vehicles, int(instance.capacity), depot, depot, tw_early=opens, tw_late=closes)
    for pickup, delivery in sorted(instance.pairs.items()):
        (a, b), (c, d) = ([run.integer(value) for value in instance.window[stop]] for stop in (pickup, delivery))
        model.add_shipment(places[pickup], places[delivery], a, b, run.integer(instance.service[pickup]), c, d,
                           run.integer(instance.service[delivery]), int(instance.demand[pickup]))
    matrix = run.matrix()
    for i, start in enumerate(places):
        for j, end in enumerate(places):
            model.add_edge(start, end, int(matrix[i, j]), int(matrix[i, j]))
    return model.data()


def read(run):
    if run.instance.kind == "LILIM":
        return shipments(run)
    if run.instance.kind != "SOLOMON":
        return pyvrp.read(run.options.problem, round_func=ROUND[run.instance.scale])
    import numpy
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "problem.vrp")
        with open(path, "w", encoding="utf-8") as file:
            file.write(as_vrplib(run.instance))
        return pyvrp.read(path, round_func=lambda value: numpy.ceil(SOLOMON_SCALE * value - 1e-6).astype(numpy.int64))


def visits(run, route):
    """The locations of a route, reloads included."""
    if hasattr(route, "visits"):  # 0.13: locations, the depots first; a trip from one depot to the next
        trips = [list(trip.visits()) for trip in route.trips()]
        reloads = [trip.end_depot() for trip in route.trips()]
        return [stop for trip, depot in zip(trips, reloads) for stop in [*trip, depot]][:-1]
    ends = sorted(run.instance.pairs)  # 0.14: clients, depots and shipments, each from 0
    found = []
    for activity in list(route)[1:-1]:
        if activity.is_depot():
            found.append(activity.idx)
        elif activity.is_client():
            found.append(activity.idx + run.instance.depots)
        else:
            found.append(ends[activity.idx] if activity.is_pickup() else run.instance.pairs[ends[activity.idx]])
    return found


def by_vehicle(run, data, routes):
    """Where vehicles differ, each route at the number of a vehicle of its type: types stand in the order of the file."""
    if not run.instance.differ:
        return [visits(run, route) for route in routes]
    first, placed = [], [[] for _ in run.instance.fleet]
    for vehicle_type in data.vehicle_types():
        first.append((first[-1] if first else 0) + vehicle_type.num_available)
    used = [0] * len(first)
    for route in routes:
        kind = route.vehicle_type()
        placed[(first[kind - 1] if kind else 0) + used[kind]] = visits(run, route)
        used[kind] += 1
    return placed


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
    run.finish(by_vehicle(run, data, result.best.routes()) if result.is_feasible() else None, took_s)


main()
