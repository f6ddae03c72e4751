#!/usr/bin/env python3
"""Every header compiles alone: the public ones in C and in C++, those of src/ in C.   headers.py ROOT CC CXX"""
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def compile_alone(job):
    root, name, compiler, language, standard = job
    command = [compiler, f"-x{language}", f"-std={standard}", *WARNINGS, "-I", root / "include"]
    if not name.startswith("maillage/"):
        # gnu17's int128 and static inline helpers that this header's user may or may not call
        command += ["-I", root / "src", "-D_POSIX_C_SOURCE=200809L", "-Wno-pedantic", "-Wno-unused-function"]
    text = f'#include "{name}"\n#include "{name}"\nint main(void);\n'
    done = subprocess.run([*command, "-"], input=text, capture_output=True, text=True)
    return f"{name} ({language}):\n{done.stderr}" if done.returncode else None


def main():
    root, cc, cxx = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    public = [f"maillage/{p.name}" for p in sorted((root / "include/maillage").glob("*.h"))]
    internal = [p.relative_to(root / "src").as_posix() for p in sorted((root / "src").rglob("*.h"))
                if not p.name.endswith(".inc.h")]
    jobs = [(root, name, cc, "c", "c17") for name in public + internal]
    jobs += [(root, name, cxx, "c++", "c++11") for name in public]
    with ThreadPoolExecutor(cpu_count()) as pool:
        broken = [text for text in pool.map(compile_alone, jobs) if text]
    print(*broken, f"{len(jobs)} compilations, {len(broken)} failed", sep="\n")
    sys.exit(bool(broken) or not public or not internal)


main()
