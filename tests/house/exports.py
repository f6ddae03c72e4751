#!/usr/bin/env python3
"""libmaillage.so exports what include/ declares with MLG_API, no more and no less.   exports.py ROOT LIBRARY

Names are mlg_<letter>…, without a double underscore (those are internal).
"""
import re
import subprocess
import sys
from pathlib import Path

# Symbols that linkers and sanitizers add to every shared library.
TOOLCHAIN = re.compile(r"^(_init|_fini|_edata|_end|__bss_start|__(asan|ubsan|tsan|lsan|odr_asan|gcov|llvm|sanitizer).*)$")


def declared(root):
    """A function declared with MLG_API, or one more declarator after a comma: name followed by '('."""
    names = set()
    for path in (root / "include/maillage").glob("*.h"):
        text = re.sub(r"/\*.*?\*/|^\s*#.*?$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for statement in re.findall(r"MLG_API\b([^;]*);", text):
            names.update(re.findall(r"\b(mlg_\w+)\s*\(", statement))
    return names


def exported(library):
    out = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in out.splitlines()}


def main():
    want, have = declared(Path(sys.argv[1])), {n for n in exported(sys.argv[2]) if not TOOLCHAIN.match(n)}
    odd = sorted(n for n in have if not re.fullmatch(r"mlg(_[a-z0-9]+)+", n))
    problems = [f"exported under an internal or foreign name: {n}" for n in odd]
    problems += [f"exported, but no public header declares it: {n}" for n in sorted(have - want - set(odd))]
    problems += [f"declared in include/, but not exported: {n}" for n in sorted(want - have)]
    print(*problems, f"{len(want)} declared, {len(have)} exported, {len(problems)} problems", sep="\n")
    sys.exit(bool(problems) or not want)


main()
