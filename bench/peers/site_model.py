"""The strong formulation of a location problem as arrays (numpy), and plans from its values.

    y[s] in {0, 1}                site s is open
    x[c, s] in [0, 1]             share of client c that s serves; {0, 1} with single source
    sum over s of x[c, s] = 1     each client is served
    x[c, s] <= y[s]               for every pair: this is what makes the formulation strong
    sum over c of demand[c] x[c, s] <= capacity[s] y[s]
    sum over s of y[s] = p        where a number of sites is given (at most, where sites cost something)

Maximal covering has z[c] in [0, 1] (left out) instead of pairs: z[c] + sum of y[s] that cover c >= 1. Two stages have
w[i] in {0, 1} for plants and f[i, s] >= 0, units: sum over i of f[i, s] = sum over c of demand[c] x[c, s], and
sum over s of f[i, s] <= capacity[i] w[i].
"""
import numpy

from location_check import Plan

INFINITY = numpy.inf


def floats(words):
    return numpy.array(words, dtype=float)


def matrix_of(problem):
    """What each lane costs, [client, site], for the whole demand; infinity: no lane."""
    if problem.edges is not None:
        return shortest_paths(problem)
    base, client_step, site_step = problem.lanes
    numbers = floats(problem.words[base:])
    at = numpy.arange(problem.clients)[:, None] * client_step + numpy.arange(problem.sites) * site_step
    cost = numbers[at]
    if problem.per_unit:
        cost = cost * floats(problem.demand)[:, None]
    if problem.format == "ufllib":
        drop_impossible(problem, cost)
    return cost


def drop_impossible(problem, cost):
    """The gap sets write one large number for pairs that cannot be. It is no lane where most pairs have it, each client keeps
    another lane, and opening one more site is never dearer: then no best plan is lost."""
    largest = cost.max()
    kept = cost < largest
    if 2 * kept.sum() < kept.size and kept.any(axis=1).all() and largest >= cost[kept].max() + float(max(problem.fixed)):
        cost[~kept] = INFINITY


def shortest_paths(problem):
    """All pairs of a p-median problem (Floyd and Warshall), a node at a time."""
    length = numpy.full((problem.sites, problem.sites), INFINITY)
    numpy.fill_diagonal(length, 0)
    for (a, b), step in problem.edges.items():
        if a != b:
            length[a, b] = length[b, a] = float(step)
    for node in range(problem.sites):
        numpy.minimum(length, length[:, node, None] + length[node], out=length)
    return length


def coverage(problem):
    """[client, site]: is it within the radius?"""
    clients, sites = floats(problem.points), floats(problem.site_points)
    square = (clients[:, None, 0] - sites[:, 0]) ** 2 + (clients[:, None, 1] - sites[:, 1]) ** 2
    return square <= float(problem.radius) ** 2


class Model:
    """Columns (cost, upper, integer; the lower bound is 0) and rows (lower, upper, entries), added in blocks."""

    def __init__(self, problem):
        self.problem = problem
        self._columns, self._rows, self._entries = [], [], []
        self.column_count = self.row_count = 0
        build(self)
        self.cost, self.upper, self.integer = (numpy.concatenate(part) for part in zip(*self._columns))
        self.row_lower, self.row_upper = (numpy.concatenate(part) for part in zip(*self._rows))
        row, column, value = (numpy.concatenate(part) for part in zip(*self._entries))
        self.row, self.column, self.value = row, column, value

    def columns(self, cost, upper=1.0, integer=False):
        cost = numpy.asarray(cost, dtype=float)
        self._columns.append((cost, numpy.full(len(cost), upper), numpy.full(len(cost), integer)))
        self.column_count += len(cost)
        return numpy.arange(self.column_count - len(cost), self.column_count)

    def rows(self, count, lower, upper, *entries):
        """entries: (row from 0, column, value) arrays each."""
        self._rows.append((numpy.full(count, lower, dtype=float), numpy.full(count, upper, dtype=float)))
        for row, column, value in entries:
            row = numpy.asarray(row)
            self._entries.append((row + self.row_count, numpy.asarray(column), numpy.broadcast_to(float(value), row.shape)
                                  if numpy.isscalar(value) else numpy.asarray(value, dtype=float)))
        self.row_count += count

    def by_row(self):
        """(start, index, value) of the matrix, row by row."""
        return self._compressed(self.row, self.column, self.row_count)

    def by_column(self):
        return self._compressed(self.column, self.row, self.column_count)

    def _compressed(self, outer, inner, count):
        order = numpy.lexsort((inner, outer))
        start = numpy.zeros(count + 1, dtype=numpy.int32)
        numpy.cumsum(numpy.bincount(outer, minlength=count), out=start[1:])
        return start, inner[order].astype(numpy.int32), self.value[order]


def build(model):
    problem = model.problem
    model.y = model.columns(floats(problem.fixed), integer=True)
    if problem.count is not None:
        free = not any(problem.fixed)  # then all that may open do, which is the usual form
        model.rows(1, problem.count if free else -INFINITY, problem.count, (numpy.zeros(problem.sites, dtype=int), model.y, 1.0))
    if problem.points is not None:
        build_covering(model)
    else:
        build_serving(model)
    if problem.plants:
        build_plants(model)


def build_covering(model):
    problem = model.problem
    client, site = numpy.nonzero(coverage(problem))
    model.z = model.columns(floats(problem.left_out))
    everybody = numpy.arange(problem.clients)
    model.rows(problem.clients, 1.0, INFINITY, (client, model.y[site], 1.0), (everybody, model.z, 1.0))


def build_serving(model):
    problem = model.problem
    cost, demand = matrix_of(problem), floats(problem.demand)
    model.client, model.site = client, site = numpy.nonzero(numpy.isfinite(cost))
    model.x = x = model.columns(cost[client, site], integer=problem.single)
    model.rows(problem.clients, 1.0, 1.0, (client, x, 1.0))
    pair = numpy.arange(len(x))
    model.rows(len(x), -INFINITY, 0.0, (pair, x, 1.0), (pair, model.y[site], -1.0))
    limited = numpy.array([limit is not None for limit in problem.capacity])
    if limited.any():
        number = numpy.cumsum(limited) - 1
        mine = limited[site]
        capacity = floats([limit for limit in problem.capacity if limit is not None])
        model.rows(len(capacity), -INFINITY, 0.0, (number[site[mine]], x[mine], demand[client[mine]]),
                   (numpy.arange(len(capacity)), model.y[limited], -capacity))


def build_plants(model):
    problem = model.problem
    plants, sites = problem.plants, problem.sites
    model.w = model.columns(floats(problem.plant_fixed), integer=True)
    unit = floats(problem.words[problem.haul_base:problem.haul_base + plants * sites])
    model.f = model.columns(unit, upper=INFINITY)
    plant, site = numpy.divmod(numpy.arange(plants * sites), sites)
    model.rows(sites, 0.0, 0.0, (site, model.f, 1.0), (model.site, model.x, -floats(problem.demand)[model.client]))
    model.rows(plants, -INFINITY, 0.0, (plant, model.f, 1.0),
               (numpy.arange(plants), model.w, -floats(problem.plant_capacity)))


def plan_of(model, values):
    """The plan that values of the columns mean: sites of more than one half, flows rounded to whole units."""
    problem, values = model.problem, numpy.asarray(values)
    is_open = values[model.y] > 0.5
    open_sites = numpy.flatnonzero(is_open).tolist()
    if problem.points is not None:
        covers = coverage(problem)[:, is_open]
        chosen = numpy.flatnonzero(is_open)[covers.argmax(axis=1)]
        flows = [(client, int(chosen[client]), 1) for client in numpy.flatnonzero(covers.any(axis=1)).tolist()]
        return Plan(open_sites, flows)
    if all(limit is None for limit in problem.capacity) and not problem.plants:
        return Plan(open_sites, nearest(model, is_open))
    units = numpy.rint(values[model.x] * floats(problem.demand)[model.client])
    flows = [(int(model.client[i]), int(model.site[i]), int(units[i])) for i in numpy.flatnonzero(units > 0)]
    if not problem.plants:
        return Plan(open_sites, flows)
    sent = numpy.rint(values[model.f])
    hauls = [(int(i) // problem.sites, int(i) % problem.sites, int(sent[i])) for i in numpy.flatnonzero(sent > 0)]
    return Plan(open_sites, flows, numpy.flatnonzero(values[model.w] > 0.5).tolist(), hauls)


def nearest(model, is_open):
    """Without capacities the cheapest open site serves a client, in whole."""
    lane = model.cost[model.x]
    order = numpy.lexsort((lane, ~is_open[model.site], model.client))
    first = order[numpy.unique(model.client[order], return_index=True)[1]]
    demand = model.problem.demand
    return [(int(model.client[i]), int(model.site[i]), int(demand[model.client[i]])) for i in first if is_open[model.site[i]]]
