"""HGS-CVRP through hygese: CVRP only, default parameters.

HGS prints its best cost and its processor time every 500 iterations; the trace is read from there. A best plan it did not
print before its end counts from its end."""
import os
import re
import sys
import tempfile

sys.path.append(sys.path.pop(0))  # this file is named like the package it imports
import hygese  # noqa: E402
from common import Run  # noqa: E402

LINE = re.compile(rb"T\(s\)\s+([\d.]+)\s*\|\s*Feas\s+\d+\s+([\d.]+)")


def quiet_call(function):
    """What function() returns, and what the library under it printed."""
    with tempfile.TemporaryFile() as file:
        kept = os.dup(1)
        os.dup2(file.fileno(), 1)
        try:
            result = function()
        finally:
            import ctypes
            ctypes.CDLL(None).fflush(None)
            os.dup2(kept, 1)
        file.seek(0)
        return result, file.read()


def main():
    run = Run("hygese")
    instance = run.instance
    if instance.timed:
        sys.exit("hygese knows no time windows")
    left, low = min(x for x, _ in instance.xy), min(y for _, y in instance.xy)
    data = {"x_coordinates": [x - left for x, _ in instance.xy], "y_coordinates": [y - low for _, y in instance.xy],
            "demands": instance.demand, "vehicle_capacity": instance.capacity, "depot": 0}
    solver = hygese.Solver(parameters=hygese.AlgorithmParameters(timeLimit=run.options.time, seed=run.options.seed), verbose=True)
    run.start()
    result, printed = quiet_call(lambda: solver.solve_cvrp(data, rounding=True))
    took_s = run.elapsed()
    for when, cost in LINE.findall(printed):
        run.incumbent(float(cost), float(when))
    run.incumbent(result.cost, took_s)
    run.finish([list(route) for route in result.routes], took_s)


main()
