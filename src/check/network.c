/* network.c — is a network plan what it says? Both sides from the definitions alone, then what stands beside them: the
 * calibration, the bound, the leg source, the routed days. See maillage/check.h and side.h. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "accounts/explicit.h"
#include "check/side.h"
#include "maillage/check.h"

/* A factor beyond this is no calibration. */
#define PHI_MAX 1000.0

static bool is_factor(double phi) { return isfinite(phi) && phi > 0 && phi <= PHI_MAX; }

/* Does a flow of this side drive a built lane from the site to a point of the band? */
static bool side_uses(const mlg_scenario *s, const struct network_side *side, const struct plan_phi *phi)
{
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        if (f->site == phi->site && f->vehicle_class != MLG_NONE &&
            s->demands[f->demand].density_band == phi->density_band &&
            !mlg__explicit_lane(s, f->site, MLG_NONE, f->demand, f->vehicle_class))
            return true;
    }
    return false;
}

/* Rows ascending, factors sane, only of lanes in use. False: lanes cannot be priced with them. */
static bool check_calibration(struct side_check *c)
{
    const mlg_network_plan *plan = c->plan;
    bool sane = true;
    for (int32_t i = 0; i < plan->phi_count; i++) {
        const struct plan_phi *row = &plan->phis[i];
        const struct lane_phi *phi = &row->phi;
        if (i && (row[-1].site > row->site || (row[-1].site == row->site && row[-1].density_band >= row->density_band)))
            mlg__violation(c, "calibration", i, "",
                           TXT("the row is out of order or twice", "la ligne est mal placée ou double"));
        if (!is_factor(phi->cost) || !is_factor(phi->km) || !is_factor(phi->h) || !is_factor(phi->kg)) {
            mlg__violation(c, "calibration", i, "",
                           TXT("a factor is not within 0 and 1000", "un facteur n'est pas entre 0 et 1000"));
            sane = false;
        }
        if (!side_uses(c->s, &plan->plan, row) && !side_uses(c->s, &plan->before, row))
            mlg__violation(c, "calibration", i, "",
                           TXT("no lane in use has this site and density band",
                               "aucun trajet employé n'a ce site et cette densité"));
    }
    return sane;
}

static void check_bound(struct side_check *c)
{
    const mlg_network_plan *plan = c->plan;
    const int64_t cost = plan->plan.cost;
    if (plan->bound > cost)
        mlg__violation(c, "summary", MLG_NONE, "bound",
                       TXT("%" PRId64 " is above the cost, %" PRId64, "%" PRId64 " dépasse le coût, %" PRId64),
                       plan->bound, cost);
    if (plan->bound_kind == MLG_BOUND_NONE && plan->bound != 0)
        mlg__violation(c, "summary", MLG_NONE, "bound_kind",
                       TXT("a bound of %" PRId64 " rests on nothing", "une borne de %" PRId64 " ne repose sur rien"),
                       plan->bound);
    mlg__same_real(c, "summary", MLG_NONE, "gap", plan->gap,
                   cost > 0 ? (double)(cost - plan->bound) / (double)cost : 0);
    if (plan->complete != (plan->plan.unserved_count == 0))
        mlg__violation(c, "summary", MLG_NONE, "complete",
                       TXT("%" PRId32 " rows are unserved", "%" PRId32 " lignes ne sont pas servies"),
                       plan->plan.unserved_count);
}

static void check_source(struct side_check *c)
{
    const char *label = c->legs->label ? c->legs->label : "", *claimed = c->plan->leg_label ? c->plan->leg_label : "";
    if (strcmp(label, claimed) != 0)
        mlg__violation(c, "options", MLG_NONE, "legs",
                       TXT("made with \"%s\", checked with \"%s\"", "fait avec « %s », vérifié avec « %s »"), claimed,
                       label);
    if (c->legs->estimated != c->plan->estimated)
        mlg__violation(c, "options", MLG_NONE, "estimated",
                       TXT("claims %s, the leg source says %s", "annonce %s, la source des trajets dit %s"),
                       c->plan->estimated ? "true" : "false", c->legs->estimated ? "true" : "false");
}

static mlg_status check_side(struct side_check *c)
{
    MLG_TRY(mlg__check_states(c));
    MLG_TRY(mlg__check_flows(c));
    return mlg__check_money(c);
}

mlg_status mlg_check_network(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                             mlg_findings *violations, mlg_error *err)
{
    mlg_status status = MLG_OK;
    bool sane = true;
    for (int before = 0; before < 2 && !status && sane; before++) {
        struct side_check *c = mlg__malloc(sizeof *c); /* too large for a small stack */
        if (!c) return mlg__no_memory(err, "the check");
        *c = (struct side_check) {
            .s = s,
            .legs = legs,
            .plan = plan,
            .side = before ? &plan->before : &plan->plan,
            .before = before,
            .found = violations,
            .err = err,
            .sound = true,
            .options = { .extension_surcharge = plan->extension_surcharge,
                         .embodied_counts = plan->embodied_counts,
                         .residual = plan->residual },
        };
        if (!before) {
            check_source(c);
            check_bound(c);
            sane = check_calibration(c);
        }
        if (sane) status = check_side(c);
        mlg__arena_free(&c->arena);
        mlg__free(c);
    }
    if (!status && sane) status = mlg__check_days(s, legs, plan, violations, err);
    return status;
}
