/* report/proof.c — how good the plan provably is, what the proof covers, and how far estimates were from routed days.
 */
#include "report/sections.h"

#include <math.h>

#include "model/units.h"

static void bound(struct page *p)
{
    const mlg_network_plan *plan = p->plan;
    static const enum word kinds[] = {
        [MLG_BOUND_NONE] = W_BOUND_NONE,
        [MLG_BOUND_ROOT] = W_BOUND_ROOT,
        [MLG_BOUND_TREE] = W_BOUND_TREE,
        [MLG_BOUND_SOLVER] = W_BOUND_SOLVER,
    };
    if (plan->bound_kind == MLG_BOUND_NONE) return paragraph(p, W_BOUND_NONE);
    html(p, "<p class=\"big\">");
    say(p, W_BOUND, show_money(p->lang, p->s->currency, quanta_cents(plan->bound)).s,
        show_money(p->lang, p->s->currency, quanta_cents(plan->plan.cost)).s, show_percent(p->lang, plan->gap, 1).s);
    html(p, "</p>\n<p>");
    say(p, W_BOUND_DISCOUNTED, show_money(p->lang, p->s->currency, quanta_cents(plan->plan.cost)).s,
        show_percent(p->lang, p->s->discount_rate, 1).s, show_money(p->lang, p->s->currency, plan->plan.total_cents).s);
    html(p, "</p>\n");
    paragraph(p, kinds[plan->bound_kind]);
    html(p, "<ul>\n<li>");
    tell(p, W_BOUND_COVERS);
    html(p, "</li>\n<li>");
    tell(p, W_BOUND_COVERS_NOT);
    html(p, "</li>\n</ul>\n");
}

static double error_of(double phi) { return phi - 1; }

static void calibration_words(struct page *p)
{
    double low = INFINITY, high = -INFINITY, sum = 0;
    for (int32_t i = 0; i < p->plan->phi_count; i++) {
        const double e = error_of(p->plan->phis[i].phi.cost);
        low = fmin(low, e);
        high = fmax(high, e);
        sum += fabs(e);
    }
    html(p, "<p>");
    say(p, W_PHI_LEDE, show_percent_signed(p->lang, low, 0).s, show_percent_signed(p->lang, high, 0).s,
        show_percent(p->lang, sum / p->plan->phi_count, 0).s);
    html(p, "</p>\n");
}

static void calibration(struct page *p)
{
    static const enum word bands[MLG_DENSITY_BANDS] = { W_BAND_0, W_BAND_1, W_BAND_2, W_BAND_3 };
    html(p, "<h3>");
    tell(p, W_PHI);
    html(p, "</h3>\n");
    if (!p->plan->phi_count) return paragraph(p, W_PHI_NONE);
    calibration_words(p);
    html(p, "<details class=\"on-screen\"><summary>");
    tell(p, W_PHI_MORE);
    html(p, "</summary>\n");
    table_open(p, W_PHI_CAPTION, "");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_STATION, "");
    head_cell(p, W_COL_BAND, "");
    head_cell(p, W_COL_PHI_COST, " class=\"n\"");
    head_cell(p, W_COL_PHI_KM, " class=\"n\"");
    head_cell(p, W_COL_PHI_H, " class=\"n\"");
    head_cell(p, W_COL_PHI_KG, " class=\"n\"");
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < p->plan->phi_count; i++) {
        const struct plan_phi *row = &p->plan->phis[i];
        row_open(p, "");
        row_name(p, p->s->sites[row->site].name);
        html(p, "<td>");
        tell(p, bands[row->density_band]);
        html(p, "</td>");
        cell(p, show_percent_signed(p->lang, error_of(row->phi.cost), 0).s);
        cell(p, show_percent_signed(p->lang, error_of(row->phi.km), 0).s);
        cell(p, show_percent_signed(p->lang, error_of(row->phi.h), 0).s);
        cell(p, show_percent_signed(p->lang, error_of(row->phi.kg), 0).s);
        html(p, "</tr>");
    }
    table_close(p);
    html(p, "</details>\n");
}

void section_proof(struct page *p)
{
    section_open(p, "proof", W_PROOF);
    bound(p);
    if (!is_cloud(p->s)) calibration(p); /* nothing is driven there */
    section_close(p);
}
