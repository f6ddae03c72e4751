#!/usr/bin/env python3
"""The committed man pages are what the program says about itself (`make man` writes them).   man.py ROOT PROGRAM"""
import subprocess
import sys
from pathlib import Path

root, program = Path(sys.argv[1]), sys.argv[2]
stale = []
for lang, name in (("en", "docs/man/maillage.1"), ("fr", "docs/man/fr/maillage.1")):
    said = subprocess.run([program, "--man", "--lang", lang], capture_output=True, text=True, check=True).stdout
    if not said.startswith(".TH ") or (root / name).read_text(encoding="utf-8") != said:
        stale.append(f"{name} is not what `maillage --man --lang {lang}` prints: make man")
print(*stale, f"2 pages, {len(stale)} stale", sep="\n")
sys.exit(bool(stale))
