"""What the checks of examples share: the tables, a list of problems, what the README counts, and what the maker would write."""
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path


class Case:
    """An example folder: sites, sizes, demand (rows), scenario, and the problems found."""

    def __init__(self, root, folder):
        self.root, self.problems = Path(root), []
        path = self.root / "examples" / folder
        self.sites, self.sizes, self.demand = (self._read(path / name) for name in ("sites.csv", "sizes.csv", "demand.csv"))
        self.scenario = json.loads((path / "scenario.json").read_text(encoding="utf-8"))
        self.readme = (path / "README.md").read_text(encoding="utf-8")

    @staticmethod
    def _read(path):
        with open(path, encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))

    def expect(self, condition, text):
        if not condition:
            self.problems.append(text)

    def unique(self, name, rows, key):
        self.expect(len({row[key] for row in rows}) == len(rows), f"{name}: a {key} stands twice")

    def finish(self, maker, points):
        """Sums and counts that every example has, its maker's word, the verdict."""
        periods = self.scenario["periods"]
        self.expect(sum(p["budget_eur"] for p in periods) == self.scenario["budget_total_eur"], "budgets do not add up")
        for name, rows in (("sites.csv", self.sites), ("sizes.csv", self.sizes), ("demand.csv", self.demand)):
            said = re.search(rf"^\| `{name}` \| ([\d,]+) \|", self.readme, re.MULTILINE)
            self.expect(said and int(said.group(1).replace(",", "")) == len(rows), f"README.md: {name} has {len(rows)} rows")
        if os.environ.get("MAILLAGE_DATASETS"):
            done = subprocess.run([sys.executable, "-B", self.root / "tools" / maker, "--check"], capture_output=True, text=True)
            self.expect(done.returncode == 0, done.stdout + done.stderr)
        else:
            print("skipped: the tables against their sources (MAILLAGE_DATASETS is not set)")
        print(*self.problems, f"{len(self.sites)} sites, {len(self.demand)} {points}, {len(self.problems)} problems", sep="\n")
        sys.exit(bool(self.problems))
