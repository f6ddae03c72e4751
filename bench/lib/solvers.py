"""Start one solver on one problem, pinned, watch its memory, judge its answer: gives one run of the results file."""
import glob
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import checker
from instance import Unreadable

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PEERS = {  # name: (module and script in bench/peers, environment under build/, what it can take)
    "pyvrp": ("pyvrp", "bench-venv", "windows classes shipments"),
    "pyvrp013": ("pyvrp", "bench-venv-pyvrp013", "windows classes"),
    "hygese": ("hygese", "bench-venv", ""),
    "ortools": ("ortools", "bench-venv", "windows"),
    "vroom": ("vroom", "bench-venv", "windows threads"),
}
POLL_S = 0.02
FIRST_CORE = min(os.sched_getaffinity(0))


class Watched:
    """What a finished process took: wall_s, cpu_s, peak_mb (its own resident set), exit (negative: a signal), said, killed;
    with signal_after_s also answer_s, from an interrupt (SIGINT) to its end. It dies with this program, should that be killed."""

    def __init__(self, command, cores, limit_s, memory_gb=0, signal_after_s=None, environment=None):
        limits = ["prlimit", f"--as={int(memory_gb * 2**30)}"] if memory_gb else []
        with tempfile.TemporaryFile() as said:
            begin = time.monotonic()
            process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "taskset", "-c", cores, *limits, *command],
                                       stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True, env=environment)
            ended = threading.Event()
            waiter = threading.Thread(target=self._wait, args=(process, ended))
            waiter.start()
            self.killed, self.peak_mb, self.cpu_s, self.answer_s = False, 0.0, 0.0, None
            signalled = None
            while not ended.wait(POLL_S if time.monotonic() - begin > 0.5 else POLL_S / 10):
                now = time.monotonic() - begin
                self.peak_mb = max(self.peak_mb, resident_peak_mb(process.pid))
                self.cpu_s = max(self.cpu_s, processor_s(process.pid))
                if signal_after_s is not None and signalled is None and now >= signal_after_s:
                    signalled = time.monotonic()
                    os.kill(process.pid, signal.SIGINT)
                if now > limit_s and not self.killed:
                    self.killed = True
                    os.killpg(process.pid, signal.SIGKILL)  # the session started above, nothing else
            waiter.join()
            self.wall_s = self.end - begin
            self.answer_s = None if signalled is None else self.end - signalled
            self.exit = process.returncode
            said.seek(0)
            self.said = said.read().decode("utf-8", "replace").strip()

    def _wait(self, process, ended):
        """In a thread of its own, so that the end is noted when it comes and not at the next look."""
        process.wait()
        self.end = time.monotonic()
        ended.set()


def resident_peak_mb(pid):
    """Peak of the resident set of a running process; of a peer this includes Python and what it imports."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM:")), 0.0)
    except OSError:
        return 0.0


def processor_s(pid):
    """Processor time of a running process: much less than its wall time means that something else used its core."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            words = file.read().rpartition(")")[2].split()
            return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def cpu_clock(folder):
    """The environment in which a program's monotonic clock is its CPU time; it is given a library made in `folder`."""
    library = os.path.join(folder, "cpuclock.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cpuclock.c")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, source], check=True)
    return {**os.environ, "LD_PRELOAD": library}


def interpreter(peer):
    return os.path.join(ROOT, "build", PEERS[peer][1], "bin", "python")


def lacking(peer):
    """Why a peer cannot run here, or None."""
    python = interpreter(peer)
    if not os.path.exists(python):
        return f"{os.path.relpath(python, ROOT)} is not there: bench/setup installs it"
    if not glob.glob(os.path.join(ROOT, "build", PEERS[peer][1], "lib", "python3*", "site-packages", PEERS[peer][0])):
        return f"{PEERS[peer][0]} is not installed in build/{PEERS[peer][1]}: bench/setup says why"
    return None


def refuses(solver, instance, threads):
    """Why a solver is left out of a problem, or None."""
    if solver == "maillage":
        return None
    if instance.kind not in ("CVRP", "VRPTW", "SOLOMON", "LILIM") and "classes" not in PEERS[solver][2]:
        return f"is not given {instance.kind}"
    if instance.pairs and "shipments" not in PEERS[solver][2]:
        return "knows no shipments, or is not given them"
    if instance.timed and "windows" not in PEERS[solver][2]:
        return "knows no time windows"
    if threads > 1 and "threads" not in PEERS[solver][2]:
        return "has one thread"
    return None


def version_of(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    if not shutil.which("git"):
        return said.split()[-1]
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return f"{said.split()[-1]} {commit.stdout.strip()}".strip()


def read_trace(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [[float(words[0]), float(words[1])] for words in map(str.split, file) if len(words) == 2]


def judged(instance, out):
    """(cost or None, routes, what is wrong) of a solution file."""
    if not os.path.exists(out):
        return None, 0, ["no answer"]
    try:
        routes = checker.read_routes(out)
    except Unreadable as error:
        return None, 0, [str(error)]
    cost, wrong = checker.check(instance, routes)
    return None if wrong else cost, checker.used(routes), wrong[:5]


def run(solver, instance, budget_s, seed, threads, cores, options):
    """One run; `cores` is what taskset takes. A peer that fails is a run without cost, never an exception."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        out, trace, side = (os.path.join(folder, name) for name in ("out.sol", "out.trace", "out.sol.json"))
        if solver == "maillage":
            command = [options.program, "route", instance.path, "-o", out, "-t", f"{budget_s:g}", "-j", str(threads),
                       "--seed", str(seed), "--trace", trace, "-q"]
            for option in options.option:
                command += ["--option", option]
        else:
            script = os.path.join(ROOT, "bench", "peers", PEERS[solver][0] + ".py")
            command = [interpreter(solver), "-B", script, instance.path, out, "--time", f"{budget_s:g}", "--seed", str(seed),
                       "--threads", str(threads), "--trace", trace]
        done = Watched(command, cores, 10 * budget_s + 300, options.memory, environment=options.environment)
        cost, routes, wrong = judged(instance, out)
        if done.exit and cost is None:
            wrong = [f"killed after {done.wall_s:.0f} s" if done.killed else f"exit {done.exit}: {done.said[-300:]}"] + wrong
        about = {"version": options.version if solver == "maillage" else "", "solve_s": done.cpu_s if options.cpu else done.wall_s}
        if solver != "maillage" and os.path.exists(side):
            with open(side, encoding="utf-8") as file:
                about = json.load(file)
        points = read_trace(trace)
        if cost is not None and (not points or points[-1][1] > cost * (1 + 1e-6)):
            points.append([about["solve_s"], cost])  # the answer itself, where the trace did not tell it
        return {"solver": solver, "version": about["version"], "set": instance.folder, "instance": instance.name,
                "customers": instance.customers, "threads": threads, "budget_s": budget_s, "seed": seed,
                "cost": cost, "best_known": instance.best_known, "routes": routes, "wrong": wrong,
                "solve_s": round(about["solve_s"], 4), "wall_s": round(done.wall_s, 4),
                "cpu_s": round(done.cpu_s, 2), "peak_mb": round(done.peak_mb, 1), "exit": done.exit, "trace": points}
