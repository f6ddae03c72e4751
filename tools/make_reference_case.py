#!/usr/bin/env python3
"""Write the tables of examples/auvergne-rhone-alpes from the published data sets.

    MAILLAGE_DATASETS=DIR tools/make_reference_case.py           writes sites.csv, sizes.csv, demand.csv, vehicles.csv,
                                                                 lyon-day.csv, lyon-streets/
    MAILLAGE_DATASETS=DIR tools/make_reference_case.py --check   writes nothing, exits 1 if a table would change

DIR holds `cases/` (sites, sizes and demand parameters of the case), `geo/communes-fr.csv` (all French communes) and
`geo/lyon-streets/` (a street map of a part of Lyon).
The tables are committed, so nobody needs DIR to run the example; scenario.json is kept by hand. What each number is,
a fact with its source or an assumption, stands in the README.md of the example. No number is random: the same inputs
give the same bytes.
"""
import csv
import io
import math
import os
import sys
from pathlib import Path

from case_tables import put, read, table

REGION = "84"
PERIODS = ("2024", "2026", "2028", "2030")
SERVICES = ("next_day", "two_day")
# A day in Lyon on a map of its streets.
KMH_IN_LYON, LYON, LYON_STOPS, UNITS_A_STOP = 20, "69123", 400, 1.3
CASE = Path(__file__).resolve().parent.parent / "examples" / "auvergne-rhone-alpes"

# A partner's hub costs its whole way in this model: the tariff from the centre to the door, and picking at the centre.
PARTNER_TARIFF_EUR, PICKING_EUR = 3.8, 1.33
PARTNER_CO2_KG, PARTNER_DOOR_H, PARTNER_REACH_KM = 0.36, 42, 200
# What Orléans does for the region: no fixed cost and no job is charged to it.
OUTSIDE = {"fulfilment": ("fc_outside", 40000), "sort": ("sc_outside", 100000)}

# Sites of today have English descriptions in the data; those who read the report of this case are in France.
FRENCH_NAMES = {
    "E-FC-01": "Centre logistique vallée de la Drôme", "E-FC-03": "Centre logistique Orléans",
    "E-SC-01": "Centre de tri est lyonnais", "E-SC-02": "Centre de tri Orléans",
    "E-DS-01": "Agence est lyonnais", "E-DS-02": "Agence Annecy",
    "E-PH-01": "Plateforme partenaire Lyon", "E-PH-02": "Plateforme partenaire Corbas",
    "E-PH-03": "Plateforme partenaire Alpes", "E-PH-04": "Plateforme partenaire Auvergne",
    "E-PH-05": "Plateforme partenaire Saint-Priest", "E-PH-06": "Plateforme partenaire aéroport de Lyon",
    "A-FC-01": "Centre logistique annoncé, aéroport de Lyon",
}
SITE_COLUMNS = ("id", "name", "kind", "lon", "lat", "region", "state_today", "allowed_sizes", "earliest_opening_year",
                "latest_opening_year", "conflict_set", "decided_size", "decided_year", "land_index")
SIZE_COLUMNS = ("kind", "size", "capacity_per_day", "capex_eur", "opex_eur_per_year", "jobs", "jobs_per_1000_units",
                "embodied_tco2e", "energy_mwh_per_year", "area_m2", "handling_eur_per_unit", "close_eur", "min_fill",
                "life_years", "to_the_door", "door_co2_kg_per_unit", "door_h", "door_reach_km")
KINDS = ("fulfilment", "sort", "delivery_station", "partner_hub")
# Left out: an inbound cross-dock that ships no orders; centres too far for a night chain, or for large items only; the
# centre in southern Burgundy, whose size is unknown (a station has one chain: 15 km less road would give it all parcels of
# the Drôme centre); an announced station without a known place; a rented hall in the river port of Lyon, whose commune is
# a candidate anyway.
LEFT_OUT = {"E-XD-01", "E-FC-02", "E-FC-04", "E-FC-05", "E-FC-06", "E-FC-07", "A-DS-01", "E-UH-01"}


def parameters(rows):
    """{(parameter, scope, period): value}, and a look-up that ignores the scope."""
    exact = {(r["parameter"], r["scope"], r["period"]): r["value"] for r in rows}
    return exact, lambda name, period: float(next(v for (n, _, p), v in exact.items() if (n, p) == (name, period)))


def size_factor(population, exact):
    """Parcels an inhabitant by size of commune, relative to the mean."""
    scope = ("commune of 50,000 and more" if population >= 50000 else "5,000 to 50,000" if population >= 5000
             else "2,000 to 5,000" if population >= 2000 else "below 2,000")
    return float(exact["rate_factor_by_size", scope, "all"])


def largest_remainders(total, weights):
    """Integers proportional to weights that sum to total; ties go to the first."""
    exact = [total * w / sum(weights) for w in weights]
    parts = [int(x) for x in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def demand(communes, exact, value):
    """Every inhabited commune; units a working day by service and period, in thousandths, that sum to the region's."""
    places = [c for c in communes if c["region"] == REGION and int(c["population"]) > 0]
    weights = [int(c["population"]) * size_factor(int(c["population"]), exact) for c in places]
    columns = {}
    for period in PERIODS:
        units_milli = round(1000 * float(exact["retailer_units_per_day", "region 84", period]))
        next_day_milli = round(units_milli * value("share_next_day", period))
        for service, total in zip(SERVICES, (next_day_milli, units_milli - next_day_milli)):
            columns[f"{service}_{period}_units_per_day"] = largest_remainders(total, weights)
    rows = []
    for i, c in enumerate(places):
        row = {"id": c["code"], "name": c["name"], "lon": c["lon"], "lat": c["lat"], "area_km2": c["area_km2"],
               "region": c["region"]}
        row.update({name: f"{parts[i] / 1000:.3f}" for name, parts in columns.items()})
        rows.append(row)
    names = ["id", "name", "lon", "lat", "area_km2", "region"]
    names += [f"{s}_{p}_units_per_day" for s in SERVICES for p in PERIODS]
    return table(names, rows)


def sites(rows):
    """Upper levels as they are today, the announced centre as decided, and a station for each candidate commune."""
    station_communes = {r["commune_code"] for r in rows if r["kind"] == "delivery_station" and r["id"] not in LEFT_OUT}
    out = []
    for r in rows:
        if r["id"] in LEFT_OUT or r["kind"] == "micro_hub":
            continue
        site = {name: r.get(name, "") for name in SITE_COLUMNS}
        site["name"] = FRENCH_NAMES.get(r["id"], site["name"])
        if r["kind"] in OUTSIDE:
            if r["region"] != REGION:
                site["state_today"] = OUTSIDE[r["kind"]][0]
            site["allowed_sizes"] = site["state_today"] or r["allowed_sizes"]
        if r["id"] == "A-FC-01":
            site.update(decided_size="fc_180000", decided_year=2026, earliest_opening_year="", latest_opening_year="")
        if r["kind"] == "candidate":
            allowed = [size for size in r["allowed_sizes"].split(";") if size.startswith("ds_")]
            site.update(kind="delivery_station", name=r["commune"], allowed_sizes=";".join(allowed))
        if r["kind"] == "delivery_station" or r["kind"] == "candidate":
            # A commune has today's station or the candidate, not both.
            site["conflict_set"] = r["commune_code"] if r["commune_code"] in station_communes else ""
        else:
            site["land_index"] = "" if r["kind"] == "partner_hub" else site["land_index"]
        out.append(site)
    return table(SITE_COLUMNS, out)


def sizes(rows):
    out = []
    for kind in KINDS:
        if kind in OUTSIDE:  # the smallest: sizes of a kind go from small to large
            name, capacity = OUTSIDE[kind]
            first = next(r for r in rows if r["kind"] == kind)
            size = dict.fromkeys(SIZE_COLUMNS, "")
            size.update(kind=kind, size=name, capacity_per_day=capacity, capex_eur=0, opex_eur_per_year=0,
                        handling_eur_per_unit=first["handling_eur_per_unit"], life_years=first["life_years"])
            out.append(size)
        for r in (r for r in rows if r["kind"] == kind):
            size = {name: r.get(name, "") for name in SIZE_COLUMNS}
            # A smallest use of a station belongs to a finished network, not to its first years.
            size["min_fill"] = ""
            # Centres are not chosen here; they are held to what they do at their peak, stations to a planning day.
            if kind in OUTSIDE:
                size["capacity_per_day"] = r["peak_capacity_per_day"]
            if kind == "partner_hub":
                size.update(handling_eur_per_unit=f"{PARTNER_TARIFF_EUR + PICKING_EUR:.2f}", to_the_door=1,
                            door_co2_kg_per_unit=PARTNER_CO2_KG, door_h=PARTNER_DOOR_H, door_reach_km=PARTNER_REACH_KM)
            out.append(size)
    return table(SIZE_COLUMNS, out)


def vehicles():
    """Both sides of the comparison may drive the same fleet; figures of the classes are the program's own defaults."""
    uses = {"van35_diesel": "last_mile", "van35_bev": "last_mile", "artic40_diesel": "line_haul"}
    return table(("class_id", "use"), [{"class_id": vehicle, "use": use} for vehicle, use in uses.items()])


def streets(arcs):
    """The arcs of Lyon's streets with the time that 20 km/h take: the map has lengths and no speeds, and 20 km/h is what the
    program assumes of short legs by crow flight. Lengths are in tenths of a metre, so milliseconds are exact."""
    for row in arcs:
        ms = round(float(row["length_m"]) * 10) * 360 // KMH_IN_LYON
        yield {**row, "time_s": f"{ms // 1000}.{ms % 1000:03d}"}


def lyon_day(nodes, arcs, communes):
    """A day of deliveries in Lyon: stops at even distances along the streets round the commune's point, in a disc as large as the
    last period's density of stops makes it. Not addresses of anybody."""
    lyon = next(row for row in communes if row["id"] == LYON)
    units = [float(lyon[f"{service}_{PERIODS[-1]}_units_per_day"]) for service in SERVICES]
    radius_m = 1000 * math.sqrt(LYON_STOPS * UNITS_A_STOP / sum(units) * float(lyon["area_km2"]) / math.pi)
    at = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in nodes}
    centre = float(lyon["lon"]), float(lyon["lat"])
    inside = {id for id, place in at.items() if metres(place, centre) <= radius_m}
    streets = {}
    for row in arcs:
        if row["from"] in inside and row["to"] in inside:
            streets.setdefault(frozenset((row["from"], row["to"])), (at[row["from"]], at[row["to"]], float(row["length_m"])))
    step = sum(length for _, _, length in streets.values()) / LYON_STOPS
    gone, count = 0.0, 0
    for a, b, length in streets.values():
        while count < LYON_STOPS and gone + length >= (count + 0.5) * step:
            part = ((count + 0.5) * step - gone) / length
            next_day = count * units[0] // sum(units) < (count + 1) * units[0] // sum(units)
            count += 1
            yield {"demand": LYON, "service": SERVICES[0 if next_day else 1], "units": UNITS_A_STOP,
                   "lon": f"{a[0] + part * (b[0] - a[0]):.5f}", "lat": f"{a[1] + part * (b[1] - a[1]):.5f}"}
        gone += length


def metres(a, b):
    return 111195 * math.hypot((a[0] - b[0]) * math.cos(math.radians(b[1])), a[1] - b[1])


def main():
    if sys.argv[1:] not in ([], ["--check"]) or not os.environ.get("MAILLAGE_DATASETS"):
        sys.exit(__doc__)
    data = Path(os.environ["MAILLAGE_DATASETS"])
    prefix = "auvergne-rhone-alpes-"
    exact, value = parameters(read(data / "cases" / f"{prefix}demand-parameters.csv"))
    tables = {"sites.csv": sites(read(data / "cases" / f"{prefix}sites.csv")),
              "sizes.csv": sizes(read(data / "cases" / f"{prefix}sizes.csv")),
              "demand.csv": demand(read(data / "geo" / "communes-fr.csv"), exact, value),
              "vehicles.csv": vehicles()}
    nodes, arcs = (read(data / "geo" / "lyon-streets" / name) for name in ("nodes.csv", "arcs.csv"))
    communes = csv.DictReader(io.StringIO(tables["demand.csv"]))
    tables["lyon-streets/nodes.csv"] = table(["id", "osm_id", "lon", "lat"], nodes)
    tables["lyon-streets/arcs.csv"] = table(["from", "to", "length_m", "time_s", "name"], streets(arcs))
    tables["lyon-day.csv"] = table(["demand", "service", "lon", "lat", "units"], lyon_day(nodes, arcs, communes))
    put(CASE, tables, check=bool(sys.argv[1:]))


if __name__ == "__main__":
    main()
