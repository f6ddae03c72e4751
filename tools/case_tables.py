"""What the makers of example tables share: read published tables, write a table's text, compare or replace the committed ones."""
import csv
import io
import sys


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def table(columns, rows):
    """The text of a table; cells that a row lacks are empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def put(folder, tables, check):
    """Write the tables that differ, or with check only say so and exit with 1."""
    changed = []
    for name, text in tables.items():
        path = folder / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        changed.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    print(f"{len(tables)} tables, {len(changed)} {'would change' if check else 'written'}", *changed)
    sys.exit(1 if changed and check else 0)
