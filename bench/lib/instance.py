"""Problems of the published sets, read from their files alone: VRPLIB text, Solomon's text format and Li and Lim's.

Nothing of maillage is used, so that what stands here can judge it. Locations count from 0, depots first; the others are
customers. Rounding is part of a problem and is applied to each arc, and to each time, prize and fixed cost, before anything
is added:

    CVRP, VRPB, GVRP            nearest integer
    VRPTW, PCVRPTW, MTVRPTWR    ten times the value, truncated; published costs of VRPTW are that integer divided by 10
    MDVRPTW, SDVRPTW, HFVRP     a thousand times the value, to the nearest integer
    .txt                        none, double precision
"""
import math
import os
import re
from typing import NamedTuple, Optional

SCALE = {"CVRP": 1, "VRPB": 1, "GVRP": 1, "VRPTW": 10, "PCVRPTW": 10, "MTVRPTWR": 10, "MDVRPTW": 1000, "SDVRPTW": 1000,
         "HFVRP": 1000, "SOLOMON": 1, "LILIM": 1}
TEXTS = ("SOLOMON", "LILIM")
KNOWN = ("CAPACITY_SECTION", "VEHICLES_DEPOT_SECTION", "VEHICLES_FIXED_COST_SECTION", "VEHICLES_UNIT_DISTANCE_COST_SECTION",
         "VEHICLES_ALLOWED_CLIENTS_SECTION", "VEHICLES_RELOAD_DEPOT_SECTION", "MUTUALLY_EXCLUSIVE_GROUP_SECTION",
         "NODE_COORD_SECTION", "DEMAND_SECTION", "BACKHAUL_SECTION", "TIME_WINDOW_SECTION", "SERVICE_TIME_SECTION",
         "RELEASE_TIME_SECTION", "PRIZE_SECTION", "DEPOT_SECTION")


class Unreadable(Exception):
    """A file that is not what its name promises; the text says why."""


class Vehicle(NamedTuple):
    """What a route counts with; times and costs in 1/scale."""
    capacity: float
    depot: int = 0
    fixed: float = 0
    unit: float = 1  # cost of a unit of distance
    longest: Optional[float] = None  # duration; None: any
    allowed: Optional[frozenset] = None  # the customers it may visit; None: all
    reloads: frozenset = frozenset()  # depots inside its routes


class Instance:
    """kind, name, depots (how many), xy, demand, capacity (the largest), vehicles (None: any number), fleet (a Vehicle each where
    they differ, else one), and where the problem has them window and service, backhaul, prize, release, groups, pairs (of a
    pickup: its delivery)."""

    def __init__(self, path):
        self.path, self.name = path, os.path.splitext(os.path.basename(path))[0]
        self.depots, self.window, self.backhaul, self.prize, self.release = 1, None, None, None, None
        self.groups, self.pairs = [], {}
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = [line.split() for line in file if line.strip()]
            if path.endswith(".txt"):
                (self._read_lilim if len(lines[0]) == 3 and lines[0][0].isdigit() else self._read_solomon)(lines)
            else:
                self._read_vrplib(lines)
        except (KeyError, IndexError, ValueError, StopIteration) as error:
            raise Unreadable(f"{path}: {type(error).__name__}: {error}") from error
        self.scale = SCALE[self.kind]

    @property
    def customers(self):
        return len(self.xy) - self.depots

    @property
    def timed(self):
        return self.window is not None

    @property
    def differ(self):
        """Does it matter which vehicle drives a route?"""
        return len(self.fleet) > 1

    def rounded(self, value):
        """A distance, a time or an amount of money as it counts, in 1/scale of the file's unit."""
        scale = SCALE[self.kind]
        if self.kind in TEXTS:
            return value
        return int(10 * value) if scale == 10 else math.floor(scale * value + 0.5)

    def distance(self, a, b):
        return self.rounded(math.hypot(self.xy[a][0] - self.xy[b][0], self.xy[a][1] - self.xy[b][1]))

    # ---- VRPLIB ----

    def _read_vrplib(self, lines):
        head, section, rows = {}, None, {}
        for words in lines:
            if words[0] == "EOF":
                break
            if words[0][0].isalpha():
                key, _, value = " ".join(words).partition(":")
                key = key.strip()
                section = key if key.endswith("_SECTION") else None
                if section is None:
                    head[key] = value.strip()
                elif section not in KNOWN:
                    raise ValueError(f"{section}: not known here")
                else:
                    rows[section] = []
            elif section:
                rows[section].append([float(word) for word in words])
        self.kind = head.get("TYPE", "")
        if SCALE.get(self.kind) is None or self.kind in TEXTS or head.get("EDGE_WEIGHT_TYPE") != "EUC_2D":
            raise ValueError(f"TYPE {self.kind}, EDGE_WEIGHT_TYPE {head.get('EDGE_WEIGHT_TYPE')}: not known here")
        self._take_nodes(head, rows, int(head["DIMENSION"]))
        self._take_fleet(head, rows)

    def _take_nodes(self, head, rows, count):
        def column(name, rounded=False):
            values = [row[1] for row in self._column(rows[name], count)]
            return [self.rounded(value) for value in values] if rounded else values

        self.xy = [(row[1], row[2]) for row in self._column(rows["NODE_COORD_SECTION"], count)]
        named = [int(word) for row in rows.get("DEPOT_SECTION", [[1.0]]) for word in row if word > 0]
        self.depots = len(named)
        if sorted(named) != list(range(1, self.depots + 1)):
            raise ValueError("the depots are not the first nodes")
        self.demand = column("DEMAND_SECTION")
        if "TIME_WINDOW_SECTION" in rows:
            self.window = [tuple(map(self.rounded, row[1:3])) for row in self._column(rows["TIME_WINDOW_SECTION"], count)]
            if "SERVICE_TIME" in head:
                same = self.rounded(float(head["SERVICE_TIME"]))
                self.service = [0] * self.depots + [same] * (count - self.depots)
            else:
                self.service = column("SERVICE_TIME_SECTION", True)
        if "BACKHAUL_SECTION" in rows:
            self.backhaul = column("BACKHAUL_SECTION")
        if "PRIZE_SECTION" in rows:
            self.prize = column("PRIZE_SECTION", True)
        if "RELEASE_TIME_SECTION" in rows:
            self.release = column("RELEASE_TIME_SECTION", True)
        self.groups = [[int(node) - 1 for node in row[1:]] for row in rows.get("MUTUALLY_EXCLUSIVE_GROUP_SECTION", [])]

    def _take_fleet(self, head, rows):
        self.vehicles = int(head["VEHICLES"]) if "VEHICLES" in head else None

        def each(section, default):
            if section not in rows:
                return [default] * (self.vehicles or 1)
            return [row[1] for row in self._column(rows[section], self.vehicles)]

        def lists(section, default):
            if section not in rows:
                return [default] * (self.vehicles or 1)
            return [frozenset(int(node) - 1 for node in row[1:]) for row in self._column(rows[section], self.vehicles)]

        capacity = float(head["CAPACITY"]) if "CAPACITY" in head else None
        longest = self.rounded(float(head["VEHICLES_MAX_DURATION"])) if "VEHICLES_MAX_DURATION" in head else None
        if capacity is None and "CAPACITY_SECTION" not in rows:
            raise ValueError("no CAPACITY")
        self.fleet = [Vehicle(capacity, int(depot) - 1, self.rounded(fixed), unit, longest, allowed, reloads)
                      for capacity, depot, fixed, unit, allowed, reloads in zip(
                          each("CAPACITY_SECTION", capacity), each("VEHICLES_DEPOT_SECTION", 1),
                          each("VEHICLES_FIXED_COST_SECTION", 0), each("VEHICLES_UNIT_DISTANCE_COST_SECTION", 1),
                          lists("VEHICLES_ALLOWED_CLIENTS_SECTION", None),
                          lists("VEHICLES_RELOAD_DEPOT_SECTION", frozenset()))]
        if len(set(self.fleet)) == 1:
            del self.fleet[1:]
        self.capacity = max(vehicle.capacity for vehicle in self.fleet)

    @staticmethod
    def _column(rows, count):
        by_node = {int(row[0]): row for row in rows}
        if len(rows) != count or len(by_node) != count:
            raise ValueError(f"{len(rows)} rows for {count} nodes")
        return [by_node[node] for node in range(1, count + 1)]

    # ---- texts ----

    def _take_text(self, kind, vehicles, capacity, rows):
        self.kind, self.vehicles, self.capacity = kind, vehicles, capacity
        if not rows or [row[0] for row in rows] != list(range(len(rows))):
            raise ValueError("customers are not numbered 0, 1, 2, ...")
        self.fleet = [Vehicle(capacity)]
        self.xy = [(row[1], row[2]) for row in rows]
        self.demand = [row[3] for row in rows]
        self.window = [(row[4], row[5]) for row in rows]
        self.service = [row[6] for row in rows]

    def _read_solomon(self, lines):
        head = next(i for i, words in enumerate(lines) if words[0] == "NUMBER")
        self._take_text("SOLOMON", int(lines[head + 1][0]), float(lines[head + 1][1]),
                        [[float(word) for word in words] for words in lines[head + 2:]
                         if len(words) == 7 and re.fullmatch(r"\d+", words[0])])

    def _read_lilim(self, lines):
        if float(lines[0][2]) != 1:
            raise ValueError(f"speed {lines[0][2]}: not known here")
        rows = [[float(word) for word in words] for words in lines[1:]]
        self._take_text("LILIM", int(lines[0][0]), float(lines[0][1]), rows)
        self.pairs = {int(row[0]): int(row[8]) for row in rows if row[8]}
        if sorted([*self.pairs, *self.pairs.values()]) != list(range(1, len(rows))):
            raise ValueError("some customers are of no shipment, or of two")
