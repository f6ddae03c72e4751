#!/usr/bin/env python3
"""The benches judge and count rightly: checker, statistics, tables, plot and bench/run itself, on tiny made-up problems.

    bench.py ROOT
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "bench" / "lib"))
import checker  # noqa: E402
import figures  # noqa: E402
import plot  # noqa: E402
import report  # noqa: E402
import sets  # noqa: E402
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
            self.assertIn("0.000 (1 of 2)", results.with_suffix(".md").read_text())
            self.assertTrue(results.with_suffix(".svg").exists())
            del environment["MAILLAGE_DATASETS"]
            third = subprocess.run(command, env=environment, capture_output=True, text=True)
            self.assertEqual((third.returncode, third.stdout), (0, "skipped: routing on X (MAILLAGE_DATASETS is not set)\n"))


unittest.main(argv=sys.argv[:1])
