"""CBC on the strong formulation, as an MPS file, its defaults but for limits; the release that PuLP ships.

CBC has its own reader: the clock starts when it says that it has read the model. Costs and bounds are taken from what it
prints, at the time when it does: it writes to a terminal, as it keeps its lines back from a pipe."""
import importlib.util
import math
import os
import platform
import pty
import re
import subprocess
import tempfile

import numpy

from site_common import SiteRun

NUMBER = r"(-?\d[\d.]*(?:e[-+]?\d+)?)"
VERSION = re.compile(r"Version: (\S+)")
COST = re.compile(rf"Integer solution of {NUMBER} found|on tree, {NUMBER} best solution|best objective {NUMBER}")
ROOT = re.compile(rf"Continuous objective value is {NUMBER}")  # six digits
BOUND = re.compile(rf"Cbc0013I .* changed objective from \S+ to {NUMBER}|best possible {NUMBER}")  # eight
NO_SOLUTION = 1e49


def program():
    """The binary that PuLP ships; not every installer marks it as one."""
    kind = {"x86_64": "i64", "aarch64": "arm64"}.get(platform.machine(), "i64")
    path = os.path.join(os.path.dirname(importlib.util.find_spec("pulp").origin), "solverdir", "cbc", "linux", kind, "cbc")
    if not os.access(path, os.X_OK):
        os.chmod(path, 0o755)
    return path


def write_mps(model, path):
    """Free MPS: columns C0, C1, ... and rows R0, R1, ...; the lower bound of a column is 0, as MPS has it."""
    equal, at_most = model.row_lower == model.row_upper, numpy.isfinite(model.row_upper)
    kinds = numpy.where(equal, "E", numpy.where(at_most, "L", "G")).tolist()
    right = numpy.where(at_most, model.row_upper, model.row_lower).tolist()
    start, index, value = (part.tolist() for part in model.by_column())
    cost, upper = model.cost.tolist(), model.upper.tolist()
    with open(path, "w", encoding="ascii") as file:
        file.write("NAME location\nROWS\n N cost\n")
        file.writelines(f" {kind} R{row}\n" for row, kind in enumerate(kinds))
        file.write("COLUMNS\n")
        inside = False
        for column, whole in enumerate(model.integer.tolist()):
            if whole != inside:
                inside = whole
                file.write(f" M{column} 'MARKER' '{'INTORG' if whole else 'INTEND'}'\n")
            file.write(f" C{column} cost {cost[column]!r}\n")
            file.writelines(f" C{column} R{index[at]} {value[at]!r}\n" for at in range(start[column], start[column + 1]))
        if inside:
            file.write(" M 'MARKER' 'INTEND'\n")
        file.write("RHS\n")
        file.writelines(f" right R{row} {limit!r}\n" for row, limit in enumerate(right) if limit)
        file.write("BOUNDS\n")
        file.writelines(f" UP box C{column} {limit!r}\n" for column, limit in enumerate(upper) if limit < math.inf)
        file.write("ENDATA\n")


def read_solution(path, count):
    """(values of the columns, their cost); None twice: CBC has no plan."""
    if not os.path.exists(path):
        return None, None
    with open(path, encoding="ascii", errors="replace") as file:
        lines = file.read().splitlines()
    head = re.search(rf"objective value\s+{NUMBER}", lines[0]) if lines else None
    if not head or "infeasible" in lines[0].lower() or "no integer solution" in lines[0].lower():
        return None, None
    values = numpy.zeros(count)
    for words in map(str.split, lines[1:]):
        words = words[1:] if words[0] == "**" else words  # the mark of a value outside its limits
        values[int(words[1][1:])] = float(words[2])
    return values, float(head.group(1))


def number(pattern, line):
    match = pattern.search(line)
    return float(next(filter(None, match.groups()))) if match else None


def told(run, line):
    """What a printed line says. Printed bounds are rounded: they are lowered by what that may have added."""
    cost, root, bound = number(COST, line), number(ROOT, line), number(BOUND, line)
    if root is not None:
        bound = root - 5e-6 * abs(root)
    elif bound is not None:
        bound -= 5e-8 * abs(bound)
    run.tell(cost if cost is None or cost < NO_SOLUTION else None, bound)


def lines_of(command):
    """What a program says, line by line, while it says it."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL)
    os.close(theirs)
    with open(ours, encoding="utf-8", errors="replace") as terminal:
        try:
            yield from terminal
        except OSError:
            pass  # how a terminal says that nobody writes to it any more
    process.wait()


def main():
    run = SiteRun("pulp")
    with tempfile.TemporaryDirectory() as folder:
        model, solution = os.path.join(folder, "model.mps"), os.path.join(folder, "solution.txt")
        write_mps(run.model, model)
        run.start()
        complete = False
        for line in lines_of([program(), model, "-timeMode", "elapsed", "-seconds", f"{run.options.time:g}",
                              "-ratioGap", f"{run.options.gap:g}", "-solve", "-solution", solution]):
            if "read with 0 errors" in line:
                run.start()
            if VERSION.match(line):
                run.version = f"{VERSION.match(line).group(1)} (PuLP {run.version})"
            complete |= "Search completed" in line
            told(run, line)
        took_s = run.elapsed()
        values, cost = read_solution(solution, run.model.column_count)
    if values is not None:
        run.tell(cost, cost - run.options.gap * abs(cost) if complete else None)  # it left out what is less than the gap better
    run.finish(values, took_s)


main()
