"""OR-Tools routing: cheapest arc start, guided local search, everything else at its default. Its search takes no seed."""
import math
import sys

sys.path.append(sys.path.pop(0))  # this file is named like the package it imports
from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: E402
from common import Run  # noqa: E402


def model_of(run, manager, matrix):
    instance = run.instance
    model = pywrapcp.RoutingModel(manager)
    travel = model.RegisterTransitMatrix(matrix)
    model.SetArcCostEvaluatorOfAllVehicles(travel)
    load = model.RegisterUnaryTransitVector([int(d) for d in instance.demand])
    model.AddDimension(load, 0, int(instance.capacity), True, "load")
    if instance.timed:
        service = [run.integer(s) for s in instance.service]
        busy = model.RegisterTransitMatrix([[service[a] + leg for leg in row] for a, row in enumerate(matrix)])
        horizon = run.integer(instance.window[0][1])
        model.AddDimension(busy, horizon, horizon, False, "time")
        time = model.GetDimensionOrDie("time")
        for place in range(1, len(instance.xy)):
            opens, closes = instance.window[place]
            time.CumulVar(manager.NodeToIndex(place)).SetRange(run.integer(opens), min(horizon, run.integer(closes)))
        for vehicle in range(manager.GetNumberOfVehicles()):
            time.CumulVar(model.Start(vehicle)).SetRange(run.integer(instance.window[0][0]), horizon)
    return model


def routes_of(model, manager, solution):
    for vehicle in range(manager.GetNumberOfVehicles()):
        index, route = solution.Value(model.NextVar(model.Start(vehicle))), []
        while not model.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = solution.Value(model.NextVar(index))
        if route:
            yield route


def limit_to(parameters, seconds):
    parameters.time_limit.FromMilliseconds(max(1, math.floor(1000 * seconds)))


def main():
    run = Run("ortools")
    matrix = run.matrix().tolist()
    manager = pywrapcp.RoutingIndexManager(len(matrix), run.vehicles(), 0)
    model = model_of(run, manager, matrix)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    model.AddAtSolutionCallback(lambda: run.incumbent(model.CostVar().Value()))
    run.start()
    limit_to(parameters, run.left())
    model.CloseModelWithParameters(parameters)
    limit_to(parameters, run.left())
    solution = model.SolveWithParameters(parameters)
    took_s = run.elapsed()
    run.finish(list(routes_of(model, manager, solution)) if solution else None, took_s)


main()
