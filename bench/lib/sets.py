"""Named sets of problems (bench/sets.txt) under $MAILLAGE_DATASETS/vrp, with their best known costs."""
import os

import checker
from instance import Instance

FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sets.txt")


def names():
    sets = {}
    with open(FILE, encoding="utf-8") as file:
        for words in map(str.split, file):
            if words and not words[0].startswith("#"):
                sets.setdefault(words[0], []).extend(words[1:])
    return sets


def folder():
    """Where the sets lie, or None with a word why not."""
    root = os.environ.get("MAILLAGE_DATASETS")
    if not root:
        return None, "MAILLAGE_DATASETS is not set"
    path = os.path.join(root, "vrp")
    return (path, None) if os.path.isdir(path) else (None, f"there is no folder {path}")


def paths(name):
    """The problem files of a set, whether they are there or not (load() says which one is missing)."""
    root, lacking = folder()
    if lacking:
        raise OSError(lacking)
    found = []
    for entry in names()[name]:
        if "/" not in entry:
            here = os.path.join(root, entry)
            found += sorted(os.path.join(here, f) for f in os.listdir(here) if f.endswith((".vrp", ".txt")))
            continue
        stem = os.path.join(root, entry)
        found.append(next((stem + end for end in (".vrp", ".txt") if os.path.exists(stem + end)), stem + ".vrp"))
    return found


def load(path):
    """An instance that also knows its folder and its best known cost, recomputed from the routes beside it (None: none)."""
    instance = Instance(path)
    instance.folder, instance.best_known = os.path.basename(os.path.dirname(path)), None
    for end in (".sol", ".sintef-sol"):
        beside = os.path.splitext(path)[0] + end
        if os.path.exists(beside):
            cost, wrong = checker.check(instance, checker.read_routes(beside))
            if wrong:
                raise OSError(f"{beside}: {wrong[0]}")
            instance.best_known = cost
            break
    return instance
