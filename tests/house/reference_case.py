#!/usr/bin/env python3
"""The reference case agrees with itself and with what its README says; with MAILLAGE_DATASETS, its tables are what
tools/make_reference_case.py writes.   reference_case.py ROOT
"""
import sys

from example_case import Case

DAY_TOTALS = {"2024": (62900, 62900), "2026": (78938, 57162), "2028": (98624, 48576), "2030": (119400, 39800)}


def main():
    case = Case(sys.argv[1], "auvergne-rhone-alpes")
    for period, totals in DAY_TOTALS.items():
        for service, total in zip(("next_day", "two_day"), totals):
            milli = sum(int(row[f"{service}_{period}_units_per_day"].replace(".", "")) for row in case.demand)
            case.expect(milli == 1000 * total, f"demand.csv: {service} {period} sums to {milli / 1000}, not {total}")
    for name, rows, key in (("sites.csv", case.sites, "id"), ("sizes.csv", case.sizes, "size"), ("demand.csv", case.demand, "id")):
        case.unique(name, rows, key)
    size_of = {row["size"]: row["kind"] for row in case.sizes}
    for site in case.sites:
        for size in filter(None, [site["state_today"], site["decided_size"], *site["allowed_sizes"].split(";")]):
            case.expect(size_of.get(size) == site["kind"], f"sites.csv: {site['id']}: {size} is no size of {site['kind']}")
    kinds = {kind for level in case.scenario["levels"] for kind in (level if isinstance(level, list) else [level])}
    case.expect(kinds == {site["kind"] for site in case.sites}, "scenario.json: levels and kinds of sites differ")
    case.finish("make_reference_case.py", "communes")


main()
