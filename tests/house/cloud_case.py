#!/usr/bin/env python3
"""The cloud example agrees with itself and with what its README says; with MAILLAGE_DATASETS, its tables are what
tools/make_cloud_case.py writes.   cloud_case.py ROOT
"""
import sys

from example_case import Case

# GPU-hours of demand a day in 2030, by service: 700 GPUs a MW of mean load.
MEAN_MW_2030 = {"realtime": 19.2, "interactive": 44.2, "batch": 18.2, "training": 14.4}


def main():
    case = Case(sys.argv[1], "cloud-france")
    for service, mw in MEAN_MW_2030.items():
        units = sum(float(row[f"{service}_2030_units_per_day"]) for row in case.demand)
        case.expect(abs(units / 24 / 700 - mw) < 0.06, f"demand.csv: {service} 2030 is {units / 24 / 700:.2f} MW, not {mw}")
    case.unique("sites.csv", case.sites, "id")
    case.unique("demand.csv", case.demand, "id")
    sizes_of = {}
    for row in case.sizes:
        sizes_of.setdefault(row["kind"], set()).add(row["size"])
        case.expect(float(row["capacity_per_day"]) == float(row["it_mw"]) * 700 * 24, f"sizes.csv: capacity of {row['size']}")
    for site in case.sites:
        for size in filter(None, [site["state_today"], *site["allowed_sizes"].split(";")]):
            case.expect(size in sizes_of[site["kind"]], f"sites.csv: {site['id']}: {size} is no size of {site['kind']}")
    zones = {site["zone"] for site in case.sites}
    for service in case.scenario["services"]:
        case.expect(set(service["residency"]) <= zones, f"scenario.json: {service['id']} may rest where no site is")
    case.finish("make_cloud_case.py", "cities")


main()
