/* options.c — the table of all options, and values set by name. See options.h.
 *
 * To add an option: one row here (bounds are checked from it, help pages are printed from it), and the place that
 * reads it with mlg__option_int, _real or _text. */
#include "base/options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum option_type { OPTION_INT, OPTION_REAL, OPTION_TEXT };

struct option_row {
    const char *name, *standard; /* standard: the default, as text */
    enum option_type type;
    double low, high;
    struct mlg_txt help;
};

#define INT_ROW(name, standard, low, high, en, fr) { name, #standard, OPTION_INT, low, high, { { en, fr } } }
#define REAL_ROW(name, standard, low, high, en, fr) { name, #standard, OPTION_REAL, low, high, { { en, fr } } }
#define TEXT_ROW(name, standard, en, fr) { name, standard, OPTION_TEXT, 0, 0, { { en, fr } } }

static const struct option_row rows[] = {
    REAL_ROW("routing.time_limit_s", 10, 0, 1e9, "deadline in seconds; 0: none", "échéance en secondes ; 0 : aucune"),
    INT_ROW("routing.iterations", 0, 0, 9e15, "work limit: core iterations; 0: none; alone it makes runs repeatable",
            "limite de travail : itérations du cœur ; 0 : aucune ; seule, elle rend les exécutions répétables"),
    INT_ROW("routing.threads", 0, 0, 256, "threads; 0: the cores", "fils d'exécution ; 0 : les cœurs"),
    INT_ROW("routing.islands", 0, 0, 256, "searches that work on parts of one solution; 0: one a thread, one in repeatable runs",
            "recherches sur des parties d'une même solution ; 0 : une par fil, une en mode répétable"),
    INT_ROW("routing.seed", 1, 0, 9e15, "seed of random choices", "graine des choix aléatoires"),
    INT_ROW("routing.neighbours", 24, 5, 200, "nearby stops tried around each stop",
            "arrêts proches essayés autour de chaque arrêt"),
    INT_ROW("routing.insert_neighbours", 32, 5, 400, "nearby stops tried when a stop is inserted",
            "arrêts proches essayés à l'insertion d'un arrêt"),
    INT_ROW("routing.combine", 1, 0, 1, "where routes are short, seek the best choice among all good ones met; 0: do not",
            "quand les tournées sont courtes, chercher le meilleur choix parmi les bonnes rencontrées ; 0 : non"),
    INT_ROW("routing.fewest_vehicles", 0, 0, 1, "1: the fewest vehicles first, then the least cost",
            "1 : d'abord le moins de véhicules, puis le moindre coût"),
    INT_ROW("routing.per_stop", 20, 1, 100000, "iterations of a routed day per stop, in repeatable runs",
            "itérations d'un jour routé par arrêt, en mode répétable"),
    INT_ROW("routing.per_stop_most", 300, 1, 1000000, "iterations of a routed day per stop, where time would allow more",
            "itérations d'un jour routé par arrêt, là où le temps en permettrait plus"),
    REAL_ROW("siting.time_limit_s", 60, 0, 1e9, "deadline in seconds; 0: none", "échéance en secondes ; 0 : aucune"),
    REAL_ROW("siting.patience_s", 0, -1e9, 1e9, "seconds beyond the deadline as long as no plan keeps every limit; negative: before it",
             "secondes au-delà de l'échéance tant qu'aucun plan ne tient toutes les limites ; négatif : avant"),
    INT_ROW("siting.iterations", 0, 0, 9e15, "work limit: dual iterations; 0: none",
            "limite de travail : itérations duales ; 0 : aucune"),
    INT_ROW("siting.threads", 0, 0, 256, "threads; 0: the cores", "fils d'exécution ; 0 : les cœurs"),
    INT_ROW("siting.seed", 1, 0, 9e15, "seed of random choices", "graine des choix aléatoires"),
    REAL_ROW("siting.gap", 0.01, 0, 1, "stop at this gap (share of the cost)", "arrêt à cet écart (part du coût)"),
    INT_ROW("siting.pareto", 0, 0, 200, "plans on the front of cost, speed and CO2; 0: no front",
            "plans sur le front coût, délai et CO2 ; 0 : pas de front"),
    INT_ROW("siting.words", 1, 0, 1, "say what binds, what is certain, what was close (prices.json, report); 0: do not",
            "dire ce qui contraint, ce qui est certain, ce qui tenait à peu (prices.json, rapport) ; 0 : non"),
    REAL_ROW("siting.certain_within", 0.01, 0, 1, "certain is what all plans do that cost at most this share more than ours",
             "est certain ce que font tous les plans qui coûtent au plus cette part de plus que le nôtre"),
    TEXT_ROW("siting.keep", "", "plan.json of an earlier plan whose states of sites are kept where changes do not pay",
             "plan.json d'un plan antérieur dont les états de sites sont gardés là où changer ne paie pas"),
    REAL_ROW("siting.stability_eur", 100000, 0, 1e8, "what a site in another state than the kept one must save, each period",
             "ce que doit rapporter un site dans un autre état que celui gardé, à chaque période"),
    INT_ROW("siting.lanes", 30, 2, 1000, "nearest sites kept for each demand point",
            "sites les plus proches gardés pour chaque point de demande"),
    REAL_ROW("siting.capacity", 0, 0, 1e9, "location files: capacity of sites where the file has the word",
             "fichiers de localisation : capacité des sites où le fichier porte le mot"),
    INT_ROW("siting.uncapacitated", 0, 0, 1, "location files: leave capacities away",
            "fichiers de localisation : ignorer les capacités"),
    REAL_ROW("siting.radius", 0, 0, 1e9, "location files: how far a site covers (mclp)",
             "fichiers de localisation : rayon de couverture d'un site (mclp)"),
    INT_ROW("siting.count", 0, 0, 1000000, "location files: sites that may open (mclp, pmed); 0: the file's own",
            "fichiers de localisation : sites à ouvrir au plus (mclp, pmed) ; 0 : selon le fichier"),
    INT_ROW("siting.single_source", -1, -1, 1, "location files: a client has one site; -1: as the set is used",
            "fichiers de localisation : un client a un seul site ; -1 : selon l'usage du jeu"),
    INT_ROW("siting.residual", 1, 0, 1, "count the value left in buildings at the end",
            "compter la valeur restante des bâtiments à la fin"),
    REAL_ROW("siting.extension_surcharge", 0.10, 0, 10, "extra cost of extending instead of building (share)",
             "surcoût d'une extension par rapport à une construction (part)"),
    INT_ROW("siting.embodied", 1, 0, 1, "embodied carbon counts in CO2 limits and price",
            "le carbone incorporé compte dans les limites et le prix du CO2"),
    TEXT_ROW("accounts.data", "", "folder that replaces the built-in emission tables",
             "dossier qui remplace les tables d'émissions intégrées"),
    REAL_ROW("accounts.co2_eur_per_t", -1, -1, 1e6, "price of a tonne of CO2; -1: the scenario's own",
             "prix de la tonne de CO2 ; -1 : celui du scénario"),
    REAL_ROW("accounts.hour_eur", -1, -1, 1e6, "worth of an hour of a vehicle beyond its pay; -1: the scenario's own",
             "valeur d'une heure de véhicule au-delà du salaire ; -1 : celle du scénario"),
    TEXT_ROW("roads.file", "", "road file (maillage roads build) or map that legs come from; empty: the scenario's own, else crow flight",
             "fichier de routes (maillage roads build) ou carte d'où viennent les trajets ; vide : du scénario, sinon vol d'oiseau"),
    TEXT_ROW("roads.router", "", "server that legs come from: osrm:URL, valhalla:URL, ors:URL",
             "serveur d'où viennent les trajets : osrm:URL, valhalla:URL, ors:URL"),
    REAL_ROW("roads.snap_m", 500, 1, 1e6, "how far a place may lie from a road", "distance d'un lieu à une route, au plus"),
    INT_ROW("roads.curb", 0, 0, 1, "stop only on the side of the street where the place lies", "ne s'arrêter que du côté de la rue où se trouve le lieu"),
    INT_ROW("roads.crow_flight", 1, 0, 1, "estimate legs without a road by crow flight; 0: they are unreachable",
            "estimer à vol d'oiseau les trajets sans route ; 0 : ils sont impossibles"),
    INT_ROW("roads.hour", 0, 0, 168, "hour of the week, 1 is Monday from midnight; 0: no rule that holds at some hours",
            "heure de la semaine, 1 est lundi à partir de minuit ; 0 : sans les règles limitées à certaines heures"),
    TEXT_ROW("report.language", "", "en or fr; empty: the scenario's own, else that of the messages",
             "en ou fr ; vide : celle du scénario, sinon celle des messages"),
    REAL_ROW("plan.time_limit_s", 60, 0, 1e9, "deadline of the whole plan in seconds; 0: none",
             "échéance du plan entier en secondes ; 0 : aucune"),
    INT_ROW("plan.days", -1, -1, 31, "routed days a station; -1: the scenario's own",
            "jours routés par agence ; -1 : le choix du scénario"),
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

struct mlg_options { char *value[ROW_COUNT]; };

static int32_t find(const char *name)
{
    for (int32_t i = 0; i < ROW_COUNT; i++)
        if (!strcmp(rows[i].name, name)) return i;
    return MLG_NONE;
}

mlg_options *mlg_options_new(void) { return mlg__malloc(sizeof(mlg_options)); }

void mlg_options_free(mlg_options *o)
{
    if (!o) return;
    for (int32_t i = 0; i < ROW_COUNT; i++) mlg__free(o->value[i]);
    mlg__free(o);
}

mlg_options *mlg__options_copy(const mlg_options *o)
{
    mlg_options *copy = mlg_options_new();
    for (int32_t i = 0; copy && o && i < ROW_COUNT; i++) {
        copy->value[i] = mlg__strdup(o->value[i]);
        if (o->value[i] && !copy->value[i]) {
            mlg_options_free(copy);
            return NULL;
        }
    }
    return copy;
}

static mlg_status unknown(const char *name, mlg_error *err)
{
    const char *known[ROW_COUNT];
    for (int32_t i = 0; i < ROW_COUNT; i++) known[i] = rows[i].name;
    const char *near = mlg__did_you_mean(name, known, ROW_COUNT);
    if (near)
        return mlg__fail(err, MLG_BAD_INPUT, name,
                         TXT("no such option; did you mean %s?", "option inconnue ; vouliez-vous dire %s ?"),
                         TXT("`maillage --options` lists them", "`maillage --options` les énumère"), near);
    return mlg__fail(err, MLG_BAD_INPUT, name, TXT("no such option", "option inconnue"),
                     TXT("`maillage --options` lists them", "`maillage --options` les énumère"));
}

mlg_status mlg_options_set(mlg_options *o, const char *name, const char *value, mlg_error *err)
{
    const int32_t i = find(name);
    if (i == MLG_NONE) return unknown(name, err);
    const struct option_row *row = &rows[i];
    int64_t whole = 0;
    double real = 0;
    if (row->type == OPTION_INT && !mlg__parse_int(value, strlen(value), &whole))
        return mlg__fail(err, MLG_BAD_INPUT, name,
                         TXT("\"%s\" is not a whole number", "« %s » n'est pas un nombre entier"), NO_HINT, value);
    if (row->type == OPTION_REAL && !mlg__parse_double(value, strlen(value), true, &real))
        return mlg__fail(err, MLG_BAD_INPUT, name, TXT("\"%s\" is not a number", "« %s » n'est pas un nombre"), NO_HINT,
                         value);
    if (row->type == OPTION_INT) real = (double)whole;
    if (row->type != OPTION_TEXT && (real < row->low || real > row->high))
        return mlg__fail(err, MLG_BAD_INPUT, name,
                         TXT("%s is outside %g to %g", "%s est hors de %g à %g"), NO_HINT, value, row->low, row->high);
    char *copy = mlg__strdup(value);
    if (!copy) return mlg__no_memory(err, name);
    for (char *c = copy; row->type == OPTION_REAL && *c; c++)
        if (*c == ',') *c = '.';
    mlg__free(o->value[i]);
    o->value[i] = copy;
    return MLG_OK;
}

int32_t mlg_options_count(void) { return ROW_COUNT; }
const char *mlg_options_name(int32_t i) { return i >= 0 && i < ROW_COUNT ? rows[i].name : NULL; }
const char *mlg_options_default(int32_t i) { return i >= 0 && i < ROW_COUNT ? rows[i].standard : NULL; }
const char *mlg_options_help(int32_t i, mlg_lang lang)
{
    return i >= 0 && i < ROW_COUNT ? rows[i].help.in[lang == MLG_FR] : NULL;
}

static const char *value_of(const mlg_options *o, const char *name)
{
    const int32_t i = find(name);
    assert(i != MLG_NONE);
    if (i == MLG_NONE) return "0";
    return o && o->value[i] ? o->value[i] : rows[i].standard;
}

int64_t mlg__option_int(const mlg_options *o, const char *name)
{
    int64_t value = 0;
    const char *text = value_of(o, name);
    mlg__parse_int(text, strlen(text), &value);
    return value;
}

double mlg__option_real(const mlg_options *o, const char *name)
{
    double value = 0;
    const char *text = value_of(o, name);
    mlg__parse_double(text, strlen(text), false, &value);
    return value;
}

const char *mlg__option_text(const mlg_options *o, const char *name) { return value_of(o, name); }

bool mlg__option_is_set(const mlg_options *o, const char *name)
{
    const int32_t i = find(name);
    return o && i != MLG_NONE && o->value[i];
}
