/* report/svg.c — see svg.h. */
#include "report/svg.h"

#include <math.h>

void figure_open(struct page *p, enum word caption, const char *first, const char *second)
{
    html(p, "<figure><figcaption>");
    say(p, caption, first, second);
    html(p, "</figcaption>\n");
}

void figure_close(struct page *p) { html(p, "</figure>\n"); }

void svg_open(struct page *p, int width, int height)
{
    const int id = ++p->figure_count;
    text_printf(p->out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"g%d g%dd\"><title id=\"g%d\">",
                width, height, id, id, id);
}

void svg_describe(struct page *p) { text_printf(p->out, "</title><desc id=\"g%dd\">", p->figure_count); }
void svg_draw(struct page *p) { html(p, "</desc>\n"); }
void svg_close(struct page *p) { html(p, "</svg>\n"); }

/* Tenths are finer than any screen. */
void svg_number(struct page *p, double value) { text_fixed(p->out, (int64_t)floor(value * 10 + 0.5), 1); }

static void attribute(struct page *p, const char *key, double value)
{
    text_printf(p->out, " %s=\"", key);
    svg_number(p, value);
    html(p, "\"");
}

void svg_text(struct page *p, double x, double y, const char *attributes, const char *shown)
{
    html(p, "<text");
    attribute(p, "x", x);
    attribute(p, "y", y);
    text_printf(p->out, " %s>", attributes);
    name(p, shown);
    html(p, "</text>\n");
}

void svg_line(struct page *p, double x1, double y1, double x2, double y2, const char *attributes)
{
    html(p, "<line");
    attribute(p, "x1", x1);
    attribute(p, "y1", y1);
    attribute(p, "x2", x2);
    attribute(p, "y2", y2);
    text_printf(p->out, " %s/>\n", attributes);
}

void svg_rect(struct page *p, double x, double y, double width, double height, const char *attributes)
{
    html(p, "<rect");
    attribute(p, "x", x);
    attribute(p, "y", y);
    attribute(p, "width", width);
    attribute(p, "height", height);
    text_printf(p->out, " %s/>\n", attributes);
}

void line_key(struct page *p)
{
    static const struct {
        const char *classes;
        enum word w;
    } lines[] = { { "before", W_TODAY }, { "plan", W_PLAN } };
    html(p, "<ul class=\"key\">");
    for (int i = 0; i < 2; i++) {
        text_printf(
            p->out,
            "<li><svg width=\"34\" height=\"10\" aria-hidden=\"true\"><path class=\"%s\" d=\"M1 5H33\"/></svg> ",
            lines[i].classes);
        tell(p, lines[i].w);
        html(p, "</li>");
    }
    html(p, "</ul>\n");
}

double nice_step(double span, int most)
{
    if (!(span > 0)) return 1;
    const double power = pow(10, floor(log10(span / most)));
    static const double factors[] = { 1, 2, 5, 10 };
    for (int i = 0; i < 3; i++)
        if (span / (factors[i] * power) <= most) return factors[i] * power;
    return factors[3] * power;
}

void y_axis(struct page *p, const struct frame *f, double step, int decimals, bool percent)
{
    for (int i = 0; f->y0 + i * step <= f->y1 * (1 + 1e-9); i++) {
        const double value = f->y0 + i * step, y = frame_y(f, value);
        svg_line(p, f->left, y, f->right, y, i ? "class=\"grid\"" : "class=\"axis\"");
        svg_text(p, f->left - 6, y + 4, "class=\"tick\" text-anchor=\"end\"",
                 percent ? show_percent(p->lang, value, 0).s : show_real(p->lang, value, decimals).s);
    }
}
