"""The published sets that bench/siting measures: where a set lies under $MAILLAGE_DATASETS/siting, how it is read, its problems
and what is published of them."""
import os
import re
from fractions import Fraction

# name: (folder, format, what the files lack or the runs of this bench fix)
SETS = {
    "cap": ("cap", "cap", {}),
    "ufllib-m": ("ufllib-m", "ufllib", {}),
    "ufllib-euclid": ("ufllib-euclid", "ufllib", {}),
    "ufllib-gapa": ("ufllib-gapa", "ufllib", {}),
    "ufllib-gapb": ("ufllib-gapb", "ufllib", {}),
    "ufllib-gapc": ("ufllib-gapc", "ufllib", {}),
    "ufllib-kg": ("ufllib-kg", "ufllib", {}),
    "pmed": ("pmed", "pmed", {}),
    "holmberg": ("holmberg", "holmberg", {"siting.single_source": "1"}),
    "diaz-fernandez": ("diaz-fernandez", "diaz-fernandez", {"siting.single_source": "1"}),
    "yang": ("yang", "yang", {"siting.single_source": "1"}),
    "gadegaard": ("sscflp-gadegaard", "gadegaard", {"siting.single_source": "1"}),
    "tbed1": ("tbed1", "tbed1", {"siting.single_source": "0"}),
    "tscflp": ("tscflp", "tscflp", {}),
    "mclp": ("mclp", "mclp", {}),
}
# mclp: file, radius, sites. The files name neither; these leave some weight uncovered, so that there is something to choose.
COVERING = (("SJC324", 800, 3), ("SJC500", 800, 5), ("SJC818", 800, 8), ("PCB3038", 400, 20), ("BDS1000", "5.5", 10),
            ("BDS10000", "5.5", 10), ("SanFrancisco5137", "0.01", 20))
ENDINGS = ("", ".gz", ".txt", ".txt.gz", ".dat.gz")
VALUES = "best_known.tsv"


class Known:
    """What is published of a problem. kind: `optimum`, `best known` (the cost of some plan) or `upper bound` (of a problem
    with more limits than ours). slack: a unit of the last digit after the point, as such values were rounded or cut."""

    def __init__(self, value, kind):
        self.value, self.kind = Fraction(value), kind
        digits = len(value.partition(".")[2])
        self.slack = Fraction(1, 10 ** digits) if digits else Fraction(0)


class Case:
    """One problem of a set: its set, its name in the results, its file, what is passed with it, what is known of it."""

    def __init__(self, set_name, name, path, form, options, known):
        self.set, self.name, self.path, self.format, self.options, self.known = set_name, name, path, form, options, known


def folder():
    """Where the sets lie, or None with a word why not."""
    root = os.environ.get("MAILLAGE_DATASETS")
    if not root:
        return None, "MAILLAGE_DATASETS is not set"
    path = os.path.join(root, "siting")
    return (path, None) if os.path.isdir(path) else (None, f"there is no folder {path}")


def kind_of(words, single):
    """What a value is worth for a problem with or without single source; None: it says nothing of this problem."""
    words = words.partition("(")[0]
    if "single-source" in words and not single:
        return "upper bound"  # the plans of the other problem are plans of ours
    if single and ("multi-source" in words or "UFL" in words):
        return None
    return "optimum" if re.match(r"opt( |$)", words) else "best known"


def rows_of(place):
    """[(instance, value, kind)] of a set's published values; empty without a file of them."""
    path = os.path.join(place, VALUES)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t")[:3] for line in list(file)[1:] if line.strip()]


def file_of(place, stem):
    return next((path for path in (os.path.join(place, stem + end) for end in ENDINGS) if os.path.exists(path)), None)


def asked(name):
    """(file's stem, options) of a row's name: capa_8000 has that capacity, `cap72 (uncapacitated)` none."""
    match = re.fullmatch(r"(\S+?)_(\d+)", name)
    if match:
        return match.group(1), {"siting.capacity": match.group(2)}
    if name.endswith(" (uncapacitated)"):
        return name.split()[0], {"siting.uncapacitated": "1"}
    return name, {}


def cases(name, more=None):
    """The problems of a set in the order of its values, or of its files. `more`: options of the command line."""
    subfolder, form, fixed = SETS[name]
    place = os.path.join(folder()[0], subfolder)
    if not os.path.isdir(place):
        return
    if name == "mclp":
        rows = [(f"{stem} r={radius} p={count}", None, "", stem, {"siting.radius": str(radius), "siting.count": str(count)})
                for stem, radius, count in COVERING]
    else:
        rows = [(row[0], row[1], row[2], *(asked(row[0]) if name == "cap" else (row[0], {}))) for row in rows_of(place)]
        rows = rows or [(stem_of(file), None, "", stem_of(file), {}) for file in sorted(os.listdir(place))]
    for title, value, words, stem, lacking in rows:
        path = file_of(place, stem)
        options = {**fixed, **lacking, **(more or {})}
        single = Fraction(options.get("siting.single_source", 0)) > 0
        kind = kind_of(words, single) if value else None
        if path:
            yield Case(name, stem_of(title), path, form, options, Known(value, kind) if kind else None)


def stem_of(file):
    return re.sub(r"(\.txt|\.dat)?(\.gz)?$", "", file)
