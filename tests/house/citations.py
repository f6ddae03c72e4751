#!/usr/bin/env python3
"""Every source cited in a comment, like [Vidal2013], stands in docs/methods/references.md, and nothing stands there
that nobody cites in code or docs; an entry is a list item that begins with its key and ends with a DOI or an address.

    citations.py ROOT
"""
import re
import sys
from pathlib import Path

KEY = re.compile(r"\[([A-Z][A-Za-z]+(?:18|19|20)\d\d[a-z]?)\]")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def cited_in_code(root):
    places = {}
    for folder in ("include", "src", "tests", "bench", "tools"):
        for path in sorted((root / folder).rglob("*.[ch]")):
            for comment in COMMENT.findall(path.read_text(encoding="utf-8")):
                for key in KEY.findall(comment):
                    places.setdefault(key, path.relative_to(root))
    return places


def main():
    root = Path(sys.argv[1])
    references = root / "docs/methods/references.md"
    places = cited_in_code(root)
    for path in sorted((root / "docs").rglob("*.md")):
        if path != references:
            for key in KEY.findall(path.read_text(encoding="utf-8")):
                places.setdefault(key, path.relative_to(root))
    entries = dict(re.findall(r"^- \[([A-Z]\w+)\] +(.*(?:\n {2,}.*)*)", references.read_text(encoding="utf-8"), re.MULTILINE))
    problems = [f"{path}: [{key}] is not in {references.relative_to(root)}" for key, path in sorted(places.items()) if key not in entries]
    problems += [f"references.md: nobody cites [{key}]" for key in sorted(entries) if key not in places]
    problems += [f"references.md: [{key}] has no DOI (10.…) and no address" for key, text in sorted(entries.items())
                 if not re.search(r"\b10\.\d{4,}/\S+|https?://\S+|ISBN", text)]
    problems += [f"references.md: [{key}] does not tell its year" for key, text in sorted(entries.items())
                 if re.search(r"\d{4}", key).group(0) not in text]
    print(*problems, f"{len(places)} keys cited, {len(entries)} listed, {len(problems)} problems", sep="\n")
    sys.exit(bool(problems))


main()
