#!/usr/bin/env python3
"""The benches judge and count rightly: checkers, statistics, tables, plot, bench/run and bench/siting, on tiny made-up problems.

    bench.py ROOT
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "bench" / "lib"))
import checker  # noqa: E402
import figures  # noqa: E402
import location  # noqa: E402
import location_check  # noqa: E402
import plot  # noqa: E402
import report  # noqa: E402
import sets  # noqa: E402
import siting_report  # noqa: E402
import siting_run  # noqa: E402
import siting_sets  # noqa: E402
from fractions import Fraction  # noqa: E402
from instance import Instance, Unreadable  # noqa: E402

# Depot (0,0); customers (3,4) (6,8) (0,5) (4,1): 5, 10, 5 and 4.123 from the depot; 3 to 4 is 5.657.
NODES = "NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 6 8\n4 0 5\n5 4 1\nDEMAND_SECTION\n1 0\n2 4\n3 6\n4 5\n5 5\n"
CVRP = "NAME : tiny\nTYPE : CVRP\nDIMENSION : 5\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\n" + NODES + "DEPOT_SECTION\n1\n-1\nEOF\n"
VRPTW = (CVRP.replace("CVRP", "VRPTW").replace("DIMENSION", "VEHICLES : 2\nSERVICE_TIME : 2\nDIMENSION").replace(
    "DEPOT_SECTION", "TIME_WINDOW_SECTION\n1 0 40\n2 0 40\n3 0 12\n4 20 40\n5 0 40\nDEPOT_SECTION"))
SOLOMON = ("tiny\n\nVEHICLE\nNUMBER CAPACITY\n2 10\n\nCUSTOMER\nCUST NO. X Y DEMAND READY DUE SERVICE\n"
           "0 0 0 0 0 40 0\n1 3 4 4 0 40 2\n2 6 8 6 0 12 2\n3 0 5 5 20 40 2\n4 4 1 5 0 40 2\n")
GOOD = [[1, 2], [3, 4]]


def run(solver="maillage", instance="a", cost=110.0, trace=None, **more):
    base = {"solver": solver, "version": "1", "set": "S", "instance": instance, "customers": 300, "threads": 1, "budget_s": 10.0,
            "seed": 1, "cost": cost, "best_known": 100.0, "routes": 3 if cost else 0, "wrong": [] if cost else ["no answer"],
            "solve_s": 10.0, "wall_s": 10.0, "cpu_s": 10.0, "peak_mb": 5.0, "exit": 0,
            "trace": trace if trace is not None else [[5.0, cost]] if cost else []}
    return {**base, **more}


class Checker(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def problem(self, text, name="tiny.vrp"):
        path = os.path.join(self.folder.name, name)
        Path(path).write_text(text, encoding="utf-8")
        return Instance(path)

    def test_costs_by_hand(self):
        for text, name, cost in ((CVRP, "a.vrp", 5 + 5 + 10 + 5 + 6 + 4), (VRPTW, "b.vrp", 5 + 5 + 10 + 5 + 5.6 + 4.1),
                                 (SOLOMON, "c.txt", 5 + 5 + 10 + 5 + 32 ** 0.5 + 17 ** 0.5)):
            found, wrong = checker.check(self.problem(text, name), [[2, 1], [3, 4]] if name != "a.vrp" else GOOD)
            self.assertAlmostEqual(found, cost, msg=name)
            self.assertEqual(wrong, [], name)

    def test_refuses_each_kind_of_damage(self):
        cases = {"served before": [[1, 2], [3, 4], [1]], "not served": [[1, 2], [3]], "over capacity": [[1, 2, 3], [4]],
                 "no customer 5": [[1, 2], [3, 4, 5]], "no customer 0": [[1, 0, 2], [3, 4]], "no customer -1": [[-1, 2], [3, 4, 1]]}
        for words, routes in cases.items():
            self.assertIn(words, " ".join(checker.check(self.problem(CVRP), routes)[1]))

    def test_refuses_lateness_and_too_many_vehicles(self):
        # 1 then 2: arrives at 5, leaves at 7, at customer 2 by 12, which closes at 12; a service longer by 0.1 is too late.
        self.assertEqual(checker.check(self.problem(VRPTW), [[1, 2], [3, 4]])[1], [])
        slow = VRPTW.replace("SERVICE_TIME : 2", "SERVICE_TIME : 2.1")
        self.assertIn("late at 2", " ".join(checker.check(self.problem(slow), [[1, 2], [3, 4]])[1]))
        waits = VRPTW.replace("1 0 40\n2 0 40", "1 0 33\n2 0 40")  # waits for 3 until 20, back at 33.7
        self.assertIn("late at 0", " ".join(checker.check(self.problem(waits), [[2, 1], [3, 4]])[1]))
        self.assertIn("3 routes, 2 vehicles", checker.check(self.problem(VRPTW), [[2, 1], [3], [4]])[1])
        self.assertEqual(checker.check(self.problem(CVRP), [[2, 1], [3], [4]])[1], [])

    def small(self, name):
        return Instance(str(ROOT / "tests" / "data" / "vrp" / name))

    def test_best_plans_of_small_classes(self):
        for path in sorted((ROOT / "tests" / "data" / "vrp").glob("small-*.sol")):
            problem = next(p for p in (path.with_suffix(".vrp"), path.with_suffix(".txt")) if p.exists())
            claimed = float(path.read_text(encoding="utf-8").split()[-1])
            instance = Instance(str(problem))
            cost, wrong = checker.check(instance, checker.read_routes(path))
            self.assertEqual(wrong, [], path.name)
            self.assertAlmostEqual(cost, claimed / (1 if problem.suffix == ".txt" else instance.scale), places=3, msg=path.name)

    def test_refuses_what_each_class_forbids(self):
        cases = [("small-gvrp.vrp", [[1, 2], [3, 4]], "group 1: 2 of"), ("small-gvrp.vrp", [[1], [3]], "group 3: 0 of"),
                 ("small-vrpb.vrp", [[3, 4], [5, 2, 1]], "backhauls come first"), ("small-vrpb.vrp", [[3, 1, 5], [4, 2]], "backhauls come"),
                 ("small-hfvrp.vrp", [[1, 2, 3], [4, 5]], "load 15 over capacity 8"), ("small-hfvrp.vrp", [[], [], [], [], [1]], "no such vehicle"),
                 ("small-pcvrptw.vrp", [[5]], "1 customers are not served"), ("small-pcvrptw.vrp", [[3, 4, 2]], "late at"),
                 ("small-mdvrptw.vrp", [[2, 3], [4, 5, 6], []], "over capacity"), ("small-mdvrptw.vrp", [[2], [3, 4], [5, 6]], "longer than 95000"),
                 ("small-sdvrptw.vrp", [[3, 4], [1, 2], [5]], "customer 1 is not for this vehicle"),
                 ("small-mtvrptwr.vrp", [[1, 2, 3], [4, 5]], "over capacity"), ("small-mtvrptwr.vrp", [[5, 4, 0, 3], [1, 2]], "late at 4"),
                 ("small-vrpb.vrp", [[1, 0, 2], [3]], "no customer 0"),
                 ("small-lilim.txt", [[5, 3], [6, 1, 2, 4]], "shipment 3 is torn"), ("small-lilim.txt", [[3], [6, 1, 2, 4, 5]], "shipment 3 is torn")]
        for name, routes, words in cases:
            self.assertIn(words, " ".join(checker.check(self.small(name), routes)[1]), f"{name} {routes}")

    def test_shortest_duration(self):
        # A window from 20 to 30, 5 from the depot: a vehicle leaves at 15 and is back 5 + 2 + 5 later; with a visit before it
        # that must be done by 8, it waits.
        instance = self.problem(VRPTW.replace("2 0 40\n3 0 12", "2 0 8\n3 0 40").replace("4 20 40", "4 20 30"))
        self.assertEqual(checker.shortest(instance, 0, [3]), 120)
        self.assertEqual(checker.shortest(instance, 0, [1, 3]), 220 + 50 - 80 + 50)

    def test_routes_by_number(self):
        path = os.path.join(self.folder.name, "x.sol")
        for text, found in (("Route #3: 1\nRoute #1: 2\n", [[2], [], [1]]), ("Route #0: 1\nRoute #1: 2\n", [[1], [2]]),
                            ("Route #1: 1\nRoute #1: 2\n", [[1], [2]]), ("Route 1 :\nRoute 2 : 4\n", [[], [4]])):
            Path(path).write_text(text, encoding="utf-8")
            self.assertEqual(checker.read_routes(path), found)
        self.assertEqual(checker.used([[], [4]]), 1)

    def test_unreadable(self):
        for text in ("", CVRP.replace("EUC_2D", "GEO"), CVRP.replace("5 4 1\n", ""), CVRP.replace("CAPACITY : 10\n", "")):
            with self.assertRaises(Unreadable):
                self.problem(text)
        path = os.path.join(self.folder.name, "x.sol")
        Path(path).write_text("Route #1: 1 two\n", encoding="utf-8")
        with self.assertRaises(Unreadable):
            checker.read_routes(path)


class Figures(unittest.TestCase):
    def test_gap_and_primal_integral(self):
        self.assertAlmostEqual(figures.gap(run()), 10)
        self.assertIsNone(figures.gap(run(cost=None)))
        # 100 % for 2 s, 50 % until 5 s, then 20 % until 10 s: neither a worse plan nor a later one changes that
        stairs = run(cost=125.0, trace=[[2.0, 200.0], [5.0, 125.0], [6.0, 150.0], [12.0, 100.0]])
        self.assertAlmostEqual(figures.primal_integral(stairs), (2 * 100 + 3 * 50 + 5 * 20) / 10)
        self.assertAlmostEqual(figures.primal_integral(run(cost=90.0, trace=[[0.0, 90.0]])), 0)
        self.assertEqual(figures.primal_integral(run(cost=None, trace=[[0.0, 101.0]])), 100)
        self.assertAlmostEqual(figures.gap_at(stairs, 4), 100)
        self.assertIsNone(figures.gap_at(stairs, 1))

    def test_size_classes(self):
        self.assertEqual([figures.size_class(n) for n in (249, 250, 500, 1001, 1002, 20000)],
                         ["fewer than 250", "250 to 499", "500 to 1001", "500 to 1001", "1002 to 9999", "10000 and more"])

    def test_wins_are_of_means_over_seeds_and_a_missing_answer_loses(self):
        ours = [run(cost=100.0), run(cost=104.0, seed=2), run(instance="b"), run(instance="c", cost=None), run(instance="d")]
        theirs = [run(cost=103.0), run(cost=103.0, seed=2), run(instance="b"), run(instance="c"), run(instance="d", cost=None)]
        self.assertEqual(figures.wins(ours, theirs), (2, 1, 1))
        self.assertEqual(figures.wins(theirs, ours), (1, 1, 2))

    def test_paired_difference(self):
        ours, theirs = [run(instance=i, cost=101.0) for i in "abc"], [run(instance=i, cost=103.0) for i in "abc"]
        for found, expected in zip(figures.paired_difference(ours, theirs), (-2, -2, -2)):
            self.assertAlmostEqual(found, expected)
        mixed = [run(instance=i, cost=c) for i, c in zip("abcdef", (101.0, 102.0, 103.0, 104.0, 105.0, None))]
        middle, low, high = figures.paired_difference(mixed, [run(instance=i, cost=103.0) for i in "abcdef"])
        self.assertAlmostEqual(middle, 0)
        self.assertTrue(-2 <= low < 0 < high <= 2)


class Report(unittest.TestCase):
    RUNS = [run(), run(instance="b", cost=None), run("peer", cost=120.0, solve_s=11.0), run("peer", "b", cost=None, routes=4,
            wrong=["late at 2"]), run(threads=2, cost=105.0, cpu_s=2.0)]

    def test_nothing_is_dropped(self):
        text = report.tables(self.RUNS)
        self.assertIn("| maillage | 2 | 10.000 (1 of 2) |", text)
        self.assertIn("| maillage | 2 | 10.000 (1 of 2) | 77.273 | 1 | 0 | 0 |", text)  # mean of 54.545 and 100
        self.assertIn("| peer | 2 | 20.000 (1 of 2, 1 late) | 79.167 | 0 | 1 | 1 |", text)
        self.assertIn("maillage, 2 threads", text)
        self.assertIn("- peer, b, 10 s, seed 1: late at 2", text)
        self.assertIn("in 1 of 5 runs", text)

    def test_plot_is_xml_and_names_every_solver(self):
        words = "".join(xml.etree.ElementTree.fromstring(plot.gap_over_time(self.RUNS)).itertext())
        for name in ("maillage (no full line)", "peer (no full line)", "maillage, 2 threads"):
            self.assertIn(name, words)
        self.assertIsNone(plot.gap_over_time([run(best_known=None)]))


class Sets(unittest.TestCase):
    def test_fixed_subsets(self):
        named = sets.names()
        sizes = [int(name.split("-n")[1].split("-")[0]) for name in named["X12"]]
        self.assertEqual((len(set(sizes)), sizes), (12, sorted(sizes)))
        self.assertEqual({name.split("/")[1].split("_")[0] for name in named["GH8"]}, {"C1", "C2", "R1", "R2", "RC1", "RC2"})
        self.assertEqual(len(set(named["GH8"])), 8)


PROGRAM = """#!/usr/bin/env python3
import sys
if sys.argv[1] == "--version": print("maillage 0"); sys.exit()
a = dict(zip(sys.argv[3::2], sys.argv[4::2]))
open(a["-o"], "w").write("Route #1: 1 2\\nRoute #2: 3 4\\nCost 35\\n" if a["--seed"] == "1" else "Route #1: 1 2 3\\nRoute #2: 4\\nCost 1\\n")
open(a["--trace"], "w").write("0.01 50\\n0.02 35\\n")
"""


class Run(unittest.TestCase):
    def test_run_counts_checks_and_resumes(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder, "data", "vrp", "X")
            place.mkdir(parents=True)
            (place / "tiny.vrp").write_text(CVRP, encoding="utf-8")
            (place / "tiny.sol").write_text("Route #1: 1 2\nRoute #2: 3 4\nCost 35\n", encoding="utf-8")
            program, results = Path(folder, "program"), Path(folder, "r.jsonl")
            program.write_text(PROGRAM, encoding="utf-8")
            program.chmod(0o755)
            command = [sys.executable, "-B", ROOT / "bench" / "run", "--set", "X", "--budgets", "1", "--program", program, "--results",
                       results, "--against", "nobody"]
            environment = {**os.environ, "MAILLAGE_DATASETS": str(Path(folder, "data"))}
            first = subprocess.run(command, env=environment, capture_output=True, text=True)
            self.assertEqual(first.returncode, 0, first.stdout + first.stderr)
            self.assertIn("left out: nobody: no such peer", first.stdout)
            second = subprocess.run([*command, "--seeds", "2", "--resume"], env=environment, capture_output=True, text=True)
            self.assertEqual(second.returncode, 1, second.stdout + second.stderr)
            self.assertIn("1 runs, 1 are there already", second.stdout)
            runs = [json.loads(line) for line in results.read_text().splitlines()]
            self.assertEqual([(r["seed"], r["cost"], r["best_known"]) for r in runs], [(1, 35, 35), (2, None, 35)])
            self.assertEqual(runs[0]["trace"], [[0.01, 50], [0.02, 35]])
            self.assertIn("over capacity", runs[1]["wrong"][0])
            self.assertIn("0.000 (1 of 2", results.with_suffix(".md").read_text())
            self.assertTrue(results.with_suffix(".svg").exists())
            del environment["MAILLAGE_DATASETS"]
            third = subprocess.run(command, env=environment, capture_output=True, text=True)
            self.assertEqual((third.returncode, third.stdout), (0, "skipped: routing on X (MAILLAGE_DATASETS is not set)\n"))


# Two sites (capacity 10 and 20, fixed 5 and 7.5), three clients (demand 4, 6, 5); of a whole demand from site 1: 8, 12, 20,
# from site 2: 16, 6, 5.5.
LOCATION = {
    "cap": "2 3\n10 5\n20 7.50\n4\n8 16\n6\n12. 6\n5\n20 5.5\n",
    "holmberg": "2 3\n10 5\n20 7.5\n4 6 5\n8 12 20\n16 6 5.5\n",
    "diaz-fernandez": "3 2\n8 16\n12 6\n20 5.5\n4 6 5\n5 7.5\n10 20\n",
    "tbed1": "2 3\n4 6 5\n10 20\n5 7.5\n2 2 4\n4 1 1.1\n",
    "ufllib": "FILE: tiny\n2 3 0\n1 5 8 12 20\n2 7.5 16 6 5.5\n",
}
LOCATION["yang"] = LOCATION["gadegaard"] = LOCATION["holmberg"]
# 1 - 2 - 3 - 4 with lengths 1, 2, 3; the first edge is given twice, and one site may open.
PMED = "4 4 1\n1 2 9\n2 3 2\n3 4 3\n2 1 1\n"
POINTS = "4 9999 p S\n0 0 5\n3 4 7\n6 8 11\n100 0 13\n"
TWO_KINDS = "1 2\nF 0 0 0 1\nC 0 3 4 5\nC 1 6 8 7\n"
# One plant (30, fixed 2; unit costs 1 and 3 to the sites), two sites as above, three clients: unit costs.
TSCFLP = "1 2 3\n4 6 5\n30 2\n1 3\n10 5\n20 7.5\n2 2 4\n4 1 1.1\n"
BOTH = [(0, 0, 4), (1, 1, 6), (2, 1, 5)]  # client 1 from site 1, the others from site 2: 5 + 7.5 + 8 + 6 + 5.5 = 32


class Vroom(unittest.TestCase):
    def test_ended_from_outside_it_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            peer, began, scratch = (Path(folder, name) for name in ("vroom", "began", "scratch"))
            peer.write_text(f"#!/bin/sh\necho >{began}\nexec sleep 600\n", encoding="utf-8")
            peer.chmod(0o755)
            scratch.mkdir()
            bench = subprocess.Popen([str(ROOT / "bench/vroom"), "--vroom", str(peer), "--kinds", "plain", "--sizes", "5", "--seeds", "1"],
                                     env={**os.environ, "TMPDIR": str(scratch)}, stdout=subprocess.DEVNULL)
            while not began.exists() and bench.poll() is None:
                time.sleep(0.02)
            self.assertEqual(len(list(scratch.iterdir())), 1)
            bench.terminate()
            self.assertEqual(bench.wait(), 143)
            self.assertEqual(list(scratch.iterdir()), [])


class Location(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def problem(self, text, form, **options):
        path = os.path.join(self.folder.name, "tiny")
        Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())
        return location.Problem(path, form, {f"siting.{name}": str(value) for name, value in options.items()})

    def judged(self, problem, *args, **more):
        return location_check.check(problem, location_check.Plan(*args, **more))

    def test_every_layout_means_the_same(self):
        for form, text in LOCATION.items():
            demand = [1, 1, 1] if form == "ufllib" else [4, 6, 5]
            flows = [(client, site, demand[client]) for client, site, _ in BOTH]
            for packed in (text, gzip.compress(text.encode()), text + "\x1a\0 \0\n"):
                problem = self.problem(packed, form)
                self.assertEqual((problem.sites, problem.clients, problem.demand), (2, 3, demand), form)
                self.assertEqual(self.judged(problem, [0, 1], flows), (32, []), form)
        self.assertEqual(self.judged(self.problem(LOCATION["cap"], "ufllib"), [1], [(c, 1, 1) for c in range(3)]), (35, []))

    def test_shares_are_exact(self):
        flows = [(0, 0, 1), (0, 1, 3), (1, 1, 6), (2, 1, 5)]  # a quarter of client 1 from site 1: 2 + 12
        self.assertEqual(self.judged(self.problem(LOCATION["cap"], "cap"), [0, 1], flows), (38, []))
        thirds = [(0, 0, 4), (1, 0, 1), (1, 1, 5), (2, 1, 5)]
        self.assertEqual(self.judged(self.problem(LOCATION["cap"], "cap"), [0, 1], thirds), (33, []))
        self.assertEqual(self.judged(self.problem(LOCATION["cap"].replace("12. 6", "12.1 6"), "cap"), [0, 1], thirds)[0],
                         Fraction(33) + Fraction(1, 60))

    def test_options(self):
        words = LOCATION["cap"].replace("10 5", "capacity 5").replace("20 7.50", "capacity 7.50")
        everything = [(0, 1, 4), (1, 1, 6), (2, 1, 5)]
        self.assertEqual(self.judged(self.problem(words, "cap", capacity=15), [1], everything), (35, []))
        self.assertIn("over its capacity 14", self.judged(self.problem(words, "cap", capacity=14), [1], everything)[1][0])
        self.assertEqual(self.judged(self.problem(words, "cap", uncapacitated=1), [1], [(c, 1, 1) for c in range(3)]), (35, []))
        self.assertIn("2 sites are open, 1 at most", self.judged(self.problem(LOCATION["cap"], "cap", count=1), [0, 1], BOTH)[1])
        for bad in ({}, {"colour": 1}):
            with self.assertRaises(location.Unreadable):
                self.problem(words, "cap", **bad)

    def test_medians_covering_and_two_stages(self):
        self.assertEqual(self.judged(self.problem(PMED, "pmed"), [1], [(c, 1, 1) for c in range(4)]), (1 + 0 + 2 + 5, []))
        self.assertIn("2 sites are open, 1 at most", self.judged(self.problem(PMED, "pmed"), [1, 2], [(c, 1, 1) for c in range(4)])[1])
        near = self.problem(POINTS, "mclp", radius=5, count=1)
        self.assertEqual(self.judged(near, [1], [(0, 1, 1), (1, 1, 1), (2, 1, 1)]), (13, []))
        self.assertEqual(self.judged(near, [1], [(1, 1, 1)]), (29, []))
        self.assertIn("client 4 cannot be served from site 2", self.judged(near, [1], [(3, 1, 1)])[1])
        self.assertEqual(self.judged(self.problem(TWO_KINDS, "mclp", radius=5, count=1), [0], [(0, 0, 1)]), (7, []))
        stages = self.problem(TSCFLP, "tscflp")
        self.assertEqual(self.judged(stages, [0, 1], BOTH, [0], [(0, 0, 4), (0, 1, 11)]), (32 + 2 + 4 + 33, []))
        small = self.problem(TSCFLP.replace("30 2", "14 2"), "tscflp")
        self.assertIn("plant 1: load 15 over its capacity 14", self.judged(small, [0, 1], BOTH, [0], [(0, 0, 4), (0, 1, 11)])[1])
        for words, plants, hauls in (("plant 1 is closed", [], [(0, 0, 4), (0, 1, 11)]), ("site 2 gets 10 and gives 11", [0],
                                     [(0, 0, 4), (0, 1, 10)]), ("there is no plant 2", [1], []), ("no such pair", [0], [(0, 2, 4)])):
            self.assertIn(words, " ".join(self.judged(stages, [0, 1], BOTH, plants, hauls)[1]))

    def test_refuses_each_kind_of_damage(self):
        problem = self.problem(LOCATION["holmberg"], "holmberg")
        cases = {"site 1 is closed": ([1], BOTH), "load 15 over its capacity 10": ([0], [(0, 0, 4), (1, 0, 6), (2, 0, 5)]),
                 "client 3 gets 4 of 5": ([0, 1], BOTH[:2] + [(2, 1, 4)]), "client 3 is not served": ([0, 1], BOTH[:2]),
                 "client 3 gets 10 of 5": ([0, 1], BOTH + [(2, 1, 5)]), "no site 3": ([0, 1, 2], BOTH),
                 "client 4 gets": ([0, 1], BOTH + [(3, 1, 1)]), "client 0 gets": ([0, 1], BOTH + [(-1, 1, 1)]),
                 "client 1 gets -4": ([0, 1], [(0, 0, -4), (0, 0, 8)] + BOTH[1:]),
                 "served by 2 sites": ([0, 1], [(0, 0, 1), (0, 1, 3)] + BOTH[1:])}
        for words, (sites, flows) in cases.items():
            self.assertIn(words, " ".join(self.judged(problem, sites, flows)[1]))

    def test_unreadable(self):
        for form, text in {**LOCATION, "pmed": PMED, "tscflp": TSCFLP}.items():
            for bad in ("", text[:-4], text + "1\n", text.replace("2", "two", 1)):
                with self.assertRaises(location.Unreadable):
                    self.problem(bad, form)
        with self.assertRaises(location.Unreadable):
            self.problem(POINTS, "mclp")

    def test_a_value_counts_for_its_own_problem(self):
        self.assertEqual([siting_sets.kind_of("opt multi-source CFLP", single) for single in (False, True)], ["optimum", None])
        self.assertEqual([siting_sets.kind_of("opt/best single-source (multi-source optimum is <=)", single)
                          for single in (False, True)], ["upper bound", "best known"])
        self.assertEqual(siting_sets.asked("capa_8000"), ("capa", {"siting.capacity": "8000"}))
        self.assertEqual(siting_sets.asked("cap72 (uncapacitated)"), ("cap72", {"siting.uncapacitated": "1"}))


def site_run(solver="maillage", instance="a", **more):
    base = {"solver": solver, "version": "1", "set": "S", "instance": instance, "sites": 2, "clients": 3, "plants": 0, "threads": 1,
            "budget_s": 10.0, "gap_asked": 0.0001, "cost": 100.0, "bound": 100.0, "bound_kind": "tree", "quantum": 0.01, "open_sites": 1,
            "known": 100.0, "known_kind": "optimum", "known_slack": 0.0, "missing": "", "wrong": [], "alarms": [], "to_1": 1.0,
            "to_01": 2.0, "solve_s": 3.0, "wall_s": 3.0, "cpu_s": 3.0, "peak_mb": 5.0, "exit": 0, "trace": [], "order": 0}
    return {**base, **more}


class SitingReport(unittest.TestCase):
    def test_when_a_gap_was_reached(self):
        trace = [[1.0, 200.0, None], [2.0, 200.0, 90.0], [3.0, 91.0, 80.0], [4.0, 300.0, 90.5], [5.0, 90.5, 90.5]]
        self.assertEqual([siting_run.reached(trace, share, 10) for share in (0.011, 0.01, 0.001)], [4.0 - 1.0, 4.0, 5.0])
        self.assertIsNone(siting_run.reached(trace, 0.001, 4.5))
        self.assertEqual(siting_run.gap(0, 0), 0)
        self.assertEqual(siting_run.believed([[1.0, 100.0, 1.0], [2.0, 98.0, None], [3.0, None, 2.0]], 99.0),
                         [[1.0, 100.0, 1.0], [2.0, None, None], [3.0, None, 2.0]])

    def test_nothing_is_dropped(self):
        none = dict(cost=None, bound=None, to_1=None, to_01=None)
        runs = [site_run(), site_run("highs", cost=110.0, bound=55.0, to_1=None, to_01=None, solve_s=11.0),
                site_run(instance="b", missing="exit 2: not solved yet", **none),
                site_run("highs", "b", wrong=["client 3 is not served"], **none)]
        text = siting_report.tables(runs)
        self.assertIn("| maillage | 2 | 1 | 1 of 2 | 1 | 0 | 0 | 0 | 1 | 0 | 0 |", text)
        self.assertIn("| highs | 2 | 1 | 0 of 2 | 0 | 10 | 10 | 50 | 0 | 1 | 1 |", text)
        self.assertIn("| highs | >=10 | >=10 | >=5.5 (>= in 1, ? in 1 of 2) |", text)
        self.assertIn("- highs on S b, 10 s: client 3 is not served", text)
        self.assertIn("- maillage on S, b: exit 2: not solved yet", text)
        self.assertEqual(siting_report.ratio(runs[0], runs[1], "to_1"), (10.0, ">="))
        self.assertEqual(siting_report.ratio(runs[1], runs[0], "to_1")[1], "<=")
        self.assertEqual(siting_report.ratio(runs[2], runs[3], "to_1"), (1.0, "?"))

    def test_without_a_published_value_the_cheapest_of_several_counts(self):
        nothing = dict(known=None, known_kind="")
        text = siting_report.tables([site_run(**nothing), site_run("highs", cost=125.0, **nothing), site_run(instance="b", **nothing)])
        self.assertIn("| a | 2 x 3 | 100 *** | +0 %, gap 0 %, 1 s | +25 %, gap 20 %, 1 s |", text)
        self.assertIn("| b | 2 x 3 | - | 100, gap 0 %, 1 s |", text)

    def test_a_bound_above_a_plan_is_told(self):
        self.assertEqual(siting_report.alarms_of([site_run(), site_run("highs", bound=100.00001)]), [])
        self.assertIn("bound 100.5 above 100, the cost of a plan of maillage",
                      siting_report.alarms_of([site_run(), site_run("highs", cost=101.0, bound=100.5)])[0])
        self.assertEqual(siting_report.alarms_of([site_run(bound=100.0), site_run("highs", cost=99.995)]), [])  # rounded up
        self.assertEqual(len(siting_report.alarms_of([site_run(bound=100.01), site_run("highs", cost=99.995)])), 1)


SITE_PROGRAM = """#!/usr/bin/env python3
import json, sys
if sys.argv[1] == "--version": print("maillage 0"); sys.exit()
a = dict(zip(sys.argv[3::2], sys.argv[4::2]))
print('{"phase":"site","elapsed_s":0.010,"cost":40,"bound":null}', file=sys.stderr)
if sys.argv[2].endswith("p2"): print("not solved yet", file=sys.stderr); sys.exit(2)
rows = [[1, 1, 4], [2, 2, 6], [3, 2, 5 if sys.argv[2].endswith("p1") else 4]]
json.dump({"problem": {"decimals": 1}, "summary": {"cost": 32, "bound": 31.5, "bound_kind": "tree"},
           "sites": [{"site": 1}, {"site": 2}], "assignment": [dict(zip(("client", "site", "units"), row)) for row in rows]},
          open(a["-o"], "w"))
"""


class Siting(unittest.TestCase):
    def test_siting_judges_and_resumes(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder, "data", "siting", "holmberg")
            place.mkdir(parents=True)
            (place / "best_known.tsv").write_text("instance\tvalue\tkind\tsource\n" + "".join(
                f"p{i}\t32\topt single-source\tfile\n" for i in (1, 2, 3)), encoding="utf-8")
            for name in ("p1", "p2", "p3"):
                (place / name).write_text(LOCATION["holmberg"], encoding="utf-8")
            program, results = Path(folder, "program"), Path(folder, "r.jsonl")
            program.write_text(SITE_PROGRAM, encoding="utf-8")
            program.chmod(0o755)
            command = [sys.executable, "-B", ROOT / "bench" / "siting", "--sets", "holmberg", "--budget", "1", "--program", program,
                       "--results", results, "--against", "nobody"]
            environment = {**os.environ, "MAILLAGE_DATASETS": str(Path(folder, "data"))}
            first = subprocess.run([*command, "--only", "p1,p2"], env=environment, capture_output=True, text=True)
            self.assertEqual(first.returncode, 0, first.stdout + first.stderr)
            self.assertIn("left out: nobody: no such peer", first.stdout)
            second = subprocess.run([*command, "--resume"], env=environment, capture_output=True, text=True)
            self.assertEqual(second.returncode, 1, second.stdout + second.stderr)
            self.assertIn("1 runs, 2 are there already", second.stdout)
            runs = {run["instance"]: run for run in map(json.loads, results.read_text().splitlines())}
            self.assertEqual([(runs[p]["cost"], bool(runs[p]["missing"]), runs[p]["wrong"]) for p in ("p1", "p2", "p3")],
                             [(32, False, []), (None, True, []), (None, False, ["client 3 gets 4 of 5"])])
            self.assertEqual((runs["p1"]["trace"][0], runs["p1"]["known"]), ([0.01, 40, None], 32))
            self.assertIn("exit 2: not solved yet", results.with_suffix(".md").read_text())
            del environment["MAILLAGE_DATASETS"]
            third = subprocess.run(command, env=environment, capture_output=True, text=True)
            self.assertEqual((third.returncode, third.stdout), (0, "skipped: siting on holmberg (MAILLAGE_DATASETS is not set)\n"))

    def test_doubts(self):
        def told(cost, said, bound, quantum="0.1"):
            case = siting_sets.Case("S", "a", "a", "cap", {}, siting_sets.Known("32", "optimum"))
            plan = location_check.Plan([], [], cost=Fraction(said), bound=Fraction(bound), quantum=Fraction(quantum))
            return siting_run.doubts(case, plan, Fraction(cost), Fraction(bound), siting_run.FINE)
        self.assertEqual(told("32.44", "32.5", "32"), ([], []))
        self.assertIn("it costs 32.5", told("32.44", "32.4", "32")[0][0])
        self.assertIn("it costs 32.5", told("32.44", "32.6", "32")[0][0])
        self.assertIn("above the published value 32", told("32.44", "32.5", "32.1")[1][0])
        self.assertIn("above its own cost", told("32", "32", "32.1")[1][0])
        self.assertIn("below the published optimum", told("31.9", "31.9", "31")[1][0])


unittest.main(argv=sys.argv[:1])
