#!/usr/bin/env python3
"""`maillage roads` on a small map of 25 junctions: what each verb prints, warns and answers, against tests/golden/roads/*.txt.

roads_commands.py ROOT PROGRAM            compare
roads_commands.py ROOT PROGRAM --write    write the files anew, to be looked at before they are committed"""
import subprocess
import sys
import tempfile
from pathlib import Path

root, program = Path(sys.argv[1]), sys.argv[2]
grid = "tests/fuzz/corpus/fuzz_roads/grid.roads"
here, there, away = "45.7505,4.8505", "45.7540,4.8560", "45.7700,4.8560"
nowhere = Path(tempfile.mkdtemp())
# The map of these cases is what the program builds today; after a change of the format or the order: --write, and look.
subprocess.run([program, "roads", "build", "tests/data/grid", "-o", str(nowhere / "grid.roads"), "-q"], cwd=root, check=True)
data = (nowhere / "grid.roads").read_bytes()
if "--write" in sys.argv: (root / grid).write_bytes(data)
(nowhere / "altered.roads").write_bytes(data[:3000] + bytes([data[3000] ^ 1]) + data[3001:])
(nowhere / "cut.roads").write_bytes(data[:3000])
(nowhere / "broken.csv").write_text("id,lon,lat\na,4.8505,45.7505\nb,,45.7540\n")
(nowhere / "other.csv").write_text("nom;longitude;latitude\na;4.8505;45.7505\n")
cases = {
    "info": ["info", grid],
    "info_fr": ["info", grid, "--lang", "fr"],
    "info_of_a_map": ["info", "tests/data/grid"],
    "matrix": ["matrix", grid, here, there, away],
    "matrix_json": ["matrix", grid, here, there, away, "--to", "json", "--class", "van35_diesel"],
    "route": ["route", grid, here, there, "--class", "van35_bev"],
    "route_geojson": ["route", grid, here, there, here, "--to", "geojson"],
    "route_why": ["route", grid, here, there, "--profile", "truck:mass_t=26,height_m=4", "--why"],
    "route_none_fr": ["route", grid, here, away, "--lang", "fr"],
    "route_partial": ["route", grid, here, there, away, here, there],
    "route_partial_json": ["route", grid, away, here, there, "--to", "json"],
    "route_partial_geojson_fr": ["route", grid, here, there, away, "--to", "geojson", "--lang", "fr"],
    "route_partial_why": ["route", grid, here, there, away, "--profile", "truck:mass_t=26,height_m=4", "--why"],
    "matrix_nowhere_fr": ["matrix", grid, away, away, "--lang", "fr"],
    "isochrone_partial": ["isochrone", grid, away, here, "--minutes", "0.2", "--cell", "60"],
    "isochrone_nowhere": ["isochrone", grid, away],
    "snap": ["snap", grid, here, away],
    "isochrone": ["isochrone", grid, here, "--minutes", "0.2,0.5", "--cell", "60"],
    "altered": ["info", str(nowhere / "altered.roads")],
    "cut_fr": ["info", str(nowhere / "cut.roads"), "--lang", "fr"],
    "no_road_file": ["info", "README.md"],
    "no_verb": ["matrx", grid],
    "no_point": ["route", grid, "45.7505", there],
    "no_class": ["matrix", grid, here, "--class", "rocket"],
    "no_profile": ["matrix", grid, here, "--profile", "boat"],
    "places_of_other_names": ["matrix", grid, str(nowhere / "other.csv")],
    "south_west": ["snap", grid, "-8.61,41.15", "-.5,4"],
    "no_flag": ["info", grid, "-xyz"],
    "no_suffix": ["route", grid, here, there, "-o", str(nowhere / "a.geojsn")],
    "no_folder": ["route", grid, here, there, "-o", str(nowhere / "none/a.csv")],
    "broken_table": ["matrix", grid, str(nowhere / "broken.csv")],
    "build_without_file": ["build", "data/maps/porto-2015.osm.pbf"],
}
failures = [] if (root / grid).read_bytes() == data else [f"{grid} is not what `roads build tests/data/grid` writes"]
for name, words in cases.items():
    ran = subprocess.run([program, "roads", *words, "-q"] + ([] if "--lang" in words else ["--lang", "en"]), capture_output=True, text=True, cwd=root)
    said = f"{ran.stdout}--- errors\n{ran.stderr}--- exit {ran.returncode}\n".replace(str(nowhere), "TMP")
    file = root / "tests/golden/roads" / f"{name}.txt"
    if "--write" in sys.argv: file.write_text(said, encoding="utf-8")
    elif not file.exists() or file.read_text(encoding="utf-8") != said: failures.append(f"{name}: now\n{said}")
print(*failures, f"{len(cases)} commands, {len(failures)} differ from tests/golden/roads", sep="\n")
sys.exit(bool(failures))
