"""Days of tasks for bench/vroom, in VROOM's own format with their matrices, made from a kind, a size and a seed.

plain       one capacity, as much as the vehicles carry or a little more
windows     time windows, service times, a fixed cost a vehicle
pairs       pickups and deliveries with windows
fleet       vans, trucks and bicycles: capacities, speeds, costs by vehicle, hour and km, skills; trucks drive other ways, which
            are not the same there and back
multiwindow up to three windows a task
breaks      a midday break, for every third vehicle a second one, windows
priorities  priorities from 0 to 100, and about a third more than can be served
rich        windows, skills, priorities, pickups and deliveries, a break"""
import math
import random

DAY_S = 36000


def places(rng, size):
    """The depot and the places of tasks: three towns."""
    return [(rng.gauss(0, 1) * 6000 + rng.choice((-8000, 0, 8000)), rng.gauss(0, 1) * 6000) for _ in range(size + 1)]


def legs_of(where):
    return [[0 if i == j else round(1 + 1.3 * math.dist(a, b) / 9) for j, b in enumerate(where)] for i, a in enumerate(where)]


def window(rng, share=0.6):
    """Nothing, or the only window of a task."""
    if rng.random() >= share:
        return {}
    opens = rng.randrange(0, 28000)
    return {"time_windows": [[opens, opens + rng.choice((3600, 7200, 14400))]]}


def vans(count, capacity, closes=DAY_S):
    """At least two vehicles of the depot; closes None: at any hour."""
    hours = {} if closes is None else {"time_window": [0, closes]}
    return [{"id": k, "start_index": 0, "end_index": 0, "capacity": [capacity], **hours} for k in range(max(2, count))]


def job(rng, i, service):
    """A delivery at the place of its number."""
    return {"id": i, "service": service, "location_index": i, "delivery": [rng.randrange(1, 20)]}


# A kind each: vehicles, jobs, shipments, and durations of profiles other than car.


def plain_or_rich(kind, size, rng, where):
    fleet = vans(size // (12 if kind == "rich" else 10), 110, DAY_S if kind != "plain" else None)
    jobs, shipments, i = [], [], 1
    while i <= size:
        task = {"service": 300 if kind != "plain" else 0, "location_index": i}
        if kind != "plain":
            task.update(window(rng))
        if kind == "rich" and rng.random() < 0.3 and i < size:
            other = {"id": i, "service": 300, "location_index": i + 1}
            shipments.append({"amount": [rng.randrange(1, 15)], "pickup": {"id": i, "service": 300, "location_index": i}, "delivery": other})
            i += 2
            continue
        task.update(id=i, delivery=[rng.randrange(1, 20)])
        if kind == "rich":
            task["priority"] = rng.choice((0, 0, 0, 5, 10))
            if rng.random() < 0.2:
                task["skills"] = [1]
        jobs.append(task)
        i += 1
    for k, vehicle in enumerate(fleet):
        if kind == "windows":
            vehicle["costs"] = {"fixed": 3600}
        if kind == "rich":
            vehicle["skills"] = [1] if k % 2 else []
            vehicle["breaks"] = [{"id": 1, "service": 1800, "time_windows": [[14400, 19800]]}]
    return fleet, jobs, shipments, {}


def pairs(kind, size, rng, where):
    shipments = []
    for i in range(1, size, 2):
        pickup = {"id": i, "service": 240, "location_index": i, **window(rng, 0.4)}
        opens = pickup.get("time_windows", [[0]])[0][0]
        delivery = {"id": i, "service": 240, "location_index": i + 1}
        if rng.random() < 0.4:
            delivery["time_windows"] = [[opens + 1800, opens + rng.choice((9000, 14400))]]
        shipments.append({"amount": [rng.randrange(1, 20)], "pickup": pickup, "delivery": delivery})
    return vans(size // 10, 40), [], shipments, {}


def fleet(kind, size, rng, where):
    van = {"profile": "car", "capacity": [100], "costs": {"fixed": 3000, "per_hour": 3600, "per_km": 200}, "skills": [1]}
    truck = {"profile": "truck", "capacity": [260], "costs": {"fixed": 7000, "per_hour": 4200, "per_km": 450}}
    bicycle = {"profile": "car", "capacity": [30], "speed_factor": 0.6, "costs": {"fixed": 800, "per_hour": 2800}, "skills": [1, 2]}
    kinds = [van] * (1 + size // 13) + [truck] * max(1, size // 60) + [bicycle] * max(1, size // 40)
    vehicles = [{"id": k, "start_index": 0, "end_index": 0, "time_window": [0, DAY_S], **one} for k, one in enumerate(kinds)]
    jobs = [{**job(rng, i, 240), **window(rng, 0.3)} for i in range(1, size + 1)]
    for task in jobs:
        if rng.random() < 0.15:
            task["skills"] = [1]
    slower = [[0 if i == j else round(leg * rng.uniform(1.05, 1.5)) for j, leg in enumerate(row)] for i, row in enumerate(legs_of(where))]
    return vehicles, jobs, [], {"truck": slower}


def multiwindow(kind, size, rng, where):
    jobs = []
    for i in range(1, size + 1):
        windows, opens = [], rng.randrange(0, 9000)
        for _ in range(rng.choice((1, 2, 2, 3))):
            length = rng.choice((1800, 3600, 5400))
            windows.append([opens, opens + length])
            opens += length + rng.randrange(3600, 9000)
        jobs.append({**job(rng, i, 300), "time_windows": windows})
    return vans(size // 10, 130), jobs, [], {}


def breaks(kind, size, rng, where):
    vehicles = vans(size // 10, 130)
    for k, vehicle in enumerate(vehicles):
        vehicle["breaks"] = [{"id": 1, "service": 2700, "time_windows": [[12600, 18000]]}]
        if k % 3 == 0:
            vehicle["breaks"].append({"id": 2, "service": 900, "time_windows": [[23400, 27000]]})
    jobs = [{**job(rng, i, 300), **window(rng, 0.5)} for i in range(1, size + 1)]
    return vehicles, jobs, [], {}


def priorities(kind, size, rng, where):
    jobs = [{**job(rng, i, 420), "priority": rng.choice((0, 0, 1, 5, 10, 20, 50, 100))} for i in range(1, size + 1)]
    return vans(size // 14, 90, 14400), jobs, [], {}


KINDS = {"plain": plain_or_rich, "windows": plain_or_rich, "pairs": pairs, "fleet": fleet, "multiwindow": multiwindow, "breaks": breaks,
         "priorities": priorities, "rich": plain_or_rich}


def document(kind, size, seed):
    """The day in VROOM's format, the same bytes every time."""
    rng = random.Random(f"{kind} {size} {seed}")
    where = places(rng, size)
    vehicles, jobs, shipments, others = KINDS[kind](kind, size, rng, where)
    matrices = {profile: {"durations": durations} for profile, durations in {"car": legs_of(where), **others}.items()}
    if others:
        metres = [[round(1.3 * math.dist(a, b)) for b in where] for a in where]
        for matrix in matrices.values():
            matrix["distances"] = metres
    return {"vehicles": vehicles, "jobs": jobs, "shipments": shipments, "matrices": matrices}
