"""Problems of the published sets, read from their files alone: VRPLIB text (CVRP and VRPTW) and Solomon's text format.

Nothing of maillage is used, so that what stands here can judge it. Location 0 is the depot, customers are 1 to n. Rounding is
part of a problem and is applied to each arc, and to each time, before anything is added:

    CVRP           nearest integer
    VRPTW (.vrp)   ten times the value, truncated; published costs are that integer divided by 10
    VRPTW (.txt)   none, double precision
"""
import math
import os
import re

SCALE = {"CVRP": 1, "VRPTW": 10, "SOLOMON": 1}


class Unreadable(Exception):
    """A file that is not what its name promises; the text says why."""


class Instance:
    """kind, name, xy, demand, capacity, vehicles (None: any number), and with windows: window, service."""

    def __init__(self, path):
        self.path, self.name = path, os.path.splitext(os.path.basename(path))[0]
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = [line.split() for line in file if line.strip()]
            self._read_solomon(lines) if path.endswith(".txt") else self._read_vrplib(lines)
        except (KeyError, IndexError, ValueError, StopIteration) as error:
            raise Unreadable(f"{path}: {type(error).__name__}: {error}") from error
        self.scale = SCALE[self.kind]

    @property
    def customers(self):
        return len(self.xy) - 1

    @property
    def timed(self):
        return self.kind != "CVRP"

    def rounded(self, value):
        """A distance or a time as it counts, in 1/scale of the file's unit."""
        if self.kind == "CVRP":
            return math.floor(value + 0.5)
        return int(10 * value) if self.kind == "VRPTW" else value

    def distance(self, a, b):
        return self.rounded(math.hypot(self.xy[a][0] - self.xy[b][0], self.xy[a][1] - self.xy[b][1]))

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
                else:
                    rows[section] = []
            elif section:
                rows[section].append([float(word) for word in words])
        self.kind = head.get("TYPE", "")
        if self.kind not in ("CVRP", "VRPTW") or head.get("EDGE_WEIGHT_TYPE") != "EUC_2D":
            raise ValueError(f"TYPE {self.kind}, EDGE_WEIGHT_TYPE {head.get('EDGE_WEIGHT_TYPE')}: not known here")
        count = int(head["DIMENSION"])
        self.xy = [(row[1], row[2]) for row in self._column(rows["NODE_COORD_SECTION"], count)]
        self.demand = [row[1] for row in self._column(rows["DEMAND_SECTION"], count)]
        if rows["DEPOT_SECTION"][0] != [1]:
            raise ValueError("the depot is not node 1")
        self.capacity = float(head["CAPACITY"])
        self.vehicles = int(head["VEHICLES"]) if "VEHICLES" in head else None
        if self.timed:
            self.window = [tuple(map(self.rounded, row[1:3])) for row in self._column(rows["TIME_WINDOW_SECTION"], count)]
            if "SERVICE_TIME" in head:
                self.service = [0] + [self.rounded(float(head["SERVICE_TIME"]))] * (count - 1)
            else:
                self.service = [self.rounded(row[1]) for row in self._column(rows["SERVICE_TIME_SECTION"], count)]

    @staticmethod
    def _column(rows, count):
        by_node = {int(row[0]): row for row in rows}
        if len(rows) != count or len(by_node) != count:
            raise ValueError(f"{len(rows)} rows for {count} nodes")
        return [by_node[node] for node in range(1, count + 1)]

    def _read_solomon(self, lines):
        self.kind = "SOLOMON"
        head = next(i for i, words in enumerate(lines) if words[0] == "NUMBER")
        self.vehicles, self.capacity = int(lines[head + 1][0]), float(lines[head + 1][1])
        rows = [[float(word) for word in words] for words in lines[head + 2:]
                if len(words) == 7 and re.fullmatch(r"\d+", words[0])]
        if not rows or [row[0] for row in rows] != list(range(len(rows))):
            raise ValueError("customers are not numbered 0, 1, 2, ...")
        self.xy = [(row[1], row[2]) for row in rows]
        self.demand = [row[3] for row in rows]
        self.window = [(row[4], row[5]) for row in rows]
        self.service = [row[6] for row in rows]
