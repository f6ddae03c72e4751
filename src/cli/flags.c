/* flags.c — commands and flags, one table each: parsing, help in both languages and the man page come from the rows.
 *
 * To add a flag: a row in `flags`, a case in take_flag(). To add a command: a row in `commands`, an enum value, its
 * function in main.c. */
#include "cli/flags.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define BIT(command) (1u << (command))
#define ALL (~0u)
#define SOLVE (BIT(CMD_PLAN) | BIT(CMD_SITE) | BIT(CMD_ROUTE))
#define READ (BIT(CMD_CHECK) | BIT(CMD_EXPLAIN) | BIT(CMD_QUOTE)) /* a problem as route reads it, and a plan of it */
/* Bits beside those of commands: a flag that has some says nothing of other kinds of problem. */
#define OF(kind) (1u << (CMD_COUNT + (kind)))
#define DAY (OF(GIVEN_STOPS) | OF(GIVEN_VROOM))

struct command_row {
    const char *name;
    int least, most;      /* operands */
    const char *operands; /* as shown */
    struct mlg_txt help;
};

static const struct command_row commands[CMD_COUNT] = {
    [CMD_NONE] = { "", 0, 0, "", NO_HINT },
    [CMD_PLAN] = { "plan", 1, 1, "SCENARIO",
                   TXT("choose sites, assign demand, route sample days, account, check, report",
                       "choisit les sites, affecte la demande, route des jours types, fait les comptes, vérifie, rend compte") },
    [CMD_SITE] = { "site", 1, 1, "SCENARIO|FILE",
                   TXT("siting alone: plan, proven bound, gap (no routed days); also files of published location problems",
                       "implantation seule : plan, borne prouvée, écart (sans jours routés) ; aussi les fichiers des problèmes publiés") },
    [CMD_ROUTE] = { "route", 1, 1, "PROBLEM",
                    TXT("vehicle routing alone: VROOM JSON, a table of stops (CSV), VRPLIB, Solomon/Gehring-Homberger or Li-Lim files",
                        "tournées seules : JSON de VROOM, table d'arrêts (CSV), fichiers VRPLIB, Solomon/Gehring-Homberger ou Li-Lim") },
    [CMD_CHECK] = { "check", 2, 2, "PROBLEM SOLUTION",
                    TXT("verify a plan from the definitions alone and list every violation",
                        "vérifie un plan à partir des seules définitions et liste chaque violation") },
    [CMD_REPORT] = { "report", 2, 2, "SCENARIO PLAN",
                     TXT("write report.html again beside a plan.json, from it and the front.json and prices.json there; a plan that fails its check is refused",
                         "réécrit report.html à côté d'un plan.json, à partir de lui et de front.json et prices.json ; refuse un plan qui ne passe pas le contrôle") },
    [CMD_COMPARE] = { "compare", 2, OPERANDS_MAX, "A B...",
                      TXT("2 to 8 plans or scenarios side by side on one page, each [LABEL=]SCENARIO[:PLAN]: money and jobs by year, speed, CO2, cost",
                          "2 à 8 plans ou scénarios côte à côte sur une page, chacun [NOM=]SCÉNARIO[:PLAN] : argent et emplois par an, délais, CO2, coûts") },
    [CMD_ROADS] = { "roads", 2, OPERANDS_MAX, "VERB FILE [PLACES]",
                    TXT("build MAP -o X.roads: a road file from .osm.pbf, DIMACS or CSV; info X.roads; matrix, route, snap, isochrone X.roads PLACES: "
                        "answers from it, PLACES a table with lon and lat, or points LAT,LON",
                        "build CARTE -o X.roads : un fichier de routes depuis .osm.pbf, DIMACS ou CSV ; info X.roads ; matrix, route, snap, "
                        "isochrone X.roads LIEUX : ses réponses, LIEUX une table avec lon et lat, ou des points LAT,LON") },
    [CMD_EXPLAIN] = { "explain", 1, 2, "PROBLEM [PLAN]",
                      TXT("why stops are not served in a plan, or by no vehicle at all, and the smallest change that lets each in",
                          "pourquoi des arrêts ne sont pas desservis dans un plan, ou par aucun véhicule, et le plus petit changement qui fait entrer chacun") },
    [CMD_QUOTE] = { "quote", 2, 3, "PROBLEM PLAN [STOP.json]",
                    TXT("where one more stop fits best in a plan, also while it is driven: vehicle, time, extra cost and CO2",
                        "où un arrêt de plus entre au mieux dans un plan, même en cours : véhicule, heure, coût et CO2 en plus") },
    [CMD_VROOM] = { "vroom", 0, 0, "[JSON]",
                    TXT("VROOM's own command line: its flags, JSON, answers and exit codes (`maillage vroom -h`); also when the program is called vroom",
                        "la ligne de commande de VROOM : ses options, son JSON, ses réponses et codes de sortie (`maillage vroom -h`) ; "
                        "aussi quand le programme s'appelle vroom") },
};

enum flag_id {
    FLAG_FORMAT = 256, FLAG_TO, FLAG_ROUND, FLAG_TRACE, FLAG_ITERATIONS, FLAG_SEED, FLAG_GAP, FLAG_PARETO, FLAG_KEEP, FLAG_STABILITY, FLAG_START, FLAG_OPTION,
    FLAG_OPTIONS, FLAG_CURRENCY, FLAG_RATE, FLAG_ROADS, FLAG_ROUTER, FLAG_PROFILE, FLAG_CLASS, FLAG_DEM, FLAG_TURNS, FLAG_OSM_IDS, FLAG_SNAP,
    FLAG_CURB, FLAG_ISLANDS, FLAG_WHY, FLAG_HOUR, FLAG_MINUTES, FLAG_CELL, FLAG_SUM, FLAG_VEHICLES, FLAG_FLEET, FLAG_CAPACITY,
    FLAG_SHIFT, FLAG_STOP, FLAG_AT, FLAG_AMOUNT, FLAG_SKILLS, FLAG_WINDOW, FLAG_NOW, FLAG_BEST, FLAG_DEPOT, FLAG_SERVICE, FLAG_MAX_STOPS, FLAG_GEOMETRY, FLAG_LANG, FLAG_LOG, FLAG_STATS, FLAG_STRICT, FLAG_SCHEMA, FLAG_VERSION, FLAG_MAN
};

struct flag_row {
    const char *name;
    int id; /* a letter, or an enum flag_id */
    const char *value; /* NULL: takes none */
    unsigned commands; /* and OF() the kinds of problem that it says something of, where not of all */
    struct mlg_txt help;
};

static const struct flag_row flags[] = {
    { "output", 'o', "PATH", ALL,
      TXT("where results go: a folder for plan and site, a file by its suffix for route; default out/, standard output; of report, beside the plan",
          "où vont les résultats : un dossier pour plan et site, un fichier selon son suffixe pour route ; sinon out/, "
          "sortie standard ; de report, à côté du plan") },
    { "time", 't', "SECONDS", SOLVE,
      TXT("deadline of the whole run, reading included (default 60; route 10)",
          "échéance de toute l'exécution, lecture comprise (par défaut 60 ; route 10)") },
    { "threads", 'j', "N", SOLVE | BIT(CMD_ROADS), TXT("threads (default: the cores)", "fils d'exécution (par défaut : les cœurs)") },
    { "seed", FLAG_SEED, "N", SOLVE, TXT("seed of random choices (default 1)", "graine des choix aléatoires (par défaut 1)") },
    { "iterations", FLAG_ITERATIONS, "N", SOLVE,
      TXT("limit by work instead of time: the same bytes for the same input and seed, whatever the threads",
          "limite par le travail et non le temps : les mêmes octets pour les mêmes données et graine, quels que soient les fils") },
    { "gap", FLAG_GAP, "SHARE", BIT(CMD_PLAN) | BIT(CMD_SITE),
      TXT("stop at this proven gap (default 0.01)", "arrêt à cet écart prouvé (par défaut 0,01)") },
    { "pareto", FLAG_PARETO, "N", BIT(CMD_PLAN) | BIT(CMD_SITE) | OF(GIVEN_SCENARIO),
      TXT("also N plans between cheap, fast and clean, with a proven lower limit of cost: front.json, front/NN/plan.json",
          "aussi N plans entre coût, délai et CO2, avec une limite inférieure prouvée du coût : front.json, front/NN/plan.json") },
    { "keep", FLAG_KEEP, "PLAN", BIT(CMD_PLAN) | BIT(CMD_SITE) | OF(GIVEN_SCENARIO),
      TXT("change little from this earlier plan.json", "change peu par rapport à ce plan.json antérieur") },
    { "stability", FLAG_STABILITY, "EUR", BIT(CMD_PLAN) | BIT(CMD_SITE) | OF(GIVEN_SCENARIO),
      TXT("with --keep: what a site in another state must save in each period to be worth it (default 100000)",
          "avec --keep : ce que doit rapporter, à chaque période, un site dans un autre état (par défaut 100000)") },
    { "format", FLAG_FORMAT, "F", BIT(CMD_SITE) | BIT(CMD_ROUTE) | READ,
      TXT("input format: vrplib, solomon, lilim, vroom, stops; of site: cap, holmberg, diaz-fernandez, yang, gadegaard, tbed1, ufllib, pmed, mclp, "
          "tscflp, mp-tscflp (default: by name and content)",
          "format d'entrée : vrplib, solomon, lilim, vroom, stops ; de site : cap, holmberg, diaz-fernandez, yang, gadegaard, tbed1, ufllib, pmed, "
          "mclp, tscflp, mp-tscflp (par défaut : selon le nom et le contenu)") },
    { "to", FLAG_TO, "F", BIT(CMD_ROUTE) | BIT(CMD_ROADS) | BIT(CMD_EXPLAIN) | BIT(CMD_QUOTE),
      TXT("output format: sol, json, geojson, csv, gpx, bin (default: by suffix)", "format de sortie : sol, json, geojson, csv, gpx, bin (par défaut : selon le suffixe)") },
    { "round", FLAG_ROUND, "R", BIT(CMD_ROUTE) | READ | OF(GIVEN_PUBLISHED),
      TXT("rounding of benchmark distances: nearest, trunc, trunc10, nearest1000, none",
          "arrondi des distances des jeux publiés : nearest, trunc, trunc10, nearest1000, none") },
    { "start", FLAG_START, "FILE", BIT(CMD_ROUTE) | OF(GIVEN_PUBLISHED) | OF(GIVEN_VROOM),
      TXT("begin from this solution; the result is never worse", "part de cette solution ; le résultat n'est jamais pire") },
    { "trace", FLAG_TRACE, "FILE", BIT(CMD_ROUTE),
      TXT("append a line `elapsed_s cost` at each new best", "ajoute une ligne `secondes coût` à chaque progrès") },
    { "currency", FLAG_CURRENCY, "CODE", BIT(CMD_COMPARE),
      TXT("show all money in this currency (default: that of the first argument)",
          "montre tous les montants dans cette monnaie (par défaut celle du premier argument)") },
    { "rate", FLAG_RATE, "A/B=NUMBER", BIT(CMD_COMPARE),
      TXT("EUR/USD=1.083: 1 EUR is 1.083 USD; once for each other currency", "EUR/USD=1,083 : 1 EUR vaut 1,083 USD ; une fois par autre monnaie") },
    { "sum", FLAG_SUM, NULL, BIT(CMD_COMPARE),
      TXT("the arguments are parts of one programme: show their total", "les arguments sont les parties d'un programme : montre leur total") },
    { "vehicles", FLAG_VEHICLES, "FILE", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS),
      TXT("with a table of stops: a table of vehicles (default: equal ones, by the flags below)",
          "avec une table d'arrêts : une table de véhicules (par défaut : des véhicules égaux, selon les options suivantes)") },
    { "fleet", FLAG_FLEET, "N", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS),
      TXT("with a table of stops: N vehicles (default: as many as needed)",
          "avec une table d'arrêts : N véhicules (par défaut : autant qu'il en faut)") },
    { "capacity", FLAG_CAPACITY, "N", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS),
      TXT("load of a vehicle, in the unit of the stops (default: no limit)",
          "charge d'un véhicule, dans l'unité des arrêts (par défaut : sans limite)") },
    { "shift", FLAG_SHIFT, "FROM-TO", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS),
      TXT("working hours of the vehicles, 8:00-18:00 for example", "heures de travail des véhicules, 8:00-18:00 par exemple") },
    { "depot", FLAG_DEPOT, "LAT,LON", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS),
      TXT("where vehicles start and end (default: the row of the table whose type is depot)",
          "d'où partent et où reviennent les véhicules (par défaut : la ligne de type depot de la table)") },
    { "service", FLAG_SERVICE, "MINUTES", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS),
      TXT("time at a stop whose row does not say (default 0)", "durée d'un arrêt dont la ligne ne dit rien (par défaut 0)") },
    { "max-stops", FLAG_MAX_STOPS, "N", BIT(CMD_ROUTE) | READ | OF(GIVEN_STOPS), TXT("stops of one vehicle, at most", "arrêts d'un véhicule, au plus") },
    { "geometry", FLAG_GEOMETRY, NULL, BIT(CMD_ROUTE) | BIT(CMD_CHECK) | DAY,
      TXT("the shape of each route in VROOM's answer", "le tracé de chaque tournée dans la réponse de VROOM") },
    { "roads", FLAG_ROADS, "FILE", BIT(CMD_PLAN) | BIT(CMD_SITE) | BIT(CMD_ROUTE) | READ | BIT(CMD_REPORT) | DAY | OF(GIVEN_SCENARIO),
      TXT("take legs from this road file or map (default: the scenario's own, else crow flight)",
          "prend les trajets de ce fichier de routes ou de cette carte (par défaut : du scénario, sinon vol d'oiseau)") },
    { "router", FLAG_ROUTER, "KIND:URL", BIT(CMD_PLAN) | BIT(CMD_SITE) | BIT(CMD_ROUTE) | READ | BIT(CMD_REPORT) | DAY | OF(GIVEN_SCENARIO),
      TXT("take legs from a running server: osrm:URL, valhalla:URL, ors:URL",
          "prend les trajets d'un serveur : osrm:URL, valhalla:URL, ors:URL") },
    { "profile", FLAG_PROFILE, "P", BIT(CMD_ROADS) | BIT(CMD_ROUTE) | READ | DAY,
      TXT("who drives: van (default of roads), car (default of VROOM JSON and tables of stops), truck:mass_t=19,height_m=3.8, cargobike",
          "qui roule : van (par défaut de roads), car (par défaut du JSON de VROOM et des tables d'arrêts), truck:mass_t=19,height_m=3.8, cargobike") },
    { "class", FLAG_CLASS, "ID", BIT(CMD_ROADS) | BIT(CMD_QUOTE),
      TXT("vehicle class whose energy is counted, van35_diesel for example; it also gives the profile",
          "classe de véhicule dont l'énergie est comptée, van35_diesel par exemple ; elle donne aussi le profil") },
    { "hour", FLAG_HOUR, "N", BIT(CMD_ROADS) | BIT(CMD_ROUTE) | READ | DAY | OF(GIVEN_SCENARIO),
      TXT("hour of the week, 1 is Monday from midnight (default: no rule that holds at some hours)",
          "heure de la semaine, 1 est lundi à partir de minuit (par défaut : sans les règles limitées à certaines heures)") },
    { "snap", FLAG_SNAP, "METRES", BIT(CMD_ROADS) | BIT(CMD_ROUTE) | READ | DAY | OF(GIVEN_SCENARIO),
      TXT("how far a place may lie from a road (default 500)", "distance d'un lieu à une route, au plus (par défaut 500)") },
    { "curb", FLAG_CURB, NULL, BIT(CMD_ROADS),
      TXT("stop only on the side of the street where the place lies", "ne s'arrêter que du côté de la rue où se trouve le lieu") },
    { "islands", FLAG_ISLANDS, NULL, BIT(CMD_ROADS),
      TXT("take the nearest street even if it is cut off from the main network", "prend la rue la plus proche même coupée du réseau principal") },
    { "why", FLAG_WHY, NULL, BIT(CMD_ROADS),
      TXT("route: what keeps this vehicle from the way of a car", "route : ce qui écarte ce véhicule du chemin d'une voiture") },
    { "dem", FLAG_DEM, "DIR", BIT(CMD_ROADS),
      TXT("build: folder of elevation tiles (N43E007.hgt, .hgt.zip)", "build : dossier de tuiles d'altitude (N43E007.hgt, .hgt.zip)") },
    { "turns", FLAG_TURNS, NULL, BIT(CMD_ROADS), TXT("build: costs of turns", "build : coûts de virage") },
    { "osm-ids", FLAG_OSM_IDS, NULL, BIT(CMD_ROADS),
      TXT("build: keep the identifiers of OpenStreetMap", "build : garde les identifiants d'OpenStreetMap") },
    { "minutes", FLAG_MINUTES, "LIST", BIT(CMD_ROADS), TXT("isochrone: limits (default 15,30,60)", "isochrone : limites (par défaut 15,30,60)") },
    { "cell", FLAG_CELL, "METRES", BIT(CMD_ROADS), TXT("isochrone: size of its cells (default 100)", "isochrone : taille des mailles (par défaut 100)") },
    { "stop", FLAG_STOP, "ID", BIT(CMD_EXPLAIN), TXT("this stop alone", "cet arrêt seul") },
    { "at", FLAG_AT, "LAT,LON", BIT(CMD_QUOTE), TXT("the new stop, without a STOP.json: where it is", "le nouvel arrêt, sans ARRET.json : où il est") },
    { "amount", FLAG_AMOUNT, "N", BIT(CMD_QUOTE), TXT("what it is brought, a number a load dimension: 3 or 3,10", "ce qu'on lui apporte, un nombre par dimension de charge : 3 ou 3,10") },
    { "window", FLAG_WINDOW, "FROM-TO", BIT(CMD_QUOTE), TXT("when it is open, 9:00-11:30 for example", "quand il est ouvert, 9:00-11:30 par exemple") },
    { "skills", FLAG_SKILLS, "N", BIT(CMD_QUOTE), TXT("skills that it asks for: 3 or 3,7", "les compétences qu'il demande : 3 ou 3,7") },
    { "now", FLAG_NOW, "TIME", BIT(CMD_QUOTE),
      TXT("the day has begun: what was driven by 10:30 (or a number of seconds) stays", "la journée a commencé : ce qui est fait à 10:30 (ou un nombre de secondes) reste") },
    { "best", FLAG_BEST, "N", BIT(CMD_QUOTE), TXT("how many offers (default 3)", "combien d'offres (par défaut 3)") },
    { "strict", FLAG_STRICT, NULL, BIT(CMD_PLAN) | BIT(CMD_SITE) | BIT(CMD_ROUTE),
      TXT("exit with 4 when anything stays unserved", "code de sortie 4 s'il reste de la demande non servie") },
    { "option", FLAG_OPTION, "NAME=VALUE", ALL, TXT("set an option (see --options)", "fixe une option (voir --options)") },
    { "options", FLAG_OPTIONS, NULL, ALL, TXT("list all options with defaults", "liste toutes les options et leurs valeurs") },
    { "schema", FLAG_SCHEMA, NULL, BIT(CMD_PLAN) | BIT(CMD_SITE),
      TXT("print the tables and columns of a scenario folder", "affiche les tables et colonnes d'un dossier de scénario") },
    { "lang", FLAG_LANG, "en|fr", ALL, TXT("language of messages and report (default: the locale; the scenario's key for its report)",
                                          "langue des messages et du rapport (par défaut : celle du système ; la clé du scénario pour son rapport)") },
    { "log", FLAG_LOG, "json", ALL, TXT("progress as JSON lines on standard error", "progression en lignes JSON sur la sortie d'erreur") },
    { "stats", FLAG_STATS, NULL, ALL, TXT("print times and counts at the end", "affiche temps et compteurs à la fin") },
    { "quiet", 'q', NULL, ALL, TXT("no progress, no summary, no notes", "ni progression, ni résumé, ni notes") },
    { "help", 'h', NULL, ALL, TXT("this help", "cette aide") },
    { "version", FLAG_VERSION, NULL, ALL, TXT("print the version", "affiche la version") },
    { "man", FLAG_MAN, NULL, 0, TXT("print the man page (troff)", "affiche la page de manuel (troff)") },
};
enum { FLAG_COUNT = sizeof flags / sizeof flags[0] };
_Static_assert(CMD_COUNT + GIVEN_KINDS <= 32, "a bit for each command and kind in struct flag_row");
_Static_assert(FLAG_COUNT <= 64, "a bit for each flag in struct request");

static const char *say(mlg_lang lang, struct mlg_txt text) { return text.in[lang == MLG_FR]; }

static mlg_lang lang_of_locale(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return !strncmp(value, "fr", 2) ? MLG_FR : MLG_EN;
    }
    return MLG_EN;
}

static void help_flags(enum command command, mlg_lang lang)
{
    for (int i = 0; i < FLAG_COUNT; i++) {
        const struct flag_row *f = &flags[i];
        char left[64], letter[8] = "    ";
        if (!f->commands || (command && !(f->commands & BIT(command)))) continue;
        if (f->id < 256) snprintf(letter, sizeof letter, "-%c, ", f->id);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, f->name, f->value ? " " : "", f->value ? f->value : "");
        printf("  %-28s %s\n", left, say(lang, f->help));
    }
}

static void help(enum command command, mlg_lang lang)
{
    if (command) {
        const struct command_row *c = &commands[command];
        printf("%s maillage %s %s [options]\n\n%s\n\n", say(lang, TXT("usage:", "usage :")), c->name, c->operands,
               say(lang, c->help));
        help_flags(command, lang);
        return;
    }
    printf("%s maillage COMMAND [options]\n\n", say(lang, TXT("usage:", "usage :")));
    for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
        char left[64];
        snprintf(left, sizeof left, "%s %s", commands[c].name, commands[c].operands);
        printf("  %-28s %s\n", left, say(lang, commands[c].help));
    }
    printf("\n");
    help_flags(CMD_NONE, lang);
    printf("\n%s\n", say(lang, TXT("exit: 0 done, 1 internal error, 2 bad input, 3 roads not available, 4 no plan (or unserved with --strict), 5 violations",
                                   "codes : 0 terminé, 1 erreur interne, 2 entrée invalide, 3 routes indisponibles, 4 pas de plan (ou demande non servie avec --strict), 5 violations")));
}

static void troff(const char *s)
{
    for (; *s; s++) {
        if (*s == '-' || *s == '\\') putchar('\\');
        putchar(*s);
    }
}

/* The man page, from the same rows as the help. */
static void man(mlg_lang lang)
{
    printf(".TH MAILLAGE 1 \"\" \"maillage %s\"\n.SH %s\nmaillage \\- %s\n", mlg_version(), say(lang, TXT("NAME", "NOM")),
           say(lang, TXT("plan a delivery network: sites, rounds, time, cost and CO2",
                         "planifie un réseau de livraison : sites, tournées, temps, coût et CO2")));
    printf(".SH SYNOPSIS\n.B maillage\n.I COMMAND\n[options]\n.SH %s\n", say(lang, TXT("COMMANDS", "COMMANDES")));
    for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
        printf(".TP\n.B %s\n.I %s\n", commands[c].name, commands[c].operands);
        troff(say(lang, commands[c].help));
        putchar('\n');
    }
    printf(".SH OPTIONS\n");
    for (int i = 0; i < FLAG_COUNT; i++) {
        if (!flags[i].commands) continue;
        printf(".TP\n.B ");
        if (flags[i].id < 256) printf("\\-%c, ", flags[i].id);
        printf("\\-\\-%s %s\n", flags[i].name, flags[i].value ? flags[i].value : "");
        troff(say(lang, flags[i].help));
        putchar('\n');
    }
    printf(".SH %s\n", say(lang, TXT("OPTIONS BY NAME", "OPTIONS PAR NOM")));
    for (int32_t i = 0; i < mlg_options_count(); i++) {
        printf(".TP\n.B %s\n", mlg_options_name(i));
        troff(mlg_options_help(i, lang));
        printf(" (%s %s)\n", say(lang, TXT("default", "défaut")), mlg_options_default(i));
    }
}

static void list_options(mlg_lang lang)
{
    for (int32_t i = 0; i < mlg_options_count(); i++)
        printf("%-28s %-8s %s\n", mlg_options_name(i), mlg_options_default(i), mlg_options_help(i, lang));
}

/* Words of a flag: their number in words[], or MLG_NONE, told with what was near. */
static int word_of(const char *flag, const char *value, const char *const *words, int count, mlg_lang lang)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(words[i], value)) return i;
    const char *near = mlg__did_you_mean(value, words, count);
    fprintf(stderr, say(lang, TXT("maillage: --%s does not know \"%s\"", "maillage : --%s ne connaît pas « %s »")), flag, value);
    if (near) fprintf(stderr, say(lang, TXT("; did you mean %s?", " ; vouliez-vous dire %s ?")), near);
    fputc('\n', stderr);
    return MLG_NONE;
}

static bool number_of(const char *flag, const char *value, double low, double high, double *number, mlg_lang lang)
{
    if (mlg__parse_double(value, strlen(value), true, number) && *number >= low && *number <= high) return true;
    fprintf(stderr, say(lang, TXT("maillage: %s wants a number from %g to %g, not \"%s\"\n",
                                  "maillage : %s attend un nombre de %g à %g, pas « %s »\n")), flag, low, high, value);
    return false;
}

static bool count_of(const char *flag, const char *value, double low, double high, int32_t *count, mlg_lang lang)
{
    double number;
    if (!number_of(flag, value, low, high, &number, lang)) return false;
    *count = (int32_t)number;
    return true;
}

static bool set_option(struct request *q, const char *name, const char *value)
{
    mlg_error err = { .lang = q->lang };
    if (!mlg_options_set(q->options, name, value, &err)) return true;
    fprintf(stderr, "maillage: %s: %s", err.where, err.message);
    if (err.hint[0]) fprintf(stderr, " (%s)", err.hint);
    fputc('\n', stderr);
    return false;
}

static bool take_option(struct request *q, const char *assignment)
{
    const char *equal = strchr(assignment, '=');
    char name[64];
    if (!equal || equal - assignment >= (long)sizeof name) {
        fprintf(stderr, say(q->lang, TXT("maillage: --option wants NAME=VALUE, not \"%s\"\n",
                                         "maillage : --option attend NOM=VALEUR, pas « %s »\n")), assignment);
        return false;
    }
    memcpy(name, assignment, (size_t)(equal - assignment));
    name[equal - assignment] = 0;
    return set_option(q, name, equal + 1);
}

static bool is_location_format(const char *value)
{
    for (int32_t i = 0; mlg_location_format(i); i++)
        if (!strcmp(mlg_location_format(i), value)) return true;
    return false;
}

static bool take_location_format(struct request *q, const char *value)
{
    const char *words[32];
    int count = 0;
    while (count < 32 && mlg_location_format(count)) words[count] = mlg_location_format(count), count++;
    const int word = word_of("format", value, words, count, q->lang);
    if (word != MLG_NONE) q->location_format = words[word];
    return word != MLG_NONE;
}

/* EUR/USD=1.083 */
static bool take_rate(struct request *q, const char *value)
{
    const char *slash = strchr(value, '/'), *equal = strchr(value, '=');
    const size_t word_bytes = sizeof q->rate_words[0][0];
    const bool whole = slash && equal && slash > value && slash + 1 < equal && (size_t)(slash - value) < word_bytes &&
                       (size_t)(equal - slash - 1) < word_bytes;
    mlg_rate *rate = &q->rates[q->rate_count];
    if (!whole || q->rate_count == RATES_MAX) {
        fprintf(stderr, say(q->lang, TXT("maillage: --rate wants for example EUR/USD=1.083, at most %d times, not \"%s\"\n",
                                         "maillage : --rate attend par exemple EUR/USD=1,083, au plus %d fois, pas « %s »\n")),
                RATES_MAX, value);
        return false;
    }
    if (!number_of("--rate", equal + 1, 1e-9, 1e9, &rate->rate, q->lang)) return false;
    char(*words)[16] = q->rate_words[q->rate_count++];
    snprintf(words[0], word_bytes, "%.*s", (int)(slash - value), value);
    snprintf(words[1], word_bytes, "%.*s", (int)(equal - slash - 1), slash + 1);
    rate->from = words[0];
    rate->to = words[1];
    return true;
}

/* 8:00, 8h30, 8 */
static const char *day_time(const char *s, int64_t *seconds)
{
    int64_t hours = 0, minutes = 0;
    int n = 0;
    for (; *s >= '0' && *s <= '9' && n < 2; s++, n++) hours = 10 * hours + (*s - '0');
    if (!n || hours > 48) return NULL;
    if (*s == ':' || *s == 'h')
        for (s++, n = 0; *s >= '0' && *s <= '9' && n < 2; s++, n++) minutes = 10 * minutes + (*s - '0');
    *seconds = hours * 3600 + minutes * 60;
    return minutes < 60 ? s : NULL;
}

static bool take_hours(struct request *q, const char *flag, const char *value, int64_t *open_s, int64_t *close_s)
{
    const char *s = day_time(value, open_s);
    if (s && *s == '-') s = day_time(s + 1, close_s);
    else s = NULL;
    if (s && !*s && *close_s > *open_s) return true;
    fprintf(stderr, say(q->lang, TXT("maillage: --%s wants for example 8:00-18:00, not \"%s\"\n",
                                     "maillage : --%s attend par exemple 8:00-18:00, pas « %s »\n")), flag, value);
    return false;
}

/* Whole numbers with commas between. */
static bool take_list(struct request *q, const char *flag, const char *value, const char **list)
{
    bool good = *value != 0;
    for (const char *c = value; *c && good; c++) {
        const bool digit = *c >= '0' && *c <= '9';
        good = digit || (*c == ',' && c > value && c[-1] != ',' && c[1]);
    }
    *list = value;
    if (good) return true;
    fprintf(stderr, say(q->lang, TXT("maillage: --%s wants whole numbers, 3 or 3,10, not \"%s\"\n",
                                     "maillage : --%s attend des nombres entiers, 3 ou 3,10, pas « %s »\n")), flag, value);
    return false;
}

static bool take_now(struct request *q, const char *value)
{
    const char *s = day_time(value, &q->now_s);
    q->has_now = true;
    if ((s && !*s) || mlg__parse_int(value, strlen(value), &q->now_s)) return true;
    fprintf(stderr, say(q->lang, TXT("maillage: --now wants for example 10:30, or seconds, not \"%s\"\n",
                                     "maillage : --now attend par exemple 10:30, ou des secondes, pas « %s »\n")), value);
    return false;
}

bool cli_point(const char *word, mlg_point *p)
{
    const char *comma = strchr(word, ',');
    return comma && mlg__parse_double(word, (size_t)(comma - word), false, &p->lat_deg) &&
           mlg__parse_double(comma + 1, strlen(comma + 1), false, &p->lon_deg);
}

static bool take_point(struct request *q, const char *flag, const char *value, mlg_point *p)
{
    if (cli_point(value, p) && p->lat_deg >= -90 && p->lat_deg <= 90 && p->lon_deg >= -180 && p->lon_deg <= 180) return true;
    fprintf(stderr, say(q->lang, TXT("maillage: --%s wants LAT,LON in degrees, for example 45.76,4.84, not \"%s\"\n",
                                     "maillage : --%s attend LAT,LON en degrés, par exemple 45.76,4.84, pas « %s »\n")), flag, value);
    return false;
}

static bool take_depot(struct request *q, const char *value)
{
    mlg_point p;
    q->fleet.has_depot = take_point(q, "depot", value, &p);
    if (q->fleet.has_depot) q->fleet.lat_deg = p.lat_deg, q->fleet.lon_deg = p.lon_deg;
    return q->fleet.has_depot;
}

static bool take_flag(struct request *q, int id, const char *value)
{
    static const char *const formats[] = { "auto", "vrplib", "solomon", "lilim", "vroom", "stops" };
    static const mlg_format format_of[] = { MLG_FORMAT_AUTO, MLG_FORMAT_VRPLIB, MLG_FORMAT_SOLOMON, MLG_FORMAT_LILIM, MLG_FORMAT_VROOM, MLG_FORMAT_STOPS };
    static const char *const outputs[] = { "sol", "json", "geojson", "csv", "gpx", "bin" };
    static const mlg_format output_of[] = { MLG_FORMAT_SOL, MLG_FORMAT_JSON, MLG_FORMAT_GEOJSON, MLG_FORMAT_CSV, MLG_FORMAT_GPX, MLG_FORMAT_BIN };
    static const char *const rounds[] = { "nearest", "trunc", "trunc10", "nearest1000", "none", "round", "dimacs", "exact" };
    static const int round_of[] = { 0, 1, 2, 3, 4, MLG_NEAREST, MLG_TRUNC10, MLG_NEAREST1000 };
    static const char *const logs[] = { "json" }, *const langs[] = { "en", "fr" };
    double number;
    int word;
    switch (id) {
    case 'o': q->output = value; return true;
    case 'q': q->quiet = true; return true;
    case 't': return number_of("-t", value, 0, 1e9, &q->time_limit_s, q->lang);
    case 'j': return count_of("-j", value, 0, 256, &q->threads, q->lang);
    case FLAG_ITERATIONS:
        if (!number_of("--iterations", value, 1, 9e15, &number, q->lang)) return false;
        q->iterations = (int64_t)number;
        return true;
    case FLAG_SEED:
        return set_option(q, "routing.seed", value) && set_option(q, "siting.seed", value);
    case FLAG_PARETO: return count_of("--pareto", value, 2, 200, &q->pareto, q->lang) && set_option(q, "siting.pareto", value);
    case FLAG_KEEP: return set_option(q, "siting.keep", value);
    case FLAG_STABILITY: return set_option(q, "siting.stability_eur", value);
    case FLAG_GAP: return set_option(q, "siting.gap", value);
    case FLAG_FORMAT:
        if (q->command == CMD_SITE || (q->command == CMD_CHECK && is_location_format(value)))
            return take_location_format(q, value);
        if ((word = word_of("format", value, formats, 6, q->lang)) == MLG_NONE) return false;
        q->format = format_of[word];
        return true;
    case FLAG_TO:
        if ((word = word_of("to", value, outputs, q->command == CMD_ROADS ? 6 : 5, q->lang)) == MLG_NONE) return false;
        q->to = output_of[word];
        return true;
    case FLAG_ROUND:
        if ((word = word_of("round", value, rounds, 8, q->lang)) == MLG_NONE) return false;
        q->round = round_of[word];
        return true;
    case FLAG_LANG:
        if ((word = word_of("lang", value, langs, 2, q->lang)) == MLG_NONE) return false;
        q->lang = (mlg_lang)word;
        return !mlg_options_set(q->options, "report.language", value, NULL);
    case FLAG_LOG: return q->log_json = word_of("log", value, logs, 1, q->lang) != MLG_NONE;
    case FLAG_TRACE: q->trace = value; return true;
    case FLAG_START: q->start = value; return true;
    case FLAG_STRICT: q->strict = true; return true;
    case FLAG_ROADS: return set_option(q, "roads.file", value);
    case FLAG_ROUTER: return set_option(q, "roads.router", value);
    case FLAG_PROFILE: q->profile = value; return true;
    case FLAG_CLASS: q->class_id = value; return true;
    case FLAG_DEM: q->dem = value; return true;
    case FLAG_TURNS: q->turns = true; return true;
    case FLAG_OSM_IDS: q->osm_ids = true; return true;
    case FLAG_CURB: q->curb = true; return true;
    case FLAG_ISLANDS: q->islands = true; return true;
    case FLAG_WHY: q->why = true; return true;
    case FLAG_MINUTES: q->minutes = value; return true;
    case FLAG_SNAP: return number_of("--snap", value, 1, 1e6, &q->snap_m, q->lang) && set_option(q, "roads.snap_m", value);
    case FLAG_VEHICLES: q->vehicles = value; return true;
    case FLAG_FLEET: return count_of("--fleet", value, 1, 100000, &q->fleet.count, q->lang);
    case FLAG_CAPACITY:
        if (!number_of("--capacity", value, 0, 4294967295.0, &number, q->lang)) return false;
        q->fleet.capacity = (int64_t)number;
        return true;
    case FLAG_SHIFT: return take_hours(q, "shift", value, &q->fleet.open_s, &q->fleet.close_s);
    case FLAG_DEPOT: return take_depot(q, value);
    case FLAG_SERVICE:
        if (!number_of("--service", value, 0, 1e5, &number, q->lang)) return false;
        q->fleet.service_s = (int64_t)(number * 60 + 0.5);
        return true;
    case FLAG_MAX_STOPS: return count_of("--max-stops", value, 1, 1e6, &q->fleet.max_stops, q->lang);
    case FLAG_GEOMETRY: q->geometry = true; return true;
    case FLAG_CELL: return number_of("--cell", value, 1, 1e5, &q->cell_m, q->lang);
    case FLAG_HOUR: return count_of("--hour", value, 1, 168, &q->hour, q->lang) && set_option(q, "roads.hour", value);
    case FLAG_STOP: q->stop = value; return true;
    case FLAG_AT: return q->has_at = take_point(q, "at", value, &q->at);
    case FLAG_AMOUNT: return take_list(q, "amount", value, &q->amount);
    case FLAG_SKILLS: return take_list(q, "skills", value, &q->skills);
    case FLAG_WINDOW: return take_hours(q, "window", value, &q->window.open_s, &q->window.close_s);
    case FLAG_NOW: return take_now(q, value);
    case FLAG_BEST: return count_of("--best", value, 1, 100, &q->best, q->lang);
    case FLAG_CURRENCY: q->currency = value; return true;
    case FLAG_RATE: return take_rate(q, value);
    case FLAG_SUM: q->sum = true; return true;
    case FLAG_STATS: q->stats = true; return true;
    case FLAG_OPTION: return take_option(q, value);
    default: return false;
    }
}

static const struct flag_row *flag_row(int id)
{
    for (int i = 0; i < FLAG_COUNT; i++)
        if (flags[i].id == id) return &flags[i];
    return NULL;
}

bool cli_flags_fit(const struct request *q, enum given_kind kind)
{
    static const struct mlg_txt kinds[GIVEN_KINDS] = {
        [GIVEN_SCENARIO] = { { "a scenario", "un scénario" } },
        [GIVEN_LOCATION] = { { "a published location problem", "un problème de localisation publié" } },
        [GIVEN_STOPS] = { { "a table of stops", "une table d'arrêts" } },
        [GIVEN_VROOM] = { { "a problem in VROOM's JSON", "un problème en JSON de VROOM" } },
        [GIVEN_PUBLISHED] = { { "a published routing problem", "un problème de tournées publié" } },
    };
    bool fit = true;
    for (int i = 0; i < FLAG_COUNT; i++) {
        const unsigned of = flags[i].commands >> CMD_COUNT;
        if (!(q->given >> i & 1) || !of || of & BIT(kind)) continue;
        if (flags[i].id == FLAG_SERVICE && q->has_at) continue; /* of the new stop, whatever the problem */
        fprintf(stderr, say(q->lang, TXT("maillage: --%s does not apply to %s\n", "maillage : --%s ne s'applique pas à %s\n")), flags[i].name,
                say(q->lang, kinds[kind]));
        fit = false;
    }
    return fit;
}

/* Which command a word names; told with what was near when it names none. */
static enum command command_of(const char *word, mlg_lang lang)
{
    const char *names[CMD_COUNT];
    for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
        if (!strcmp(commands[c].name, word)) return (enum command)c;
        names[c - 1] = commands[c].name;
    }
    const char *near = mlg__did_you_mean(word, names, CMD_COUNT - 1);
    fprintf(stderr, say(lang, TXT("maillage: no command \"%s\"", "maillage : pas de commande « %s »")), word);
    if (near) fprintf(stderr, say(lang, TXT("; did you mean %s?", " ; vouliez-vous dire %s ?")), near);
    fprintf(stderr, "\n%s\n", say(lang, TXT("`maillage -h` lists the commands", "`maillage -h` liste les commandes")));
    return CMD_NONE;
}

/* Flags that only print something. */
static bool print_only(int id, enum command command, mlg_lang lang)
{
    char *schema;
    switch (id) {
    case 'h': help(command, lang); return true;
    case FLAG_VERSION: printf("maillage %s\n", mlg_version()); return true;
    case FLAG_OPTIONS: list_options(lang); return true;
    case FLAG_MAN: man(lang); return true;
    case FLAG_SCHEMA:
        schema = mlg_scenario_schema(lang);
        if (schema) fputs(schema, stdout);
        free(schema);
        return true;
    default: return false;
    }
}

/* A place south or west: -33.87,151.21. Everything else behind '-' is a flag. */
static bool is_operand(const char *word)
{
    return word[0] != '-' || !word[1] || word[1] == '.' || (word[1] >= '0' && word[1] <= '9');
}

static bool take_operand(struct request *q, const char *word)
{
    if (q->operand_count < commands[q->command].most) {
        q->operand[q->operand_count++] = word;
        return true;
    }
    if (q->command)
        fprintf(stderr, say(q->lang, TXT("maillage: one argument too many: \"%s\"\n", "maillage : un argument de trop : « %s »\n")), word);
    return !q->command; /* without a command there is help instead */
}

enum parse_result cli_parse(int argc, char **argv, struct request *q)
{
    struct option long_options[FLAG_COUNT + 1] = { 0 };
    char letters[2 * FLAG_COUNT + 3] = "+:"; /* operands between flags are taken here, not moved behind them */
    const char *told = NULL; /* of "-xyz", all unknown, one message */
    bool bad = false, flags_over = false;
    double limit_s;

    *q = (struct request) { .lang = lang_of_locale(), .round = -1, .time_limit_s = -1, .options = mlg_options_new() };
    if (!q->options) return fprintf(stderr, "maillage: not enough memory\n"), PARSE_BAD;
    for (int i = 0; i < FLAG_COUNT; i++) {
        long_options[i] = (struct option) { flags[i].name, flags[i].value ? required_argument : no_argument, NULL, flags[i].id };
        if (flags[i].id < 256) {
            const size_t n = strlen(letters);
            letters[n] = (char)flags[i].id;
            if (flags[i].value) letters[n + 1] = ':';
        }
    }
    /* The language first, so that every message is in it wherever --lang stands. */
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "--lang=fr") || (!strcmp(argv[i], "--lang") && i + 1 < argc && !strcmp(argv[i + 1], "fr")))
            q->lang = MLG_FR;
        else if (!strcmp(argv[i], "--lang=en") || (!strcmp(argv[i], "--lang") && i + 1 < argc && !strcmp(argv[i + 1], "en")))
            q->lang = MLG_EN;
    if (argc > 1 && argv[1][0] != '-') {
        q->command = command_of(argv[1], q->lang);
        if (q->command == CMD_NONE) return PARSE_BAD;
        argv++, argc--;
    }
    opterr = 0;
    while (optind < argc) {
        const char *word = argv[optind];
        if (flags_over || is_operand(word)) {
            bad |= !take_operand(q, word);
            optind++;
            continue;
        }
        const int id = getopt_long(argc, argv, letters, long_options, NULL);
        if (id == -1) {
            flags_over = true; /* behind "--" */
            continue;
        }
        if (id == '?' || id == ':') {
            bad = true;
            if (word == told) continue;
            told = word;
            fprintf(stderr, id == ':' ? say(q->lang, TXT("maillage: %s wants a value\n", "maillage : %s attend une valeur\n"))
                                      : say(q->lang, TXT("maillage: no flag %s\n", "maillage : pas d'option %s\n")), word);
            continue;
        }
        if (print_only(id, q->command, q->lang)) return PARSE_DONE;
        const struct flag_row *row = flag_row(id);
        q->given |= UINT64_C(1) << (row - flags);
        if (q->command && !(row->commands & BIT(q->command))) {
            fprintf(stderr, say(q->lang, TXT("maillage: %s has no flag --%s\n", "maillage : %s n'a pas d'option --%s\n")),
                    commands[q->command].name, row->name);
            bad = true;
        } else if (!take_flag(q, id, optarg)) bad = true;
    }
    if (q->command == CMD_NONE) {
        if (!bad) help(CMD_NONE, q->lang);
        return PARSE_BAD;
    }
    const struct command_row *c = &commands[q->command];
    if (q->operand_count < c->least) {
        fprintf(stderr, say(q->lang, TXT("maillage: %s wants %s\n", "maillage : %s attend %s\n")), c->name, c->operands);
        bad = true;
    }
    limit_s = q->command == CMD_ROUTE ? 10 : 60;
    if (q->time_limit_s < 0) q->time_limit_s = q->iterations ? 0 : limit_s; /* --iterations alone: no deadline */
    return bad ? PARSE_BAD : PARSE_RUN;
}
