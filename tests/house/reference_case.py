#!/usr/bin/env python3
"""The reference case agrees with itself and with what its README says; with MAILLAGE_DATASETS, its tables are what
tools/make_reference_case.py writes.   reference_case.py ROOT
"""
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

DAY_TOTALS = {"2024": (62900, 62900), "2026": (78938, 57162), "2028": (98624, 48576), "2030": (119400, 39800)}


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def main():
    root = Path(sys.argv[1])
    case = root / "examples/auvergne-rhone-alpes"
    sites, sizes, demand = (read(case / name) for name in ("sites.csv", "sizes.csv", "demand.csv"))
    scenario = json.loads((case / "scenario.json").read_text(encoding="utf-8"))
    readme = (case / "README.md").read_text(encoding="utf-8")
    problems = []

    def expect(condition, text):
        if not condition:
            problems.append(text)

    for period, totals in DAY_TOTALS.items():
        for service, total in zip(("next_day", "two_day"), totals):
            milli = sum(int(row[f"{service}_{period}_units_per_day"].replace(".", "")) for row in demand)
            expect(milli == 1000 * total, f"demand.csv: {service} {period} sums to {milli / 1000}, not {total}")
    for name, rows, key in (("sites.csv", sites, "id"), ("sizes.csv", sizes, "size"), ("demand.csv", demand, "id")):
        expect(len({row[key] for row in rows}) == len(rows), f"{name}: a {key} stands twice")
    size_of = {row["size"]: row["kind"] for row in sizes}
    for site in sites:
        for size in filter(None, [site["state_today"], site["decided_size"], *site["allowed_sizes"].split(";")]):
            expect(size_of.get(size) == site["kind"], f"sites.csv: {site['id']}: {size} is no size of {site['kind']}")
    kinds = {kind for level in scenario["levels"] for kind in (level if isinstance(level, list) else [level])}
    expect(kinds == {site["kind"] for site in sites}, "scenario.json: levels and kinds of sites differ")
    expect(sum(p["budget_eur"] for p in scenario["periods"]) == scenario["budget_total_eur"], "budgets do not add up")
    for name, count in (("sites.csv", len(sites)), ("sizes.csv", len(sizes)), ("demand.csv", len(demand))):
        said = re.search(rf"^\| `{name}` \| ([\d,]+) \|", readme, re.MULTILINE)
        expect(said and int(said.group(1).replace(",", "")) == count, f"README.md: {name} has {count} rows")

    if os.environ.get("MAILLAGE_DATASETS"):
        done = subprocess.run([sys.executable, root / "tools/make_reference_case.py", "--check"], capture_output=True, text=True)
        expect(done.returncode == 0, done.stdout + done.stderr)
    else:
        print("skipped: the tables against their sources (MAILLAGE_DATASETS is not set)")
    print(*problems, f"{len(sites)} sites, {len(demand)} communes, {len(problems)} problems", sep="\n")
    sys.exit(bool(problems))


main()
