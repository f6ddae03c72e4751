/* calibrate.c — shrinkage of routed ratios towards the mean of their density band. See calibrate.h. */
#include "siting/calibrate.h"

#include <math.h>
#include <stdlib.h>

static const double prior_days = 3, least = 1.0 / 3, most = 3;

static double usable(double ratio) { return isfinite(ratio) && ratio > 0 ? ratio : 1; }

static int by_site_band(const void *a, const void *b)
{
    const struct plan_phi *x = a, *y = b;
    if (x->site != y->site) return x->site < y->site ? -1 : 1;
    return (x->density_band > y->density_band) - (x->density_band < y->density_band);
}

static struct lane_phi band_mean(const struct routed_ratio *ratios, int32_t count, int32_t band)
{
    struct lane_phi sum = { 0 };
    double days = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct routed_ratio *r = &ratios[i];
        if (r->density_band != band) continue;
        days += r->days;
        sum.cost += r->days * usable(r->ratio.cost);
        sum.km += r->days * usable(r->ratio.km);
        sum.h += r->days * usable(r->ratio.h);
        sum.kg += r->days * usable(r->ratio.kg);
    }
    if (!(days > 0)) return (struct lane_phi) { 1, 1, 1, 1 };
    return (struct lane_phi) { sum.cost / days, sum.km / days, sum.h / days, sum.kg / days };
}

/* Four decimals: what plan.json says of a factor can then be told from any other by the figures that it makes. */
static double printed(double phi) { return floor(phi * 1e4 + 0.5) / 1e4; }

static double shrunk(double ratio, double mean, double days)
{
    const double phi = (days * usable(ratio) + prior_days * mean) / (days + prior_days);
    return printed(phi < least ? least : phi > most ? most : phi);
}

void mlg__shrink_ratios(const struct routed_ratio *ratios, int32_t count, struct plan_phi *phis)
{
    struct lane_phi mean[MLG_DENSITY_BANDS];
    for (int32_t band = 0; band < MLG_DENSITY_BANDS; band++) mean[band] = band_mean(ratios, count, band);
    for (int32_t i = 0; i < count; i++) {
        const struct routed_ratio *r = &ratios[i];
        const struct lane_phi *m = &mean[r->density_band];
        phis[i] = (struct plan_phi) {
            .site = r->site, .density_band = r->density_band,
            .phi = { shrunk(r->ratio.cost, m->cost, r->days), shrunk(r->ratio.km, m->km, r->days),
                     shrunk(r->ratio.h, m->h, r->days), shrunk(r->ratio.kg, m->kg, r->days) },
        };
    }
    if (count > 0) qsort(phis, (size_t)count, sizeof *phis, by_site_band);
}

int32_t mlg__complete_phis(const mlg_scenario *s, const struct plan_phi *phis, int32_t count, struct plan_phi *all)
{
    struct lane_phi sum[MLG_DENSITY_BANDS] = { { 0 } };
    int32_t rows[MLG_DENSITY_BANDS] = { 0 }, all_count = 0, next = 0;
    for (int32_t i = 0; i < count; i++) {
        struct lane_phi *m = &sum[phis[i].density_band];
        m->cost += phis[i].phi.cost, m->km += phis[i].phi.km, m->h += phis[i].phi.h, m->kg += phis[i].phi.kg;
        rows[phis[i].density_band]++;
    }
    for (int32_t site = 0; site < s->site_count; site++)
        for (int32_t band = 0; band < MLG_DENSITY_BANDS; band++) {
            if (next < count && phis[next].site == site && phis[next].density_band == band) {
                all[all_count++] = phis[next++];
            } else if (site_serves(s, site) && rows[band] > 0) {
                const double n = rows[band];
                const struct lane_phi *m = &sum[band];
                all[all_count++] = (struct plan_phi) {
                    site, band, { printed(m->cost / n), printed(m->km / n), printed(m->h / n), printed(m->kg / n) }
                };
            }
        }
    return all_count;
}

static double phi_distance(struct lane_phi a, struct lane_phi b)
{
    const double cost = fabs(a.cost / b.cost - 1), km = fabs(a.km / b.km - 1);
    return fmax(fmax(cost, km), fmax(fabs(a.h / b.h - 1), fabs(a.kg / b.kg - 1)));
}

double mlg__phi_change(const struct plan_phi *a, int32_t a_count, const struct plan_phi *b, int32_t b_count)
{
    const struct lane_phi one = { 1, 1, 1, 1 };
    double change = 0;
    for (int32_t i = 0, j = 0; i < a_count || j < b_count;) {
        const int order = i == a_count ? 1 : j == b_count ? -1 : by_site_band(&a[i], &b[j]);
        change = fmax(change, phi_distance(order > 0 ? one : a[i].phi, order < 0 ? one : b[j].phi));
        i += order <= 0;
        j += order >= 0;
    }
    return change;
}
