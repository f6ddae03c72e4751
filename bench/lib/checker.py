"""Is this answer feasible, and what does it cost? From the problem's file alone; shares nothing with maillage or a peer.

    python3 -B bench/lib/checker.py PROBLEM SOLUTION      exit 0 feasible, 1 not, 2 unreadable

Routes are lists of locations. Where vehicles differ, route k is driven by vehicle k and some may be empty; a depot inside a route
is a reload there.
"""
import re
import sys

from instance import Instance, Unreadable

TOLERANCE = 1e-9  # of a closing time, and only where a problem is in double precision


def read_routes(path):
    """The `Route #k: a b c` lines of a solution file, each at its number k, empty routes for those not given; in their order
    where the numbers are not distinct ones from 1."""
    found = []
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            match = re.match(r"\s*Route\s*#?\s*(\d+)\s*:(.*)$", line, re.IGNORECASE)
            if match:
                try:
                    found.append((int(match.group(1)), [int(word) for word in match.group(2).split()]))
                except ValueError as error:
                    raise Unreadable(f"{path}: {error}") from error
    by_number = dict(found)
    if len(by_number) < len(found) or not 1 <= min(by_number, default=1) <= max(by_number, default=1) <= 1000000:
        return [route for _, route in found]
    return [by_number.get(number, []) for number in range(1, max(by_number, default=0) + 1)]


def used(routes):
    return sum(1 for route in routes if route)


def check(instance, routes):
    """(cost in the file's unit, list of what is wrong): the answer counts only when the list is empty."""
    wrong, seen, cost = [], set(), 0
    for number, route in enumerate(routes, 1):
        if not route:
            continue
        if instance.differ and number > len(instance.fleet):
            wrong.append(f"route {number}: no such vehicle")
            continue
        vehicle = instance.fleet[number - 1 if instance.differ else 0]
        strangers = [stop for stop in route if not 0 <= stop < len(instance.xy)
                     or (stop < instance.depots and stop not in vehicle.reloads)]
        if strangers:
            wrong.append(f"route {number}: no customer {strangers[0]}")
            continue
        for stop in route:
            if stop in seen:
                wrong.append(f"route {number}: customer {stop} was served before")
            if vehicle.allowed is not None and stop not in vehicle.allowed:
                wrong.append(f"route {number}: customer {stop} is not for this vehicle")
            if stop >= instance.depots:
                seen.add(stop)
        trips = split(instance, route)
        for trip in trips:
            wrong += [f"route {number}: {what}" for what in judge_trip(instance, vehicle, trip)]
        walked, late = walk(instance, vehicle, trips, route)
        cost += vehicle.fixed + vehicle.unit * walked
        if late is not None:
            wrong.append(f"route {number}: late at {late}")
        if vehicle.longest is not None and shortest(instance, vehicle.depot, route) > vehicle.longest:
            wrong.append(f"route {number}: longer than {vehicle.longest:g}")
    if instance.vehicles is not None and used(routes) > instance.vehicles:
        wrong.append(f"{used(routes)} routes, {instance.vehicles} vehicles")
    lost, left_out = absent(instance, seen)
    return (cost + lost) / instance.scale, wrong + left_out


def absent(instance, seen):
    """(prizes lost, what is wrong with who is not served)."""
    wrong, grouped = [], set()
    for number, group in enumerate(instance.groups, 1):
        grouped.update(group)
        served = sum(1 for stop in group if stop in seen)
        if served != 1:
            wrong.append(f"group {number}: {served} of its customers are served")
    missing = [stop for stop in range(instance.depots, len(instance.xy)) if stop not in seen and stop not in grouped]
    lost = sum(instance.prize[stop] for stop in missing) if instance.prize else 0
    missing = [stop for stop in missing if not instance.prize or instance.prize[stop] == 0]
    if missing:
        wrong.append(f"{len(missing)} customers are not served")
    return lost, wrong


def split(instance, route):
    """The trips of a route: its customers from one depot to the next."""
    trips = [[]]
    for stop in route:
        if stop < instance.depots:
            trips.append([])
        else:
            trips[-1].append(stop)
    return trips


def judge_trip(instance, vehicle, trip):
    """What is wrong with loads and with who comes before whom."""
    wrong = []
    load, most = 0, 0
    if instance.pairs:
        for stop in trip:
            load += instance.demand[stop]
            most = max(most, load)
        place = {stop: i for i, stop in enumerate(trip)}
        for pickup, delivery in instance.pairs.items():
            if (pickup in place) != (delivery in place) or place.get(pickup, 0) > place.get(delivery, 0):
                wrong.append(f"shipment {pickup} is torn or delivered first")
    else:
        most = sum(instance.demand[stop] for stop in trip)
    if instance.backhaul:
        most = max(most, sum(instance.backhaul[stop] for stop in trip))
        last = [instance.backhaul[stop] > 0 for stop in trip]
        if trip and (last[0] or last != sorted(last)):
            wrong.append("backhauls come first, or before other customers")
    if most > vehicle.capacity:
        wrong.append(f"load {most:g} over capacity {vehicle.capacity:g}")
    return wrong


def walk(instance, vehicle, trips, route):
    """Distance of one route in 1/scale, and the first location reached after its window closes, or None."""
    clock = instance.window[vehicle.depot][0] if instance.timed else 0
    distance, late, here, trip = 0, None, vehicle.depot, 0

    def released(number):
        return max((instance.release[stop] for stop in trips[number]), default=0) if instance.release else 0

    clock = max(clock, released(0))
    for stop in route + [vehicle.depot]:
        leg = instance.distance(here, stop)
        distance += leg
        if instance.timed:
            opens, closes = instance.window[stop]
            clock = max(clock + leg, opens)
            if clock > closes * (1 + TOLERANCE) and late is None:
                late = stop
            if stop >= instance.depots:
                clock += instance.service[stop]
        here = stop
        if stop < instance.depots and trip + 1 < len(trips):
            trip += 1
            clock = max(clock, released(trip))
    return distance, late


def shortest(instance, depot, route):
    """The least duration of a punctual route over all departures: the clock of its latest departure that waits no longer than it
    must. Backwards, how late each stop may begin for the end that the earliest departure reaches."""
    times = [instance.window[depot][0]]
    stops = [depot, *route, depot]
    for here, stop in zip(stops, stops[1:]):
        leave = times[-1] + (instance.service[here] if here >= instance.depots else 0)
        times.append(max(leave + instance.distance(here, stop), instance.window[stop][0]))
    begin = times[-1]
    for i in range(len(stops) - 2, -1, -1):
        here, stop = stops[i], stops[i + 1]
        service = instance.service[here] if here >= instance.depots else 0
        begin = min(begin - instance.distance(here, stop) - service, instance.window[here][1])
    return times[-1] - begin


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
    print(f"{'infeasible' if wrong else 'feasible'}: cost {cost:.10g}, {used(routes)} routes", *wrong[:20], sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
