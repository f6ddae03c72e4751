/* report/svg.h — a plot frame in SVG: a viewport in user units, axes with ticks, marks placed by value. */
#ifndef MLG_REPORT_SVG_H
#define MLG_REPORT_SVG_H

#include "report/page.h"

/* Where values go: x0..x1 and y0..y1 of the data onto left..right and bottom..top of the picture. */
struct frame {
    double left, right, top, bottom, x0, x1, y0, y1;
};
static inline double frame_x(const struct frame *f, double x)
{
    return f->left + (f->right - f->left) * (x - f->x0) / (f->x1 - f->x0);
}
static inline double frame_y(const struct frame *f, double y)
{
    return f->bottom - (f->bottom - f->top) * (y - f->y0) / (f->y1 - f->y0);
}

/* A figure with a caption above; then svg_open, a title (say), svg_describe, a description (say), svg_draw, marks. */
void figure_open(struct page *p, enum word caption, const char *first, const char *second); /* values, may be NULL */
void figure_close(struct page *p);
void svg_open(struct page *p, int width, int height);
void svg_describe(struct page *p);
void svg_draw(struct page *p);
void svg_close(struct page *p);

void svg_number(struct page *p, double value); /* one decimal, no locale */
void svg_text(struct page *p, double x, double y, const char *attributes, const char *shown);
void svg_line(struct page *p, double x1, double y1, double x2, double y2, const char *attributes);
void svg_rect(struct page *p, double x, double y, double width, double height, const char *attributes);

void line_key(struct page *p); /* line samples of today (dashed) and plan beside their names */

/* A step of 1, 2 or 5 x 10^k that cuts span into at most `most` parts. */
double nice_step(double span, int most);
/* Horizontal grid lines with numbers at the left; scale 1, or 100 with percent signs. */
void y_axis(struct page *p, const struct frame *f, double step, int decimals, bool percent);

#endif
