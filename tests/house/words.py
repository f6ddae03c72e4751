#!/usr/bin/env python3
"""Words that no file of the project may hold: paths of somebody's machine, package mirrors, names of writing tools.

    words.py ROOT

The words are written in two halves, so that this file does not hold them either.
"""
import subprocess
import sys
from pathlib import Path

WORDS = ["/wo" "rk/", "/ho" "me/", "/ro" "ot/", "deb." "debian.org", "snapshot." "debian.org", "ftp." "debian.org",
         "pypi." "org", "pythonhosted." "org", "registry.npm" "js.org", "artifact" "ory", "crates" ".io", "proxy.gol" "ang.org",
         "anth" "ropic", "cla" "ude", "open" "ai", "chat" "gpt", "cop" "ilot"]
SKIPPED = {".git", "build", "out", "node_modules"}
# Names of streets, as a published map has them.
NAMES = {"examples/auvergne-rhone-alpes/lyon-streets/arcs.csv"}


def files(root):
    """What git would track; everything but build folders where there is no git (a release archive)."""
    try:
        git = subprocess.run(["git", "-c", f"safe.directory={root}", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"],
                             capture_output=True)
        if git.returncode == 0 and git.stdout:
            return [root / name for name in git.stdout.decode().split("\0") if name]
    except FileNotFoundError:
        pass
    return [p for p in root.rglob("*") if p.is_file() and not SKIPPED & set(p.relative_to(root).parts)]


def main():
    root = Path(sys.argv[1]).resolve()
    found, count = [], 0
    for path in sorted(p for p in files(root) if p.is_file() and str(p.relative_to(root)) not in NAMES):
        count += 1
        text = path.read_bytes().lower()
        for word in WORDS:
            at = text.find(word.encode())
            if at >= 0:
                found.append(f"{path.relative_to(root)}:{text.count(10, 0, at) + 1}: {word}")
    print(*found, f"{count} files, {len(found)} with words that do not belong", sep="\n")
    sys.exit(bool(found) or count < 20)


main()
