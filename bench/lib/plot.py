"""Mean gap over time as SVG: a panel per set and budget, a line per solver, both axes logarithmic. Standard library only."""
import html
import math

import figures

COLOURS = ("#1b5e9e", "#d1662a", "#2f8f4e", "#a3355f", "#7a5cb0", "#8a6d1f", "#4a9a9e", "#555555")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 330, 60, 190, 30, 45
STEPS = 80
LOWEST = 0.01  # percent; what is better is drawn here


def gap_over_time(runs):
    panels = [panel for panel in sorted(figures.by(runs, "set", "budget_s").items()) if any(r["best_known"] for r in panel[1])]
    if not panels:
        return None
    names = [key[0] for key in figures.by(runs, figures.label)]
    colour = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT * len(panels)}" '
             'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>']
    for i, ((folder, budget), group) in enumerate(panels):
        parts += [f'<g transform="translate(0 {i * HEIGHT})">', *panel_parts(folder, budget, group, colour), "</g>"]
    return "\n".join(parts + ["</svg>", ""])


def line_of(group, times):
    """(time, mean gap) from the first time at which every run has a plan; a solver without an answer somewhere has no line."""
    points = []
    for time_s in times:
        gaps = [figures.gap_at(run, time_s) for run in group]
        if None not in gaps:
            points.append((time_s, max(LOWEST, figures.mean(gaps))))
    return points


def panel_parts(folder, budget, group, colour):
    first = budget / 1000
    times = [first * (budget / first) ** (k / STEPS) for k in range(STEPS + 1)]
    lines = {key[0]: line_of(runs, times) for key, runs in figures.by(group, figures.label).items()}
    gaps = [gap for points in lines.values() for _, gap in points] or [1.0]
    low, high = math.floor(math.log10(min(gaps))), max(math.ceil(math.log10(max(gaps))), math.floor(math.log10(min(gaps))) + 1)
    across, down = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(time_s):
        return LEFT + across * math.log(time_s / first) / math.log(budget / first)

    def y(gap):
        return TOP + down * (high - math.log10(gap)) / (high - low)

    yield f'<text x="{LEFT}" y="18" font-weight="bold">{html.escape(folder)}, {budget:g} s: mean gap to best known, %</text>'
    for decade in range(low, high + 1):
        yield f'<path d="M{LEFT} {y(10 ** decade):.1f}h{across}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y(10 ** decade) + 4:.1f}" text-anchor="end">{10.0 ** decade:g}</text>'
    for thousandths in (1, 10, 100, 1000):
        at = budget * thousandths / 1000
        yield f'<path d="M{x(at):.1f} {TOP}v{down}" stroke="#ddd"/>'
        yield f'<text x="{x(at):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{at:g} s</text>'
    for row, (name, points) in enumerate(lines.items()):
        at, shown = TOP + 12 + 18 * row, html.escape(name if points else name + " (no full line)")
        yield f'<path d="M{WIDTH - RIGHT + 12} {at - 4}h18" stroke="{colour[name]}" stroke-width="2"/>'
        yield f'<text x="{WIDTH - RIGHT + 36}" y="{at}">{shown}</text>'
        if points:
            path = "L".join(f"{x(t):.1f} {y(g):.1f}" for t, g in points)
            yield f'<path d="M{path}" fill="none" stroke="{colour[name]}" stroke-width="2"/>'
