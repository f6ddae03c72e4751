#!/usr/bin/env python3
"""Install into an empty folder, then build and run tests/house/consumer with pkg-config and with find_package().

    install.py ROOT BUILD CC
"""
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    root, build, cc = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    consumer = root / "tests/house/consumer"
    version = run(build / "maillage", "--version").split()[-1]
    with tempfile.TemporaryDirectory() as folder:
        temp = Path(folder)
        # Moved after the installation: nothing in it may remember its prefix.
        run("cmake", "--install", build, "--prefix", temp / "first")
        (temp / "first").rename(temp / "prefix")
        prefix = temp / "prefix"
        outputs = {}
        libraries = next(prefix.rglob("libmaillage.so")).parent

        environment = {**os.environ, "PKG_CONFIG_PATH": str(libraries / "pkgconfig")}
        for name, more in (("pkg-config", []), ("pkg-config --static", ["--static"])):
            flags = shlex.split(run("pkg-config", "--cflags", "--libs", *more, "maillage", env=environment))
            if more:
                flags = [str(libraries / "libmaillage.a") if f == "-lmaillage" else f for f in flags]
            run(cc, "-std=c17", "-Wall", "-Wextra", "-Werror", consumer / "main.c", *flags, "-o", temp / "a.out")
            outputs[name] = run(temp / "a.out", env={**os.environ, "LD_LIBRARY_PATH": str(libraries)})

        run("cmake", "-S", consumer, "-B", temp / "build", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_C_COMPILER={cc}")
        run("cmake", "--build", temp / "build")
        for target in ("shared", "static", "core"):
            outputs[f"maillage::{target}"] = run(temp / "build" / f"consumer_{target}")
        outputs["program"] = run(next(prefix.rglob("bin/maillage")), "--version").split()[-1] + "\n"
    program = outputs.pop("program")
    wrong = {name: text for name, text in outputs.items() if text != outputs["pkg-config"] or text.split()[0] != version}
    print(f"{len(outputs)} ways to build against the installed tree: {outputs['pkg-config'].strip()}" if not wrong else wrong)
    sys.exit(bool(wrong) or program.strip() != version)


main()
