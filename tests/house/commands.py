#!/usr/bin/env python3
"""What a first user is told: small files that are wrong, given for another kind, or asked what they cannot answer; what is printed and
the exit status, against tests/golden/commands/*.txt.

commands.py ROOT PROGRAM            compare
commands.py ROOT PROGRAM --write    write the files anew, to be looked at before they are committed"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

root, program = Path(sys.argv[1]), sys.argv[2]
work = Path(tempfile.mkdtemp())
files = {
    "stops.csv": "id,lat,lon,demand\ndepot,45.70,4.85,\nA1,45.75,4.85,3\nA2,45.73,4.90,2\nA3,45.73,4.80,1\n",
    "exchanged.csv": "id,lat,lon,demand\ndepot,45.70,4.85,\nA1,45.75,4.85,3\nA2,4.90,45.73,2\nA3,45.73,4.80,1\n",
    "exchanged_depot.csv": "id,lat,lon,demand\ndepot,4.85,45.70,\nA1,45.75,4.85,3\nA2,45.73,4.90,2\nA3,45.73,4.80,1\n",
    "twice.csv": "id,lat,lon\ndepot,45.70,4.85\n7,45.75,4.85\nA2,45.73,4.90\n007,45.73,4.80\nA2,45.72,4.81\n",
    "beyond.csv": "id,lat,lon\ndepot,-33.87,151.2\na,151.21,-33.9\nb,95,151\nc,-33.9,500\n",
    "vehicles.csv": "id,count,capacity\nAna,2,4\n",
    "day.json": '{"vehicles":[{"id":1,"start":[4.85,45.7]}],"jobs":[{"id":1,"location":[4.85,45.75]}]}\n',
    "bad_stop.json": '{"id":9,"location":[4.9,45.7],"time_windows":[[500,200]],"delivery":[1],"servce":3}\n',
    "half_stop.json": '{"id":9,\n',
    "known_stop.json": '{"id":1,"location":[4.9,45.7]}\n',
    "far_stop.json": '{"amount":[],"pickup":{"id":9,"location_index":3},"delivery":{"id":9,"location":[4.9,95.7]}}\n',
    "sheet.xlsx": "PK\3\4 and so on\n",
    "track.gpx": "<?xml version=\"1.0\"?>\n<gpx></gpx>\n",
    "day.sol": "Route #1: 1 2\nCost 10\n",
    "line.vrp": "NAME : line\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 2\nNODE_COORD_SECTION\n1 0 0\n2 3 0\n3 5 0\n"
                "DEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n",
}
for name, text in files.items(): (work / name).write_text(text)
(work / "day_json.csv").write_text(files["day.json"])
(work / "stops_csv.json").write_text(files["stops.csv"])
work_limit = ["--iterations", "200", "-j", "1"]
grid, toy, vrp = "tests/fuzz/corpus/fuzz_roads/grid.roads", "examples/toy", "tests/data/vrp/c1_2_3.txt"
cases = {
    # coordinates, ids, flags of a table of stops
    "notes": ["route", "TMP/stops.csv", "-o", "TMP/out.csv", *work_limit, "--log", "json"],
    "quiet": ["route", "TMP/stops.csv", "-o", "TMP/out.csv", *work_limit, "-q"],
    "exchanged": ["route", "TMP/exchanged.csv", "-o", "TMP/out.csv", *work_limit, "-q"],
    "exchanged_fr": ["route", "TMP/exchanged.csv", "-o", "TMP/out.csv", *work_limit, "-q", "--lang", "fr"],
    "exchanged_depot": ["route", "TMP/exchanged_depot.csv", "-o", "TMP/out.csv", *work_limit, "-q"],
    "exchanged_depot_fr": ["route", "TMP/exchanged_depot.csv", "-o", "TMP/out.csv", *work_limit, "-q", "--lang", "fr"],
    "beyond_a_pole": ["route", "TMP/beyond.csv", "-q"],
    "beyond_a_pole_fr": ["route", "TMP/beyond.csv", "-q", "--lang", "fr"],
    "ids_twice": ["route", "TMP/twice.csv", "-q"],
    "ids_twice_fr": ["route", "TMP/twice.csv", "-q", "--lang", "fr"],
    "fleet_and_vehicles": ["route", "TMP/stops.csv", "--vehicles", "TMP/vehicles.csv", "--fleet", "2", "--capacity", "3", "-q"],
    "fleet_and_vehicles_fr": ["route", "TMP/stops.csv", "--vehicles", "TMP/vehicles.csv", "--fleet", "2", "--capacity", "3", "-q", "--lang", "fr"],
    "flags_of_stops": ["route", "TMP/day.json", "--capacity", "3", "--depot", "45,4", "--start", "TMP/day.sol"],
    "flags_of_stops_fr": ["check", toy, "TMP/day.json", "--capacity", "3", "--lang", "fr"],
    "flags_of_scenarios": ["site", vrp, "--keep", "plan.json"],
    "flags_of_no_file": ["route", "TMP/none.txt", "--capacity", "3"],
    "flags_of_roads": ["route", vrp, "--roads", grid],
    # one kind of file given for another
    "vroom_of_a_table": ["vroom", "TMP/stops.csv"],
    "vroom_of_a_table_fr": ["vroom", "-i", "TMP/stops.csv", "--lang", "fr"],
    "vroom_of_no_file": ["vroom", "TMP/day.jsn"],
    "vroom_of_a_file": ["vroom", "TMP/day.json", "--no-times"],
    "json_called_csv": ["route", "TMP/day_json.csv", *work_limit, "-q"],
    "csv_called_json": ["route", "TMP/stops_csv.json", "-o", "TMP/out.csv", *work_limit, "-q"],
    "stops_as_vroom": ["route", "TMP/stops.csv", "--format", "vroom"],
    "vroom_as_stops": ["route", "TMP/day.json", "--format", "stops"],
    "vroom_as_vehicles": ["route", "TMP/stops.csv", "--vehicles", "TMP/day.json", "-q"],
    "scenario_json_fr": ["route", "examples/toy/scenario.json", "--lang", "fr"],
    "route_of_a_folder": ["route", toy],
    "route_of_a_solution": ["route", "TMP/day.sol"],
    "route_of_a_map": ["route", "data/maps/porto-2015.osm.pbf"],
    "route_of_roads": ["route", grid],
    "route_of_a_spreadsheet": ["route", "TMP/sheet.xlsx"],
    "route_of_a_track": ["route", "TMP/track.gpx"],
    "plan_of_a_file": ["plan", "TMP/stops.csv", "-o", "TMP/out"],
    "plan_of_a_file_fr": ["plan", "examples/toy/scenario.json", "-o", "TMP/out", "--lang", "fr"],
    "site_of_stops": ["site", "TMP/stops.csv"],
    "check_of_a_table": ["check", "TMP/day.json", "TMP/stops.csv"],
    "check_of_a_problem": ["check", toy, "TMP/day.json"],
    "check_of_an_answer": ["check", vrp, "TMP/day.json"],
    "check_from_a_pipe": ["check", "TMP/line.vrp", "-"],
    "quote_of_a_folder": ["quote", "TMP/day.json", "none.json", "TMP"],
    "quote_twice": ["quote", "TMP/day.json", "none.json", "TMP/day.json", "--at", "45,4"],
    "quote_of_a_bad_stop": ["quote", "TMP/day.json", "none.json", "TMP/bad_stop.json"],
    "quote_of_a_bad_stop_fr": ["quote", "TMP/day.json", "none.json", "TMP/bad_stop.json", "--lang", "fr"],
    "quote_of_half_a_stop": ["quote", "TMP/day.json", "none.json", "TMP/half_stop.json"],
    "quote_of_a_known_id": ["quote", "TMP/day.json", "none.json", "TMP/known_stop.json"],
    "quote_nowhere": ["quote", "TMP/day.json", "none.json", "TMP/far_stop.json"],
    "flags_of_explain": ["explain", "TMP/day.json", "--capacity", "3", "--round", "trunc"],
    "flags_of_explain_fr": ["explain", "TMP/stops.csv", "--round", "trunc", "--lang", "fr"],
    "flags_of_explain_vrp": ["explain", "TMP/line.vrp", "--vehicles", "TMP/vehicles.csv"],
    "flags_of_explain_shape": ["explain", "TMP/day.json", "--geometry"],
    "flags_of_explain_no_file": ["explain", "TMP/none.json", "--capacity", "3"],
    "flags_of_quote": ["quote", "TMP/day.json", "none.json", "--at", "45,4", "--service", "5", "--fleet", "2"],
    "flags_of_quote_stop": ["quote", "TMP/day.json", "none.json", "TMP/bad_stop.json", "--service", "5"],
    "places_of_json": ["roads", "matrix", grid, "TMP/day.json"],
    # where results go is looked at first
    "site_suffix": ["site", vrp, "-o", "TMP/out.csv"],
    "site_no_folder": ["site", vrp, "-o", "TMP/none/out.json"],
    "matrix_suffix": ["roads", "matrix", "none.roads", "45,4", "-o", "TMP/out.gpx"],
    "snap_suffix_fr": ["roads", "snap", "none.roads", "45,4", "-o", "TMP/out.json", "--lang", "fr"],
    "snap_no_folder": ["roads", "snap", "none.roads", "45,4", "-o", "TMP/none/out.csv"],
    "isochrone_suffix": ["roads", "isochrone", "none.roads", "45,4", "-o", "TMP/out.csv"],
    "build_no_folder": ["roads", "build", "tests/data/grid", "-o", "TMP/none/x.roads"],
    "to_another_format": ["route", vrp, "--to", "gpx"],
    "compare_suffix": ["compare", "a", "b", "-o", "TMP/out.txt"],
}
# a plan, and one whose figures do not recompute
subprocess.run([program, "plan", toy, "-o", str(work / "toy"), "--iterations", "20", "--option", "routing.per_stop=1", "-j", "1", "-q"],
               cwd=root, check=True, stdout=subprocess.DEVNULL)
(work / "toy" / "report.html").unlink()
(work / "false").mkdir()
plan = (work / "toy" / "plan.json").read_text()
(work / "false" / "plan.json").write_text(re.sub(r'"capex_cents":([1-9])', r'"capex_cents":9\1', plan, count=1))
for lang in ("", "_fr"):
    flags = ["--lang", "fr"] if lang else []
    cases |= {
        "report" + lang: ["report", toy, "TMP/toy/plan.json", *flags],
        "report_of_a_false_plan" + lang: ["report", toy, "TMP/false/plan.json", *flags],
    }
cases |= {
    "report_to_a_folder": ["report", toy, "TMP/toy/plan.json", "-o", "TMP/false"],
    "report_over_a_plan": ["report", toy, "TMP/toy/plan.json", "-o", "TMP/toy/plan.json"],
    "report_of_a_table": ["report", toy, "TMP/stops.csv", "-o", "TMP/out.html"],
}
failures = []
for name, words in cases.items():
    words = [w.replace("TMP", str(work)) for w in words]
    ran = subprocess.run([program, *words] + ([] if "--lang" in words else ["--lang", "en"]), capture_output=True, text=True, cwd=root,
                         input=files["day.sol"] if "-" in words else None)
    # progress tells seconds of its own
    errors = "".join(line + "\n" for line in ran.stderr.splitlines() if not line.startswith('{"phase"'))
    if name == "report_of_a_false_plan" and (work / "false/report.html").exists(): failures.append("a false plan has a page")
    if name == "report" and not (work / "toy/report.html").exists(): failures.append("no page stands beside the plan")
    said = f"{ran.stdout}--- errors\n{errors}--- exit {ran.returncode}\n".replace(str(work), "TMP")
    if name.startswith("report_of_a_false"): said = re.sub(r"\d{6,}", "N", said) # cents of this plan
    file = root / "tests/golden/commands" / f"{name}.txt"
    if "--write" in sys.argv: file.write_text(said, encoding="utf-8")
    elif not file.exists() or file.read_text(encoding="utf-8") != said: failures.append(f"{name}: now\n{said}")
print(*failures, f"{len(cases)} commands, {len(failures)} differ from tests/golden/commands", sep="\n")
sys.exit(bool(failures))
