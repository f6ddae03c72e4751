"""Start one solver on one location problem, pinned, watch its memory, judge its answer: gives one run of the results file."""
import glob
import json
import math
import os
import tempfile
from fractions import Fraction

import location_check
import solvers
from location import Unreadable

VENV = "bench-venv-siting"
PEERS = {"highs": "highspy", "cbc": "pulp"}  # name (its script is bench/peers/site_NAME.py): the module it needs
PATIENCE = 3  # a run is killed after so many budgets and a minute: some solvers look at the clock too seldom
LATE = 1.05  # what is reached more than 5 % and 0.1 s over the budget was not reached
ROUGH = Fraction(1, 10 ** 6)  # peers count in doubles and keep limits to about that
FINE = Fraction(1, 10 ** 9)


def interpreter():
    return os.path.join(solvers.ROOT, "build", VENV, "bin", "python")


def lacking(peer):
    """Why a peer cannot run here, or None."""
    if peer not in PEERS:
        return f"no such peer: {', '.join(PEERS)}"
    if not os.path.exists(interpreter()):
        return f"{os.path.relpath(interpreter(), solvers.ROOT)} is not there: bench/setup installs it"
    if not glob.glob(os.path.join(solvers.ROOT, "build", VENV, "lib", "python3*", "site-packages", PEERS[peer])):
        return f"{PEERS[peer]} is not installed in build/{VENV}: bench/setup says why"
    return None


def command_of(solver, case, out, trace, threads, options):
    given = [f"{name}={value}" for name, value in case.options.items()] + (options.ours if solver == "maillage" else [])
    common = ["--format", case.format, "--gap", f"{options.gap:g}"] + [word for one in given for word in ("--option", one)]
    if solver == "maillage":
        return [options.program, "site", case.path, "-o", out, "-t", f"{options.budget:g}", "-j", str(threads), "--log", "json",
                *common]
    script = os.path.join(solvers.ROOT, "bench", "peers", f"site_{solver}.py")
    return [interpreter(), "-B", script, case.path, out, "--time", f"{options.budget:g}", "--threads", str(threads), "--trace", trace,
            *common]


def progress(said):
    """[seconds, cost, bound] of maillage's lines of JSON; None: not known yet."""
    events = []
    for line in said.splitlines():
        if line.startswith("{"):
            try:
                event = json.loads(line)
                events.append([event["elapsed_s"], event["cost"], event["bound"]])
            except (ValueError, KeyError):
                continue  # cut off by a signal
    return events


def read_trace(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [[None if word == "-" else float(word) for word in line.split()] for line in file if len(line.split()) == 3]


def gap(cost, bound):
    """The share of the cost that a solver has not proved yet, or None."""
    if cost is None or bound is None:
        return None
    return max(0.0, (cost - bound) / abs(cost)) if cost else (0.0 if bound >= 0 else math.inf)


def reached(trace, share, limit_s):
    """When a run's own gap was first at most `share`; None: not before limit_s."""
    cost = bound = None
    for when, a, b in sorted(trace, key=lambda event: event[0]):
        cost = a if cost is None or (a is not None and a < cost) else cost
        bound = b if bound is None or (b is not None and b > bound) else bound
        own = gap(cost, bound)
        if own is not None and own <= share * (1 + 1e-9):
            return when if when <= limit_s else None
    return None


def judge(problem, out):
    """(plan, exact cost, wrong): plan None: no answer; cost None: an answer that does not count, and why."""
    if not os.path.exists(out):
        return None, None, []
    try:
        plan = location_check.read_plan(out)
    except Unreadable as error:
        return None, None, [str(error)]
    cost, wrong = location_check.check(problem, plan)
    return plan, None if wrong else cost, wrong


def doubts(case, plan, cost, bound, tolerance):
    """(wrong, alarms). Wrong: a cost that is not what the plan is worth. Alarms: what cannot be, a bound above a cost that is
    known or a cost below a known optimum. Our bounds are rounded up as our costs are."""
    wrong, alarms, known = [], [], case.known
    quantum = plan.quantum if plan else 0
    if cost is not None:
        worth = location_check.rounded_up(cost, quantum)
        if plan.cost is None or plan.cost < worth - tolerance * abs(worth) or (quantum and plan.cost != worth):
            wrong.append(f"it says that it costs {plan.cost and float(plan.cost)}; it costs {float(worth):.12g}")
        if bound is not None and bound > worth + tolerance * abs(worth):
            alarms.append(f"bound {float(bound):.12g} above its own cost {float(worth):.12g}")
    if known:
        most = location_check.rounded_up(known.value + known.slack, quantum) + tolerance * abs(known.value)
        if bound is not None and bound > most:
            alarms.append(f"bound {float(bound):.12g} above the published value {float(known.value):.12g} ({known.kind})")
        if cost is not None and known.kind == "optimum" and cost < known.value - known.slack - tolerance * abs(known.value):
            alarms.append(f"cost {float(cost):.12g} below the published optimum {float(known.value):.12g}")
    return wrong, alarms


def run(solver, case, problem, threads, cores, options):
    """One run; `cores` is what taskset takes. A solver that fails is a run without cost, never an exception."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        out, trace = os.path.join(folder, "plan.json"), os.path.join(folder, "trace")
        command = command_of(solver, case, out, trace, threads, options)
        done = solvers.Watched(command, cores, PATIENCE * options.budget + 60, options.memory)
        plan, cost, wrong = judge(problem, out)
        events = progress(done.said) if solver == "maillage" else read_trace(trace)
        about = {"version": options.version, "solve_s": done.wall_s} if solver == "maillage" else read_side(out + ".json", done)
    told = [*(event[2] for event in events), about.get("bound"), plan and plan.bound]
    told = [Fraction(bound) for bound in told if bound is not None]
    bound = plan.bound if plan else max(told, default=None)
    doubtful, alarms = doubts(case, plan, cost, max(told, default=None), FINE if solver == "maillage" else ROUGH)
    wrong += doubtful
    if not wrong and cost is not None:
        events = believed(events, float(cost)) + [[about["solve_s"], float(cost), as_float(bound)]]
    answer = {"cost": None if wrong else as_float(cost), "bound": as_float(bound), "bound_kind": plan.bound_kind if plan else "",
              "quantum": float(plan.quantum) if plan else 0.0, "open_sites": len(plan.open) if plan else None,
              "missing": "" if plan or wrong else why_missing(done), "wrong": wrong, "alarms": alarms,
              **times(events, options.budget, answered=not wrong and cost is not None)}
    return {"solver": options.name if solver == "maillage" else solver, "version": about["version"], "set": case.set,
            "instance": case.name, "sites": problem.sites, "clients": problem.clients, "plants": problem.plants,
            "threads": threads, "budget_s": options.budget, "gap_asked": options.gap, **published(case.known), **answer,
            "solve_s": round(about["solve_s"], 4), "wall_s": round(done.wall_s, 4),
            "cpu_s": round(done.cpu_s + about.get("helper_cpu_s", 0), 2),
            "peak_mb": round(max(done.peak_mb, about.get("helper_mb", 0)), 1), "exit": done.exit, "trace": events}


def believed(events, cost):
    """A solver that found something cheaper on its way than its plan in the end did not find it."""
    return [[when, told if told is not None and told >= cost * (1 - 1e-6) else None, bound] for when, told, bound in events]


def times(events, budget_s, answered):
    limit_s = LATE * budget_s + 0.1
    return {key: reached(events, share, limit_s) if answered else None for key, share in (("to_1", 0.01), ("to_01", 0.001))}


def published(known):
    if known is None:
        return {"known": None, "known_kind": "", "known_slack": 0.0}
    return {"known": float(known.value), "known_kind": known.kind, "known_slack": float(known.slack)}


def read_side(path, done):
    """What a peer says of itself; it says nothing when it dies."""
    if not os.path.exists(path):
        return {"version": "", "solve_s": done.wall_s}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def why_missing(done):
    """The last line that is no progress: a program ends with its reason."""
    lines = [line for line in done.said.splitlines() if line.strip() and not line.startswith("{")]
    return f"killed after {done.wall_s:.0f} s" if done.killed else f"exit {done.exit}: {lines[-1][:300] if lines else 'no word'}"


def as_float(value):
    return None if value is None else float(value)
