"""VROOM through pyvroom, the highest exploration level. It stops by itself, often before the budget; the budget is its
time limit. It takes no seed and tells no incumbents: its only plan counts from its end."""
import datetime
import sys

sys.path.append(sys.path.pop(0))  # this file is named like the package it imports
import numpy  # noqa: E402
import vroom  # noqa: E402
from common import Run  # noqa: E402


def problem_of(run):
    instance, matrix = run.instance, run.matrix().astype(numpy.uint32)
    problem = vroom.Input()
    problem.set_durations_matrix("car", matrix)
    problem.set_costs_matrix("car", matrix)
    window = [vroom.TimeWindow(*map(run.integer, w)) for w in instance.window] if instance.timed else None
    problem.add_vehicle([vroom.Vehicle(k + 1, start=0, end=0, capacity=[int(instance.capacity)],
                                       **({"time_window": window[0]} if window else {})) for k in range(run.vehicles())])
    problem.add_job([vroom.Job(place, location=place, delivery=[int(instance.demand[place])],
                               **({"time_windows": [window[place]], "default_service": run.integer(instance.service[place])}
                                  if window else {})) for place in range(1, len(instance.xy))])
    return problem


def main():
    run = Run("pyvroom")
    problem = problem_of(run)
    run.start()
    solution = problem.solve(exploration_level=5, nb_threads=run.options.threads,
                             timeout=datetime.timedelta(seconds=run.options.time))
    took_s = run.elapsed()
    jobs = solution.routes[solution.routes["type"] == "job"]
    run.incumbent(solution.summary.cost, took_s)
    run.finish([[int(place) for place in group["id"]] for _, group in jobs.groupby("vehicle_id", sort=True)], took_s)


main()
