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

KINDS = ("plain", "windows", "pairs", "fleet", "multiwindow", "breaks", "priorities", "rich")
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


def plain_or_rich(kind, size, rng, where):
    vehicles = max(2, size // (12 if kind == "rich" else 10))
    hours = {"time_window": [0, DAY_S]} if kind != "plain" else {}
    fleet = [{"id": k, "start_index": 0, "end_index": 0, "capacity": [110], **hours} for k in range(vehicles)]
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
    fleet = [{"id": k, "start_index": 0, "end_index": 0, "capacity": [40], "time_window": [0, DAY_S]} for k in range(max(2, size // 10))]
    shipments = []
    for i in range(1, size, 2):
        pickup = {"id": i, "service": 240, "location_index": i, **window(rng, 0.4)}
        opens = pickup.get("time_windows", [[0]])[0][0]
        delivery = {"id": i, "service": 240, "location_index": i + 1}
        if rng.random() < 0.4:
            delivery["time_windows"] = [[opens + 1800, opens + rng.choice((9000, 14400))]]
        shipments.append({"amount": [rng.randrange(1, 20)], "pickup": pickup, "delivery": delivery})
    return fleet, [], shipments, {}


def fleet(kind, size, rng, where):
    vans = {"profile": "car", "capacity": [100], "costs": {"fixed": 3000, "per_hour": 3600, "per_km": 200}, "skills": [1]}
    trucks = {"profile": "truck", "capacity": [260], "costs": {"fixed": 7000, "per_hour": 4200, "per_km": 450}}
    bicycles = {"profile": "car", "capacity": [30], "speed_factor": 0.6, "costs": {"fixed": 800, "per_hour": 2800}, "skills": [1, 2]}
    kinds = [vans] * (1 + size // 13) + [trucks] * max(1, size // 60) + [bicycles] * max(1, size // 40)
    vehicles = [{"id": k, "start_index": 0, "end_index": 0, "time_window": [0, DAY_S], **one} for k, one in enumerate(kinds)]
    jobs = [{"id": i, "service": 240, "location_index": i, "delivery": [rng.randrange(1, 20)], **window(rng, 0.3)} for i in range(1, size + 1)]
    for job in jobs:
        if rng.random() < 0.15:
            job["skills"] = [1]
    car = legs_of(where)
    truck = [[0 if i == j else round(leg * rng.uniform(1.05, 1.5)) for j, leg in enumerate(row)] for i, row in enumerate(car)]
    return vehicles, jobs, [], {"truck": truck}


def multiwindow(kind, size, rng, where):
    vehicles = [{"id": k, "start_index": 0, "end_index": 0, "capacity": [130], "time_window": [0, DAY_S]} for k in range(max(2, size // 10))]
    jobs = []
    for i in range(1, size + 1):
        windows, opens = [], rng.randrange(0, 9000)
        for _ in range(rng.choice((1, 2, 2, 3))):
            length = rng.choice((1800, 3600, 5400))
            windows.append([opens, opens + length])
            opens += length + rng.randrange(3600, 9000)
        jobs.append({"id": i, "service": 300, "location_index": i, "delivery": [rng.randrange(1, 20)], "time_windows": windows})
    return vehicles, jobs, [], {}


def breaks(kind, size, rng, where):
    vehicles = []
    for k in range(max(2, size // 10)):
        rests = [{"id": 1, "service": 2700, "time_windows": [[12600, 18000]]}]
        if k % 3 == 0:
            rests.append({"id": 2, "service": 900, "time_windows": [[23400, 27000]]})
        vehicles.append({"id": k, "start_index": 0, "end_index": 0, "capacity": [130], "time_window": [0, DAY_S], "breaks": rests})
    jobs = [{"id": i, "service": 300, "location_index": i, "delivery": [rng.randrange(1, 20)], **window(rng, 0.5)} for i in range(1, size + 1)]
    return vehicles, jobs, [], {}


def priorities(kind, size, rng, where):
    hours = {"time_window": [0, 14400]}
    vehicles = [{"id": k, "start_index": 0, "end_index": 0, "capacity": [90], **hours} for k in range(max(2, size // 14))]
    jobs = [{"id": i, "service": 420, "location_index": i, "delivery": [rng.randrange(1, 20)], "priority": rng.choice((0, 0, 1, 5, 10, 20, 50, 100))}
            for i in range(1, size + 1)]
    return vehicles, jobs, [], {}


def document(kind, size, seed):
    rng = random.Random(f"{kind} {size} {seed}")
    where = places(rng, size)
    make = {"plain": plain_or_rich, "windows": plain_or_rich, "rich": plain_or_rich, "pairs": pairs, "fleet": fleet, "multiwindow": multiwindow,
            "breaks": breaks, "priorities": priorities}[kind]
    vehicles, jobs, shipments, others = make(kind, size, rng, where)
    matrices = {"car": {"durations": legs_of(where)}}
    for profile, durations in others.items():
        matrices[profile] = {"durations": durations}
    if others:
        metres = [[round(1.3 * math.dist(a, b)) for b in where] for a in where]
        for matrix in matrices.values():
            matrix["distances"] = metres
    return {"vehicles": vehicles, "jobs": jobs, "shipments": shipments, "matrices": matrices}
