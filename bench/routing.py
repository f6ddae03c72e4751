#!/usr/bin/env python3
"""Gap of `maillage route` to the best known costs: a table of instances and budgets, every answer verified.

    MAILLAGE_DATASETS=DIR bench/routing.py PROGRAM [--seconds 1,10] [--seeds 1] [--sets X,VRPTW-GH] [--largest 400]

Reads DIR/vrp/<set>/ (VRPLIB with .sol beside it, or Solomon text with bks.csv). One thread a run, one run at a time. Ends
with the mean gap by set and budget; exits 1 when an answer is missing or refused by `maillage check`.
"""
import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def best_known(path, listed):
    solution = path.with_suffix(".sol")
    if solution.exists():
        return float(re.search(r"^Cost\s*:?\s*([\d.]+)", solution.read_text(), re.MULTILINE | re.IGNORECASE).group(1))
    return listed.get(path.stem)


def listed_values(folder):
    """bks.csv: any column that names the instance, and one that says cost, distance or bks."""
    if not (folder / "bks.csv").exists():
        return {}
    with open(folder / "bks.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    value = next((c for c in rows[0] if re.search("cost|distance|bks", c, re.IGNORECASE)), None)
    return {row[next(iter(rows[0]))]: float(row[value]) for row in rows if value and row[value]}


def size(path):
    found = re.search(r"^DIMENSION\s*:?\s*(\d+)", path.read_text(errors="replace"), re.MULTILINE)
    return int(found.group(1)) if found else sum(1 for _ in open(path, errors="replace"))


def run(program, path, seconds, seed, folder):
    """Cost of a verified answer, or None and why."""
    answer = folder / "answer.sol"
    answer.unlink(missing_ok=True)
    solve = subprocess.run([program, "route", path, "-o", answer, "-t", str(seconds), "-j", "1", "--seed", str(seed), "-q"],
                           capture_output=True, text=True)
    if solve.returncode or not answer.exists():
        return None, solve.stderr.strip()
    check = subprocess.run([program, "check", path, answer], capture_output=True, text=True)
    if check.returncode:
        return None, (check.stdout + check.stderr).strip()
    return float(re.search(r"^Cost\s*:?\s*([\d.]+)", answer.read_text(), re.MULTILINE).group(1)), ""


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("program")
    ask.add_argument("--seconds", default="1,10")
    ask.add_argument("--seeds", type=int, default=1)
    ask.add_argument("--sets", default="X,VRPTW-GH")
    ask.add_argument("--largest", type=int, default=400)
    a = ask.parse_args()
    data = os.environ.get("MAILLAGE_DATASETS")
    if not data:
        print("skipped: routing against best known costs (MAILLAGE_DATASETS is not set)")
        return
    bad = 0
    print(f"{'instance':<28}{'seconds':>8}{'seed':>6}{'cost':>14}{'best known':>14}{'gap %':>8}")
    for name in a.sets.split(","):
        folder = Path(data) / "vrp" / name
        listed = listed_values(folder)
        files = sorted((p for p in folder.iterdir() if p.suffix in (".vrp", ".txt")), key=lambda p: (size(p), p.name))
        for seconds in (float(s) for s in a.seconds.split(",")):
            gaps = []
            for path in (p for p in files if size(p) <= a.largest):
                known = best_known(path, listed)
                for seed in range(1, a.seeds + 1):
                    with tempfile.TemporaryDirectory() as temp:
                        cost, why = run(a.program, path, seconds, seed, Path(temp))
                    if cost is None:
                        bad += 1
                        print(f"{path.stem:<28}{seconds:>8g}{seed:>6} FAILED: {why.splitlines()[:1]}")
                        continue
                    gap = 100 * (cost / known - 1) if known else float("nan")
                    gaps += [gap] if known else []
                    print(f"{path.stem:<28}{seconds:>8g}{seed:>6}{cost:>14.10g}{known or 0:>14.10g}{gap:>8.2f}", flush=True)
            if gaps:
                print(f"{name}: mean gap {sum(gaps) / len(gaps):.2f} % in {seconds:g} s over {len(gaps)} runs, worst {max(gaps):.2f} %")
    sys.exit(bool(bad))


main()
