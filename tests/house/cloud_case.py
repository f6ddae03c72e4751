#!/usr/bin/env python3
"""The cloud example agrees with itself and with what its README says; with MAILLAGE_DATASETS, its tables are what
tools/make_cloud_case.py writes.   cloud_case.py ROOT
"""
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

# GPU-hours of demand a day in 2030, by service: 700 GPUs a MW of mean load.
MEAN_MW_2030 = {"realtime": 19.2, "interactive": 44.2, "batch": 18.2, "training": 14.4}


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def main():
    root = Path(sys.argv[1])
    case = root / "examples/cloud-france"
    sites, sizes, demand = (read(case / name) for name in ("sites.csv", "sizes.csv", "demand.csv"))
    scenario = json.loads((case / "scenario.json").read_text(encoding="utf-8"))
    readme = (case / "README.md").read_text(encoding="utf-8")
    problems = []

    def expect(condition, text):
        if not condition:
            problems.append(text)

    for service, mw in MEAN_MW_2030.items():
        units = sum(float(row[f"{service}_2030_units_per_day"]) for row in demand)
        expect(abs(units / 24 / 700 - mw) < 0.06, f"demand.csv: {service} 2030 is {units / 24 / 700:.2f} MW, not {mw}")
    for name, rows, key in (("sites.csv", sites, "id"), ("demand.csv", demand, "id")):
        expect(len({row[key] for row in rows}) == len(rows), f"{name}: a {key} stands twice")
    sizes_of = {}
    for row in sizes:
        sizes_of.setdefault(row["kind"], set()).add(row["size"])
        expect(float(row["capacity_per_day"]) == float(row["it_mw"]) * 700 * 24, f"sizes.csv: capacity of {row['size']}")
    for site in sites:
        for size in filter(None, [site["state_today"], *site["allowed_sizes"].split(";")]):
            expect(size in sizes_of[site["kind"]], f"sites.csv: {site['id']}: {size} is no size of {site['kind']}")
    zones = {site["zone"] for site in sites}
    for service in scenario["services"]:
        expect(set(service["residency"]) <= zones, f"scenario.json: {service['id']} may rest where no site is")
    expect(sum(p["budget_eur"] for p in scenario["periods"]) == scenario["budget_total_eur"], "budgets do not add up")
    for name, count in (("sites.csv", len(sites)), ("sizes.csv", len(sizes)), ("demand.csv", len(demand))):
        said = re.search(rf"^\| `{name}` \| ([\d,]+) \|", readme, re.MULTILINE)
        expect(said and int(said.group(1).replace(",", "")) == count, f"README.md: {name} has {count} rows")

    if os.environ.get("MAILLAGE_DATASETS"):
        done = subprocess.run([sys.executable, root / "tools/make_cloud_case.py", "--check"], capture_output=True, text=True)
        expect(done.returncode == 0, done.stdout + done.stderr)
    else:
        print("skipped: the tables against their sources (MAILLAGE_DATASETS is not set)")
    print(*problems, f"{len(sites)} sites, {len(demand)} cities, {len(problems)} problems", sep="\n")
    sys.exit(bool(problems))


main()
