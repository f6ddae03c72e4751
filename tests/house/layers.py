#!/usr/bin/env python3
"""Compare every #include under src/ and include/ with the table of layers in src/CMakeLists.txt.

    layers.py ROOT               the check
    layers.py ROOT --self-test   forbidden includes, put into a copy of the table's world, must all be found

Rules: a module includes itself and what its row allows, written from src/ ("model/plan.h"), or the public header of such a
module ("maillage/plan.h"); cli and service include public headers and base/ only; public headers include public headers only;
a few system and library headers live in one place each (HOMES).
"""
import re
import sys
from pathlib import Path

# Public header -> the module that owns it (docs/architecture.md).
OWNER = {"base": "base", "leg": "model", "problem": "model", "plan": "model", "reason": "model", "explain": "explain", "scenario": "model", "location": "model",
         "accounts": "accounts", "check": "check", "roads": "roads", "routing": "routing", "siting": "siting", "api": "api",
         "maillage": "api"}
# Written against the public headers; base/ for text and threads.
PROGRAMS = {"cli": {"base"}, "service": {"base"}}
# Outside headers that only some files may include: modules or single files.
HOMES = {"pthread.h": {"base/thread.c"}, "sys/mman.h": {"roads", "io"}, "jansson.h": {"io"},
         "zlib.h": {"base/inflate.c", "io"}, "libdeflate.h": {"base/inflate.c"}, "sys/socket.h": {"api", "service"}, "netdb.h": {"api", "service"},
         "locale.h": set()}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def layers(root):
    text = (root / "src/CMakeLists.txt").read_text(encoding="utf-8")
    rows = re.findall(r'"([a-z]+):([a-z ]*)"', re.search(r"set\(MLG_LAYERS(.*?)\)", text, re.DOTALL).group(1))
    table = {module: set(needs.split()) | {module} for module, needs in rows}
    if len(table) < 10 or any(need not in table for needs in table.values() for need in needs):
        sys.exit("layers: the table MLG_LAYERS in src/CMakeLists.txt could not be read")
    return table


def why_forbidden(table, module, path, bracket, name):
    """None if the file `path` (from src/, or "maillage/x.h") of `module` may include `name`."""
    if bracket == "<":
        homes = HOMES.get(name)
        return f"<{name}> lives in {sorted(homes) or 'no file'}" if homes is not None and not {module, path} & homes else None
    if "/" not in name:
        return f'"{name}": includes are written from src/ ("{module}/{name}")'
    folder, rest = name.split("/", 1)
    public = folder == "maillage"
    owner = OWNER.get(rest.removesuffix(".h")) if public else folder
    if path.startswith("maillage/") and not public:
        return f'"{name}": a public header includes public headers only'
    if owner not in table and owner != module:
        return f'"{name}": no module of the table owns it'
    if module in PROGRAMS:
        return None if public or folder == module or folder in PROGRAMS[module] else f'"{name}": {module} uses public headers'
    return None if owner in table[module] else f'"{name}": {module} may not include {owner}'


def violations(table, files):
    """files: (module, path, text) each."""
    found = []
    for module, path, text in files:
        if module not in table and module not in PROGRAMS:
            found.append(f"{path}: '{module}' is not in the table")
            continue
        for match in INCLUDE.finditer(text):
            why = why_forbidden(table, module, path, match.group(1), match.group(2))
            if why:
                found.append(f"{path}:{text.count(chr(10), 0, match.start()) + 1 + match.group(0).count(chr(10))}: {why}")
    return found


def sources(root):
    for path in sorted((root / "src").rglob("*.[ch]")):
        name = path.relative_to(root / "src").as_posix()
        yield name.split("/", 1)[0], name, path.read_text(encoding="utf-8")
    for path in sorted((root / "include/maillage").glob("*.h")):
        yield OWNER.get(path.stem, path.stem), f"maillage/{path.name}", path.read_text(encoding="utf-8")


def self_test(table):
    bad = [("model", "model/x.c", '#include "io/csv.h"'), ("model", "model/x.h", '#include "maillage/routing.h"'),
           ("siting", "siting/x.c", '#include "roads/graph.h"'), ("routing", "routing/operators/x.c", '# include "io/csv.h"'),
           ("check", "check/x.c", '\n\n#include "siting/lane.h"'), ("cli", "cli/x.c", '#include "model/plan.h"'),
           ("base", "base/x.c", '#include <pthread.h>'), ("report", "report/x.c", '#include <jansson.h>'),
           ("model", "maillage/x.h", '#include "model/plan.h"'), ("io", "io/x.c", '#include "csv.h"'),
           ("base", "base/text.c", '#include <locale.h>'), ("other", "other/x.c", ""),
           ("base", "base/x.c", '#include "base/text.h"\n#include "model/units.h"'),
           ("model", "maillage/plan.h", '#include "maillage/siting.h"')]
    good = [("siting", "siting/x.c", '#include "routing/solver.h"\n#include "maillage/leg.h"\n#include <math.h>'),
            ("base", "base/thread.c", "#include <pthread.h>"), ("cli", "cli/x.c", '#include "maillage/api.h"\n#include "base/text.h"'),
            ("io", "io/json.c", "#include <jansson.h>"), ("api", "api/x.c", '#include "roads/crow.h"')]
    missed = [case for case in bad if len(violations(table, [case])) != 1]
    refused = [case for case in good if violations(table, [case])]
    print(f"{len(bad) - len(missed)} of {len(bad)} forbidden includes found, {len(refused)} of {len(good)} allowed ones refused")
    return [f"self-test: {case}" for case in missed + refused]


def main():
    root = Path(sys.argv[1])
    table = layers(root)
    files = list(sources(root))
    found = self_test(table) if "--self-test" in sys.argv else violations(table, files)
    print(*found, f"{len(files)} files, {len(found)} violations", sep="\n")
    sys.exit(bool(found))


main()
