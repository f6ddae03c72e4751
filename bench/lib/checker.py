"""Is this answer feasible, and what does it cost? From the problem's file alone; shares nothing with maillage or a peer.

    python3 -B bench/lib/checker.py PROBLEM SOLUTION      exit 0 feasible, 1 not, 2 unreadable
"""
import re
import sys

from instance import Instance, Unreadable

TOLERANCE = 1e-9  # of a closing time, and only where a problem is in double precision


def read_routes(path):
    """The `Route #k: a b c` lines of a solution file, empty routes left out."""
    routes = []
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            match = re.match(r"\s*Route\s*#?\s*\d+\s*:(.*)$", line, re.IGNORECASE)
            if match and match.group(1).strip():
                try:
                    routes.append([int(word) for word in match.group(1).split()])
                except ValueError as error:
                    raise Unreadable(f"{path}: {error}") from error
    return routes


def check(instance, routes):
    """(cost in the file's unit, list of what is wrong): the answer counts only when the list is empty."""
    wrong, seen, cost = [], set(), 0
    for number, route in enumerate(routes, 1):
        strangers = [stop for stop in route if not 1 <= stop <= instance.customers]
        if strangers:
            wrong.append(f"route {number}: no customer {strangers[0]}")
            continue
        for stop in route:
            if stop in seen:
                wrong.append(f"route {number}: customer {stop} was served before")
            seen.add(stop)
        load = sum(instance.demand[stop] for stop in route)
        if load > instance.capacity:
            wrong.append(f"route {number}: load {load:g} over capacity {instance.capacity:g}")
        walked, late = walk(instance, route)
        cost += walked
        if late is not None:
            wrong.append(f"route {number}: late at {late}")
    if instance.vehicles is not None and len(routes) > instance.vehicles:
        wrong.append(f"{len(routes)} routes, {instance.vehicles} vehicles")
    missing = instance.customers - len(seen)
    if missing:
        wrong.append(f"{missing} customers are not served")
    return cost / instance.scale, wrong


def walk(instance, route):
    """Distance of one route in 1/scale, and the first location reached after its window closes, or None."""
    clock = instance.window[0][0] if instance.timed else 0
    distance, late, here = 0, None, 0
    for stop in route + [0]:
        leg = instance.distance(here, stop)
        distance += leg
        if instance.timed:
            opens, closes = instance.window[stop]
            clock = max(clock + leg, opens)
            if clock > closes * (1 + TOLERANCE) and late is None:
                late = stop
            clock += instance.service[stop]
        here = stop
    return distance, late


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    try:
        instance = Instance(sys.argv[1])
        routes = read_routes(sys.argv[2])
    except (Unreadable, OSError) as error:
        print(error)
        return 2
    cost, wrong = check(instance, routes)
    print(f"{'infeasible' if wrong else 'feasible'}: cost {cost:.10g}, {len(routes)} routes", *wrong[:20], sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
