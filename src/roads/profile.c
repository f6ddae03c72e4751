/* profile.c — see profile.h. The four built-in profiles are tables of their own: profile_<vehicle>.c. */
#include "roads/profile.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/math.h"
#include "base/text.h"
#include "roads/profiles.h"

static const struct road_profile *const built_in[] = { &mlg__profile_car, &mlg__profile_van, &mlg__profile_truck,
                                                       &mlg__profile_cargobike };
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

/* The legal limit of trucks on open roads depends on their mass (Code de la route, R413-8). */
enum { WEIGHT_12_T = 1200 };
static void set_truck_law(struct road_profile *p)
{
    const bool heavy = p->size.weight_10kg > WEIGHT_12_T;
    p->implied_kmh[0][1] = heavy ? 80 : 90;
    if (p->hazmat && heavy) {
        p->implied_kmh[0][0] = p->implied_kmh[0][1] = 60;
        p->implied_kmh[0][2] = 80;
    }
}

/* A number in the unit of its name, kept in that of its field: t to 10 kg, m to cm, km/h to 0.1 km/h. */
struct setting {
    const char *key;
    size_t at;
    double factor, most;
    bool may_be_0;
};
#define AT(field) offsetof(struct road_profile, field)
#define SPEED(name, class)                                                                                             \
    {                                                                                                                  \
        name "_kmh", AT(speed_dkmh[class]), 10, 250, true                                                              \
    } /* 0 closes the class */
static const struct setting settings[] = {
    { "mass_t", AT(size.weight_10kg), 100, 600, false },
    { "axle_t", AT(size.axle_10kg), 100, 100, false },
    { "height_m", AT(size.height_cm), 100, 20, false },
    { "width_m", AT(size.width_cm), 100, 20, false },
    { "length_m", AT(size.length_cm), 100, 100, false },
    { "cap_kmh", AT(cap_dkmh), 10, 250, false },
    { "urban_share", AT(limit_urban_permille), 1000, 2, false },
    { "rural_share", AT(limit_rural_permille), 1000, 2, false },
    { "signal_s", AT(signal_ms), 1000, 60, true },
    { "gate_s", AT(gate_s), 1, 3600, true },
    SPEED("motorway", ROAD_MOTORWAY),
    SPEED("motorway_link", ROAD_MOTORWAY_LINK),
    SPEED("trunk", ROAD_TRUNK),
    SPEED("trunk_link", ROAD_TRUNK_LINK),
    SPEED("primary", ROAD_PRIMARY),
    SPEED("primary_link", ROAD_PRIMARY_LINK),
    SPEED("secondary", ROAD_SECONDARY),
    SPEED("secondary_link", ROAD_SECONDARY_LINK),
    SPEED("tertiary", ROAD_TERTIARY),
    SPEED("tertiary_link", ROAD_TERTIARY_LINK),
    SPEED("unclassified", ROAD_UNCLASSIFIED),
    SPEED("residential", ROAD_RESIDENTIAL),
    SPEED("living_street", ROAD_LIVING_STREET),
    SPEED("service", ROAD_SERVICE),
    SPEED("driveway", ROAD_DRIVEWAY),
    SPEED("track", ROAD_TRACK),
    SPEED("pedestrian", ROAD_PEDESTRIAN),
    SPEED("cycleway", ROAD_CYCLEWAY),
    SPEED("path", ROAD_PATH),
    SPEED("ferry", ROAD_FERRY),
};
enum { SETTINGS = sizeof settings / sizeof *settings, FLAGS = 2, SHOWN = 10 };

/* The first of the known are listed; what was meant is looked for among all. */
static mlg_status unknown(mlg_error *err, struct mlg_txt what, const char *given, const char *const *known,
                          int32_t count, int32_t shown)
{
    char words[200] = "";
    for (int32_t i = 0; i < shown; i++)
        snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", i ? ", " : "", known[i]);
    const char *near = mlg__did_you_mean(given, known, count);
    const mlg_status status = mlg__fail(err, MLG_BAD_INPUT, "profile", what, NO_HINT, given, words);
    if (err && near)
        snprintf(err->hint, sizeof err->hint, err->lang == MLG_FR ? "vouliez-vous dire %s ?" : "did you mean %s?",
                 near);
    return status;
}

static mlg_status set_one(struct road_profile *p, const char *key, const char *value, mlg_error *err)
{
    const char *keys[FLAGS + SETTINGS] = { "hazmat", "permit" };
    double number;
    const bool is_number = mlg__parse_double(value, strlen(value), false, &number);
    bool *flag = !strcmp(key, "hazmat") ? &p->hazmat : !strcmp(key, "permit") ? &p->permit : NULL;
    if (flag) {
        if (strcmp(value, "0") && strcmp(value, "1"))
            return mlg__fail(err, MLG_BAD_INPUT, "profile",
                             TXT("%s is 0 or 1, not \"%s\"", "%s vaut 0 ou 1, pas « %s »"), NO_HINT, key, value);
        *flag = value[0] == '1';
        return MLG_OK;
    }
    for (int i = 0; i < SETTINGS; i++) {
        if (strcmp(key, settings[i].key)) continue;
        if (!is_number || !(number >= 0) || number > settings[i].most || (number == 0 && !settings[i].may_be_0))
            return mlg__fail(err, MLG_BAD_INPUT, "profile",
                             settings[i].may_be_0 ? TXT("%s is a number from 0 to %.0f, not \"%s\"",
                                                        "%s est un nombre de 0 à %.0f, pas « %s »")
                                                  : TXT("%s is a number above 0 and at most %.0f, not \"%s\"",
                                                        "%s est un nombre positif d'au plus %.0f, pas « %s »"),
                             NO_HINT, key, settings[i].most, value);
        const uint16_t whole = (uint16_t)max64(number > 0, (int64_t)(number * settings[i].factor + 0.5));
        memcpy((char *)p + settings[i].at, &whole, sizeof whole);
        return MLG_OK;
    }
    for (int i = 0; i < SETTINGS; i++) keys[FLAGS + i] = settings[i].key;
    return unknown(
        err,
        TXT("unknown setting \"%s\" of a profile (known: %s and speeds: motorway_kmh, residential_kmh…)",
            "réglage de profil inconnu : « %s » (connus : %s et les vitesses : motorway_kmh, residential_kmh…)"),
        key, keys, FLAGS + SETTINGS, FLAGS + SHOWN);
}

static mlg_status set_all(struct road_profile *p, const char *settings_text, mlg_error *err)
{
    char part[64];
    for (const char *at = settings_text; *at;) {
        const size_t n = strcspn(at, ",");
        if (n >= sizeof part)
            return mlg__fail(err, MLG_BAD_INPUT, "profile",
                             TXT("a setting of a profile is too long", "un réglage de profil est trop long"), NO_HINT);
        snprintf(part, sizeof part, "%.*s", (int)n, at);
        char *equals = strchr(part, '=');
        if (!equals)
            return mlg__fail(err, MLG_BAD_INPUT, "profile", TXT("\"%s\" has no value", "« %s » n'a pas de valeur"),
                             TXT("write truck:mass_t=19,height_m=3.8", "écrivez truck:mass_t=19,height_m=3.8"), part);
        *equals = 0;
        MLG_TRY(set_one(p, part, equals + 1, err));
        at += n + (at[n] == ',');
    }
    return MLG_OK;
}

mlg_status mlg__profile_from_text(const char *text, struct road_profile *p, mlg_error *err)
{
    const char *names[BUILT_IN];
    char name[32];
    const size_t n = strcspn(text, ":");
    const struct road_profile *base = NULL;
    snprintf(name, sizeof name, "%.*s", (int)(n < 31 ? n : 31), text);
    for (int i = 0; i < BUILT_IN; i++) {
        names[i] = built_in[i]->name;
        if (!strcmp(name, names[i])) base = built_in[i];
    }
    if (!base)
        return unknown(err, TXT("unknown profile \"%s\" (known: %s)", "profil inconnu : « %s » (connus : %s)"), name,
                       names, BUILT_IN, BUILT_IN);
    *p = *base;
    if (text[n] == ':') MLG_TRY(set_all(p, text + n + 1, err));
    if (p->family == ROAD_TRUCK) set_truck_law(p);
    return MLG_OK;
}

static int32_t smaller_of(int32_t a, int32_t b) { return b > 0 && b < a ? b : a; }

enum { LIMIT_NONE_KMH = 255 }; /* "none": no legal limit */

int32_t mlg__profile_speed(const struct road_profile *p, const struct road_edge *e, int backward)
{
    const bool urban = e->flags & ROAD_URBAN;
    const bool motorway = e->class == ROAD_MOTORWAY;
    int32_t limit_kmh = e->speed_kmh[backward], dkmh = p->speed_dkmh[e->class];
    if (dkmh == 0) return 0;
    if (p->family == ROAD_TRUCK && e->speed_truck_kmh[backward]) limit_kmh = e->speed_truck_kmh[backward];
    if (e->class == ROAD_FERRY) return limit_kmh ? limit_kmh * 10 : dkmh;
    const int32_t law_kmh = p->implied_kmh[urban][motorway ? 2 : e->flags & ROAD_DUAL ? 1 : 0];
    if (limit_kmh && p->family != ROAD_BIKE) {                                   /* a bicycle's speed is its rider's */
        if (p->family == ROAD_TRUCK) limit_kmh = smaller_of(limit_kmh, law_kmh); /* signs are for cars */
        if (limit_kmh == LIMIT_NONE_KMH) dkmh = p->cap_dkmh;
        else dkmh = limit_kmh * (urban ? p->limit_urban_permille : p->limit_rural_permille) / 100;
    } else if (law_kmh) {
        dkmh = smaller_of(dkmh, law_kmh * 10);
    }
    dkmh = smaller_of(dkmh, p->cap_dkmh);
    dkmh = smaller_of(dkmh, p->surface_cap_dkmh[e->surface]);
    dkmh = smaller_of(dkmh, p->smoothness_cap_dkmh[e->smoothness]);
    if (limit_kmh && limit_kmh < LIMIT_NONE_KMH) dkmh = smaller_of(dkmh, limit_kmh * 10);
    return max32(dkmh, 10);
}
