"""Published location problems, read from their files alone, in exact fractions.

Nothing of maillage is used, so that what stands here can judge it (location_check.py does). Sites, clients and plants are
counted from 0. A client's cost from a site is that of its whole demand; a share of the demand costs its share.
The words of a file are kept and become fractions where they are asked for: a plan needs few of a million costs.
"""
import gzip
import heapq
import re
from fractions import Fraction

SINGLE_SOURCE = ("holmberg", "diaz-fernandez", "yang", "gadegaard")  # as the literature uses them
OPTIONS = ("siting.capacity", "siting.uncapacitated", "siting.radius", "siting.count", "siting.single_source")


class Unreadable(Exception):
    """A file that is not what its format promises; the text says why."""


def words_of(path):
    """The words of a file, plain or gzip, whatever its name; old systems' padding at its end is none."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    end = re.search(rb"[\0\x1a]", data)  # behind it stands the rest of another file
    return data[:end.start() if end else None].decode("utf-8", "replace").split()


class Problem:
    """sites, clients, plants: how many. fixed, capacity (None: no limit), demand, left_out (None: must be served), count
    (None: any number of sites), single. cost(client, site): of the whole demand, None where there is no lane.
    With plants: plant_fixed, plant_capacity, haul(plant, site) of one unit."""

    def __init__(self, path, form, options=None):
        self.path, self.format, self.options = path, form, dict(options or {})
        self.plants, self.count, self.per_unit, self.edges, self.points = 0, None, False, None, None
        strange = [name for name in self.options if name not in OPTIONS]
        if strange:
            raise Unreadable(f"{strange[0]} is no option of a problem: {', '.join(OPTIONS)}")
        self.single = self._option("single_source", form in SINGLE_SOURCE and 1) not in (None, 0)
        try:
            self.words = words_of(path)
            LAYOUTS[form](self)
        except (KeyError, IndexError, ValueError, ZeroDivisionError, EOFError, OSError) as error:
            raise Unreadable(f"{path}: not read as {form}: {type(error).__name__}: {error}") from error
        self.left_out = getattr(self, "left_out", [None] * self.clients)
        if self._option("uncapacitated"):
            self.capacity = [None] * self.sites
        if self._option("count"):
            self.count = int(self._option("count"))

    def _option(self, name, otherwise=None):
        value = self.options.get("siting." + name)
        return otherwise if value is None or Fraction(value) < 0 else Fraction(value)

    # -- numbers of the file --

    def _size(self, at):
        value = int(Fraction(self.words[at]))
        if not 0 < value <= 10 ** 6:
            raise ValueError(f"a size of {value}")
        return value

    def _numbers(self, first, count, step=1):
        return [Fraction(self.words[first + i * step]) for i in range(count)]

    def _ends_at(self, end):
        if len(self.words) != end:
            raise ValueError(f"{len(self.words)} words, its sizes ask for {end}")

    def _capacities(self, first, count, step):
        words = [self.words[first + i * step] for i in range(count)]
        given = self._option("capacity", Fraction(0))
        if "capacity" in words and not given and not self._option("uncapacitated"):
            raise ValueError("the word `capacity` needs siting.capacity")
        return [given if word == "capacity" else Fraction(word) for word in words]

    def _lanes(self, base, client_step, site_step):
        """Where the costs stand: that of a client on a site is word base + client * client_step + site * site_step."""
        self.lanes = base, client_step, site_step

    # -- what a lane costs --

    def cost(self, client, site):
        if self.edges is not None:
            return self._shortest(site).get(client)
        if self.points is not None:
            return Fraction(0) if self.covers(client, site) else None
        base, client_step, site_step = self.lanes
        value = Fraction(self.words[base + client * client_step + site * site_step])
        return value * self.demand[client] if self.per_unit else value

    def haul(self, plant, site):
        return Fraction(self.words[self.haul_base + plant * self.sites + site])

    def _shortest(self, source):
        """Dijkstra's lengths from one node of a p-median problem."""
        if source not in self.known:
            done, heap = {}, [(0, source)]
            while heap:
                length, node = heapq.heappop(heap)
                if node in done:
                    continue
                done[node] = length
                for other, step in self.neighbours[node].items():
                    if other not in done:
                        heapq.heappush(heap, (length + step, other))
            self.known[source] = done
        return self.known[source]

    def covers(self, client, site):
        (x, y), (u, v) = self.points[client], self.site_points[site]
        return (x - u) ** 2 + (y - v) ** 2 <= self.radius ** 2


# -- layouts, in the order of the sets' own README --

def read_cap(p):
    p.sites, p.clients = m, n = p._size(0), p._size(1)
    p._ends_at(2 + 2 * m + n * (m + 1))
    p.capacity, p.fixed = p._capacities(2, m, 2), p._numbers(3, m, 2)
    p.demand = p._numbers(2 + 2 * m, n, m + 1)
    p._lanes(2 + 2 * m + 1, m + 1, 1)


def read_holmberg(p):
    p.sites, p.clients = m, n = p._size(0), p._size(1)
    p._ends_at(2 + 2 * m + n + m * n)
    p.capacity, p.fixed = p._capacities(2, m, 2), p._numbers(3, m, 2)
    p.demand = p._numbers(2 + 2 * m, n)
    p._lanes(2 + 2 * m + n, 1, n)


def read_diaz_fernandez(p):
    p.clients, p.sites = n, m = p._size(0), p._size(1)
    p._ends_at(2 + n * m + n + 2 * m)
    p._lanes(2, m, 1)
    p.demand = p._numbers(2 + n * m, n)
    p.fixed = p._numbers(2 + n * m + n, m)
    p.capacity = p._numbers(2 + n * m + n + m, m)


def read_tbed1(p):
    p.sites, p.clients = m, n = p._size(0), p._size(1)
    p._ends_at(2 + n + 2 * m + m * n)
    p.demand = p._numbers(2, n)
    p.capacity, p.fixed = p._numbers(2 + n, m), p._numbers(2 + n + m, m)
    p._lanes(2 + n + 2 * m, 1, n)
    p.per_unit = True


def read_ufllib(p):
    """Two layouts: with a line `FILE: name`, or as cap with placeholders for capacity and demand."""
    if p.words[0] == "FILE:":
        p.sites, p.clients = m, n = p._size(2), p._size(3)
        p._ends_at(5 + m * (n + 2))
        if p._numbers(5, m, n + 2) != list(range(1, m + 1)):
            raise ValueError("sites are not numbered 1, 2, 3, ...")
        p.fixed = p._numbers(6, m, n + 2)
        p._lanes(7, 1, n + 2)
    else:
        read_cap(p)
    p.capacity, p.demand = [None] * p.sites, [Fraction(1)] * p.clients


def read_pmed(p):
    """Undirected edges, a later duplicate replaces an earlier one; every node is a client and a site."""
    p.sites = p.clients = p._size(0)
    p._ends_at(3 + 3 * p._size(1))
    p.count = p._size(2)
    p.edges = {}
    for at in range(3, len(p.words), 3):
        a, b, length = int(p.words[at]) - 1, int(p.words[at + 1]) - 1, Fraction(p.words[at + 2])
        length = int(length) if length.denominator == 1 else length  # whole numbers add up faster
        if not (0 <= a < p.sites and 0 <= b < p.sites and length >= 0):
            raise ValueError(f"edge {a + 1} {b + 1} {length}")
        p.edges[min(a, b), max(a, b)] = length
    p.neighbours, p.known = [{} for _ in range(p.sites)], {}
    for (a, b), length in p.edges.items():
        p.neighbours[a][b] = p.neighbours[b][a] = length
    p.fixed, p.capacity, p.demand = [Fraction(0)] * p.sites, [None] * p.sites, [Fraction(1)] * p.clients


def read_mclp(p):
    """Points with weights, or rows F (sites) and C (clients). What a plan costs is the weight of the clients it does not cover."""
    p.radius = p._option("radius")
    if not p.radius or not p._option("count"):
        raise ValueError("needs siting.radius and siting.count")
    mixed = next((i for i, word in enumerate(p.words) if word == "F"), None)
    if mixed is not None:
        rows = [p.words[at:at + 5] for at in range(mixed, len(p.words), 5)]
        split = {kind: [row for row in rows if row[0] == kind] for kind in "FC"}
        if len(split["F"]) != p._size(0) or len(split["C"]) != p._size(1) or len(rows) != p._size(0) + p._size(1):
            raise ValueError("the rows are not those of the sizes")
        p.site_points = [(Fraction(row[2]), Fraction(row[3])) for row in split["F"]]
        p.points = [(Fraction(row[2]), Fraction(row[3])) for row in split["C"]]
        p.left_out = [Fraction(row[4]) for row in split["C"]]
    else:
        first = len(p.words) - 3 * p._size(0)
        if first not in (2, 3, 4):
            raise ValueError(f"{len(p.words)} words for {p._size(0)} points")
        p.points = p.site_points = list(zip(p._numbers(first, p._size(0), 3), p._numbers(first + 1, p._size(0), 3)))
        p.left_out = p._numbers(first + 2, p._size(0), 3)
    p.sites, p.clients = len(p.site_points), len(p.points)
    p.fixed, p.capacity, p.demand = [Fraction(0)] * p.sites, [None] * p.sites, [Fraction(1)] * p.clients


def read_tscflp(p):
    p.plants, p.sites, p.clients = i, j, k = p._size(0), p._size(1), p._size(2)
    p._ends_at(3 + k + 2 * i + i * j + 2 * j + j * k)
    at = 3 + k
    p.demand = p._numbers(3, k)
    p.plant_capacity, p.plant_fixed = p._numbers(at, i, 2), p._numbers(at + 1, i, 2)
    p.haul_base = at = at + 2 * i
    at += i * j
    p.capacity, p.fixed = p._numbers(at, j, 2), p._numbers(at + 1, j, 2)
    p._lanes(at + 2 * j, 1, k)
    p.per_unit = True


LAYOUTS = {"cap": read_cap, "holmberg": read_holmberg, "diaz-fernandez": read_diaz_fernandez, "yang": read_holmberg,
           "gadegaard": read_holmberg, "tbed1": read_tbed1, "ufllib": read_ufllib, "pmed": read_pmed, "mclp": read_mclp,
           "tscflp": read_tscflp}
