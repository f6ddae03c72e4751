#!/usr/bin/env python3
"""Run `maillage route` over a folder of VRPLIB problems and print gaps to the best known solutions.

    bench/routing_x.py [--program build/release/maillage] [--set DIR] [--time 10] [--seed 1] [--cpu N] [--jobs N] [NAME...]

DIR defaults to $MAILLAGE_DATASETS/vrp/X and holds X.vrp with X.sol beside it. Each run is pinned to one core and has one
thread. Every solution is checked here, from the problem file alone: each customer once, capacity, cost recomputed with
distances rounded to the nearest integer. Plain Python 3, no packages.
"""
import argparse, concurrent.futures, math, os, re, subprocess, sys, tempfile, time


def read_problem(path):
    problem, section = {"xy": {}, "demand": {}}, None
    for line in open(path):
        words = line.replace(":", " ").split()
        if not words:
            continue
        if words[0].endswith("_SECTION") or words[0] == "EOF":
            section = words[0]
        elif section == "NODE_COORD_SECTION":
            problem["xy"][int(words[0])] = (float(words[1]), float(words[2]))
        elif section == "DEMAND_SECTION":
            problem["demand"][int(words[0])] = int(words[1])
        elif section is None:
            problem[words[0]] = words[-1]
    if problem.get("EDGE_WEIGHT_TYPE") != "EUC_2D":
        raise ValueError(f"{path}: only EUC_2D is checked here")
    return problem


def read_routes(path):
    return [[int(w) for w in line.split(":")[1].split()] for line in open(path) if line.startswith("Route")]


def cost_of(problem, routes):
    """The cost of routes, or a ValueError that says what is wrong. Customer k is node k + 1; node 1 is the depot."""
    xy, capacity, seen, cost = problem["xy"], int(problem["CAPACITY"]), set(), 0
    for number, route in enumerate(routes, 1):
        if sum(problem["demand"][k + 1] for k in route) > capacity:
            raise ValueError(f"route {number} is overloaded")
        nodes = [1] + [k + 1 for k in route] + [1]
        for a, b in zip(nodes, nodes[1:]):
            cost += math.floor(math.hypot(xy[a][0] - xy[b][0], xy[a][1] - xy[b][1]) + 0.5)
        for k in route:
            if k in seen or k + 1 not in xy or k < 1:
                raise ValueError(f"customer {k} is served twice or does not exist")
            seen.add(k)
    if len(seen) != len(xy) - 1:
        raise ValueError(f"{len(xy) - 1 - len(seen)} customers are not served")
    return cost


def run(options, path, cpu):
    problem = read_problem(path)
    best_known = cost_of(problem, read_routes(path[:-4] + ".sol"))
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.sol")
        command = ["taskset", "-c", str(cpu), options.program, "route", path, "-o", out, "-t", str(options.time), "-j", "1",
                   "--seed", str(options.seed), "-q"]
        begin = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        took = time.monotonic() - begin
        if done.returncode:
            raise ValueError(f"{path}: exit {done.returncode}: {done.stderr.strip()}")
        cost = cost_of(problem, read_routes(out))
        claimed = re.search(r"^Cost\s+(\S+)", open(out).read(), re.M)
        if not claimed or float(claimed.group(1)) != cost:
            raise ValueError(f"{path}: the file claims {claimed and claimed.group(1)}, its routes cost {cost}")
    return cost, best_known, took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/maillage")
    parser.add_argument("--set", default=os.path.join(os.environ.get("MAILLAGE_DATASETS", ""), "vrp", "X"))
    parser.add_argument("--time", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cpu", type=int, default=0, help="first core to pin to")
    parser.add_argument("--jobs", type=int, default=1, help="runs side by side, a core each")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if not os.path.isdir(options.set):
        print(f"skipped: no folder {options.set or '(MAILLAGE_DATASETS is not set)'}")
        return 0
    names = options.names or sorted(f[:-4] for f in os.listdir(options.set) if f.endswith(".vrp"))
    paths = [os.path.join(options.set, name + ".vrp") for name in names]
    gaps, wrong = [], 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        cores = [options.cpu + i % options.jobs for i in range(len(paths))]
        runs = [pool.submit(run, options, path, core) for path, core in zip(paths, cores)]
        for name, future in zip(names, runs):
            try:
                cost, best_known, took = future.result()
            except (ValueError, OSError) as error:
                print(f"{name:24} WRONG {error}", flush=True)
                wrong += 1
                continue
            gaps.append(100.0 * (cost - best_known) / best_known)
            print(f"{name:24} cost {cost:9d}  best known {best_known:9d}  gap {gaps[-1]:6.2f} %  {took:6.2f} s", flush=True)
    if gaps:
        print(f"{len(gaps)} runs of {options.time:g} s, seed {options.seed}: mean gap {sum(gaps) / len(gaps):.3f} %")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
