#!/usr/bin/env python3
"""Write data/outlines/*.txt from the GeoJSON outlines of the published data sets ($MAILLAGE_DATASETS/geo/outlines).

One ring a line: code, name, then lon lat lon lat … in 1/10,000 degree, tab between the three. A point that lies within
TOLERANCE of the line between its kept neighbours is left out (Douglas and Peucker 1973).
"""
import json
import os
import pathlib
import sys

TOLERANCE = 30  # 1/10,000 degree: some 300 m, invisible at the scale of a region


def distance2(p, a, b):
    (px, py), (ax, ay), (bx, by) = p, a, b
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    t = max(0, min(1, ((px - ax) * dx + (py - ay) * dy) / length2)) if length2 else 0
    return (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2


def simplified(ring):
    keep = {0, len(ring) - 1}
    # A closed ring has no line to measure against: cut it at the point farthest from its start.
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - ring[0][0]) ** 2 + (ring[i][1] - ring[0][1]) ** 2)
    keep.add(far)
    stack = [(0, far), (far, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        worst = max(range(first + 1, last), key=lambda i: distance2(ring[i], ring[first], ring[last]))
        if distance2(ring[worst], ring[first], ring[last]) > TOLERANCE**2:
            keep.add(worst)
            stack += [(first, worst), (worst, last)]
    return [ring[i] for i in sorted(keep)]


def main():
    root = os.environ.get("MAILLAGE_DATASETS")
    if not root:
        sys.exit("set MAILLAGE_DATASETS to the folder of the published data sets")
    out = pathlib.Path(__file__).resolve().parent.parent / "data" / "outlines"
    for name in ("departements", "regions"):
        shapes = json.loads((pathlib.Path(root) / "geo" / "outlines" / f"{name}.geojson").read_text(encoding="utf-8"))
        lines = []
        for feature in sorted(shapes["features"], key=lambda f: f["properties"]["code"]):
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            for polygon in polygons:
                for ring in polygon:
                    points = simplified([(round(lon * 10000), round(lat * 10000)) for lon, lat in ring])
                    if len(points) >= 4:
                        numbers = " ".join(f"{lon} {lat}" for lon, lat in points)
                        lines.append(f"{feature['properties']['code']}\t{feature['properties']['nom']}\t{numbers}\n")
        (out / f"{name}.txt").write_text("".join(lines), encoding="utf-8")


main()
