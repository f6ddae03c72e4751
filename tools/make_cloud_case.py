#!/usr/bin/env python3
"""Write the tables of examples/cloud-france from the published data sets.

    MAILLAGE_DATASETS=DIR tools/make_cloud_case.py           writes sites.csv, sizes.csv, demand.csv
    MAILLAGE_DATASETS=DIR tools/make_cloud_case.py --check   writes nothing, exits 1 if a table would change

DIR holds `cases/` (sites, sizes and demand of the case) and `geo/cloud-regions.csv` (regions of providers in the world).
The tables are committed, so nobody needs DIR to run the example; scenario.json is kept by hand. What each number is,
a fact with its source or an assumption, stands in the README.md of the example. No number is random: the same inputs
give the same bytes.
"""
import os
import sys
from pathlib import Path

from case_tables import put, read, table

PERIODS = ("2024", "2026", "2028", "2030")
SERVICES = ("realtime", "interactive", "batch", "training")
CASE = Path(__file__).resolve().parent.parent / "examples" / "cloud-france"
DECIDED_IN = 2024           # the programme was announced in May 2024: connections are asked for then
CONNECTION_IN_CAPEX = 800_000  # EUR/MW of grid, the mean that capital of cloud-france-sizes.csv holds
WAGE, UPKEEP = 70_000, 0.02    # EUR a job and year; share of capital a year
DAYS, HOURS = 365, 24
NOT_OPEN = {"X-PJ-01"}      # a campus of another operator, without sizes: context only
PUE = {"edge": 1.25}        # small rooms; new large sites 1.15

# Regions of the operator abroad, which lend capacity: 25 MW each at a price that holds building, servers and staff.
ABROAD = {"eu-central-1": ("Francfort", "DE"), "eu-west-1": ("Irlande", "IE"), "eu-south-1": ("Milan", "IT-NO"),
          "eu-south-2": ("Espagne", "ES"), "eu-north-1": ("Stockholm", "SE")}
LENT_MW, LENT_EUR_PER_GPU_HOUR, LENT_TRANSIT_EUR_PER_GB = 25, 1.90, 0.02
GPUS_PER_MW = 700

NAMES = {
    "X-RG-01": "Région Paris", "X-HB-01": "La Courneuve (colocation)", "X-HB-02": "Marcoussis (colocation)",
    "X-HB-03": "Lisses (colocation)", "X-HB-04": "Marseille (colocation)", "X-HB-05": "Gravelines (campus cloud)",
    "X-HB-06": "Roubaix (campus cloud)", "X-HB-07": "Strasbourg (campus cloud)", "X-HB-08": "Bordeaux (colocation)",
    "X-HB-09": "Villeurbanne (colocation)", "X-PJ-02": "Fouju (campus IA)", "X-PJ-03": "Escaudain (campus IA)",
    "X-PJ-04": "Le Bosquel", "X-PJ-05": "Port de Dunkerque", "X-PJ-06": "Montereau (ancienne centrale)",
    "X-PJ-07": "Richemont (ancienne centrale)", "X-PJ-08": "La Maxe (ancienne centrale)", "X-PJ-09": "Dugny",
    "X-PJ-10": "Bordeaux (campus)", "X-PJ-11": "Plaine de l'Ain",
}
SITE_COLUMNS = ("id", "name", "kind", "lon", "lat", "region", "state_today", "allowed_sizes", "may_close",
                "earliest_opening_year", "latest_opening_year", "earliest_extension_year", "grid_zone",
                "connection_eur_per_mw", "zone", "pue", "transit_eur_per_gb")
SIZE_COLUMNS = ("kind", "size", "it_mw", "grid_mw", "capacity_per_day", "capex_eur", "opex_eur_per_year",
                "handling_eur_per_unit", "jobs", "embodied_tco2e", "area_m2", "close_eur", "min_fill", "life_years")


def sites(rows, regions):
    out = []
    for r in rows:
        if r["id"] in NOT_OPEN:
            continue
        wait_until = max(int(r["earliest_opening_year"]), DECIDED_IN + int(r["grid_wait_years"]))
        today = r["state_today"]
        out.append({
            "id": r["id"], "name": NAMES.get(r["id"], r["commune"]), "kind": r["kind"], "lon": r["lon"], "lat": r["lat"],
            "region": r["region"], "state_today": today, "allowed_sizes": r["allowed_sizes"],
            "may_close": 0 if today else "", "earliest_opening_year": "" if today else wait_until,
            "latest_opening_year": r["latest_opening_year"], "earliest_extension_year": wait_until if today else "",
            "grid_zone": "FR", "connection_eur_per_mw": r["connection_cost_eur_per_mw"], "zone": "FR",
            "pue": PUE.get(r["kind"], 1.15), "transit_eur_per_gb": r["transit_eur_per_gb"],
        })
    place = {r["region"]: r for r in regions if r["provider"] == "AWS"}
    for code, (name, grid) in ABROAD.items():
        out.append({
            "id": f"X-EU-{code}", "name": name, "kind": "region_abroad", "lon": place[code]["lon"], "lat": place[code]["lat"],
            "state_today": "lent", "allowed_sizes": "lent", "may_close": 0, "grid_zone": grid, "zone": grid[:2],
            "pue": 1.15, "transit_eur_per_gb": LENT_TRANSIT_EUR_PER_GB,
        })
    return table(SITE_COLUMNS, out)


def sizes(rows, site_rows):
    """Every kind has the blocks that its sites may take. Servers come with the load: their yearly cost over the units
    that a block may serve is a price of each unit. Electricity is counted with the load too, and the connection at the
    place's own price: both are taken off what the data holds."""
    wanted = {}
    for r in site_rows:
        if r["id"] not in NOT_OPEN:
            wanted.setdefault(r["kind"], set()).update(r["allowed_sizes"].split(";"))
    out = []
    for kind, names in wanted.items():
        for r in rows:
            if r["size"] not in names:
                continue
            capital, jobs = int(r["capex_eur"]), int(r["jobs"])
            served_a_year = float(r["capacity_per_day"]) * DAYS
            out.append({
                "kind": kind, "size": r["size"], "it_mw": r["it_mw"], "grid_mw": r["grid_mw"],
                "capacity_per_day": int(r["gpus"]) * HOURS,
                "capex_eur": f"{capital - CONNECTION_IN_CAPEX * float(r['grid_mw']):.0f}",
                "opex_eur_per_year": f"{jobs * WAGE + UPKEEP * capital:.0f}",
                "handling_eur_per_unit": f"{int(r['server_cost_eur_per_year']) / served_a_year:.4f}",
                "jobs": jobs, "embodied_tco2e": int(r["embodied_tco2e"]) + int(r["server_embodied_tco2e"]),
                "area_m2": r["area_m2"], "close_eur": r["close_eur"], "min_fill": r["min_fill"], "life_years": r["life_years"],
            })
    out.append({"kind": "region_abroad", "size": "lent", "it_mw": LENT_MW,
                "capacity_per_day": LENT_MW * GPUS_PER_MW * HOURS, "capex_eur": 0, "opex_eur_per_year": 0,
                "handling_eur_per_unit": f"{LENT_EUR_PER_GPU_HOUR:.2f}"})
    return table(SIZE_COLUMNS, out)


def demand(rows):
    points, columns = {}, [f"{s}_{p}_units_per_day" for s in SERVICES for p in PERIODS]
    for r in rows:
        if r["service"] in SERVICES:
            point = points.setdefault(r["id"], {k: r[k] for k in ("id", "name", "lon", "lat", "region")})
            point[f"{r['service']}_{r['period']}_units_per_day"] = r["units_gpu_hours_per_day"]
    return table(("id", "name", "lon", "lat", "region", *columns), points.values())


def main():
    if sys.argv[1:] not in ([], ["--check"]) or not os.environ.get("MAILLAGE_DATASETS"):
        sys.exit(__doc__)
    data = Path(os.environ["MAILLAGE_DATASETS"])
    site_rows = read(data / "cases" / "cloud-france-sites.csv")
    tables = {"sites.csv": sites(site_rows, read(data / "geo" / "cloud-regions.csv")),
              "sizes.csv": sizes(read(data / "cases" / "cloud-france-sizes.csv"), site_rows),
              "demand.csv": demand(read(data / "cases" / "cloud-france-demand.csv"))}
    put(CASE, tables, check=bool(sys.argv[1:]))


if __name__ == "__main__":
    main()
