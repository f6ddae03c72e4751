"""What every peer's script has in common: its arguments, the clock that starts with the solver, the answer.

    PEER.py PROBLEM OUT --time S --seed N --threads N --trace FILE

Writes OUT (`Route #k:` lines), FILE (a line `seconds cost` at each new best, where the peer tells) and OUT.json: version and
seconds from the call of the solver to its return. The cost that counts is never a peer's word, but bench/lib/checker.py's.
"""
import argparse
import importlib.metadata
import json
import math
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from instance import TEXTS, Instance  # noqa: E402

SOLOMON_SCALE = 1000  # peers count in integers: text files in thousandths, rounded up so that no window is missed


class Run:
    def __init__(self, package):
        parser = argparse.ArgumentParser()
        parser.add_argument("problem")
        parser.add_argument("out")
        parser.add_argument("--time", type=float, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--trace", required=True)
        self.options = parser.parse_args()
        self.package = package
        self.instance = Instance(self.options.problem)
        self.scale = SOLOMON_SCALE if self.instance.kind in TEXTS else self.instance.scale
        self.incumbents, self.begin = [], None

    def start(self):
        """Call when everything is read: the budget begins here."""
        self.begin = time.monotonic()

    def elapsed(self):
        return time.monotonic() - self.begin

    def left(self):
        return max(0.001, self.options.time - self.elapsed())

    def incumbent(self, cost, when=None):
        """Note a cost in the peer's integers if it is a new best."""
        if not self.incumbents or cost < self.incumbents[-1][1]:
            self.incumbents.append((self.elapsed() if when is None else when, cost))

    def finish(self, routes, took_s):
        """routes: lists of locations, route k of vehicle k where they differ; None: the peer found nothing."""
        with open(self.options.trace, "w", encoding="utf-8") as file:
            for when, cost in self.incumbents:
                file.write(f"{when:.4f} {cost / self.scale:.10g}\n")
        with open(self.options.out + ".json", "w", encoding="utf-8") as file:
            json.dump({"version": importlib.metadata.version(self.package), "solve_s": round(took_s, 4)}, file)
        if routes is None:
            sys.exit("no plan")
        with open(self.options.out, "w", encoding="utf-8") as file:
            for number, route in enumerate(routes, 1):
                file.write(f"Route #{number}: {' '.join(map(str, route))}\n")

    def integer(self, value):
        """A time of the problem as the peer's integer."""
        return self.up(value) if self.instance.kind in TEXTS else int(value)

    @staticmethod
    def up(value):
        return math.ceil(SOLOMON_SCALE * value - 1e-6)

    def matrix(self):
        """Distances between all locations as the peer's integers (numpy, int64)."""
        import numpy
        xy = numpy.array(self.instance.xy)
        exact = numpy.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])
        if self.instance.kind in TEXTS:
            exact = numpy.ceil(SOLOMON_SCALE * exact - 1e-6)
        elif self.scale == 10:
            exact = numpy.floor(10 * exact)
        else:
            exact = numpy.floor(self.scale * exact + 0.5)
        return exact.astype(numpy.int64)

    def vehicles(self):
        """How many vehicles to offer a peer that wants a number: the file's, or a third more than the load needs."""
        if self.instance.vehicles is not None:
            return self.instance.vehicles
        return min(self.instance.customers, math.ceil(1.3 * sum(self.instance.demand) / self.instance.capacity) + 3)
