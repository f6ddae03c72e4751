/** @file base.h — status, errors, findings, options and progress: what every other header uses. */
#ifndef MAILLAGE_BASE_H
#define MAILLAGE_BASE_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MLG_API __attribute__((visibility("default")))
#else
#define MLG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MLG_NONE (-1)           /**< no such index */
#define MLG_UNLIMITED INT32_MAX /**< as many as wanted */
enum { MLG_LOADS_MAX = 8 };     /**< dimensions of a load */

/** What a function that can fail returns; 0 is success. */
typedef enum mlg_status {
    MLG_OK,
    MLG_INTERNAL,   /**< our own mistake: please report it */
    MLG_NO_MEMORY,
    MLG_BAD_INPUT,
    MLG_OVER_LIMIT, /**< a quantity beyond what the program computes exactly */
    MLG_NO_FILE,    /**< unreadable or unwritable */
    MLG_NO_ROADS    /**< a road map or router was asked for and is not available */
} mlg_status;

/** Language of texts meant for people. */
typedef enum mlg_lang { MLG_EN, MLG_FR } mlg_lang;

/** One error, warning or note, told so that the reader can mend it. */
typedef struct mlg_error {
    mlg_status status; /**< MLG_OK of warnings and notes */
    mlg_lang lang;     /**< set by the caller before the call; 0 is English */
    char where[160];   /**< "sites.csv:14:3" (line:column from 1), "jobs/12/time_windows/0", or "" */
    char message[240]; /**< what is wrong, with the value */
    char hint[240];    /**< what to do, or "" */
} mlg_error;

/** Errors, warnings and notes in the order of the input; 100 of each are kept, all are counted. */
typedef struct mlg_findings mlg_findings;

/** A new empty list whose texts will be in lang; NULL without memory. Free it with mlg_findings_free(). */
MLG_API mlg_findings *mlg_findings_new(mlg_lang lang);
MLG_API void mlg_findings_free(mlg_findings *f);
/** How many errors (or warnings) were found, kept or not. NULL counts 0. */
MLG_API int64_t mlg_findings_count(const mlg_findings *f, bool warnings);
/** The i-th kept error (or warning), borrowed until f is freed; NULL beyond the kept ones. */
MLG_API const mlg_error *mlg_findings_at(const mlg_findings *f, bool warnings, int32_t i);
/** The i-th kept note, borrowed as above: what is worth knowing though nothing has to be mended, such as which columns were read. */
MLG_API const mlg_error *mlg_findings_note(const mlg_findings *f, int32_t i);

/** Values by name: "routing.neighbours", "siting.residual", "accounts.data". Defaults hold for what is not set. */
typedef struct mlg_options mlg_options;

/** All defaults; NULL without memory. Free it with mlg_options_free(). */
MLG_API mlg_options *mlg_options_new(void);
MLG_API void mlg_options_free(mlg_options *o);
/**
 * Set one option from its text (copied). Errors: MLG_BAD_INPUT for an unknown name (with the nearest known one),
 * a malformed value or one outside its bounds.
 */
MLG_API mlg_status mlg_options_set(mlg_options *o, const char *name, const char *value, mlg_error *err);
/** Number of options known; then name, default and help of each, static, for help pages. NULL beyond the last. */
MLG_API int32_t mlg_options_count(void);
MLG_API const char *mlg_options_name(int32_t i);
MLG_API const char *mlg_options_default(int32_t i);
MLG_API const char *mlg_options_help(int32_t i, mlg_lang lang);

/** What a progress callback answers. */
typedef enum mlg_flow { MLG_CONTINUE, MLG_ENOUGH } mlg_flow;
/** Why a search ended. */
typedef enum mlg_stopped { MLG_BY_END, MLG_BY_TIME, MLG_BY_ITERATIONS, MLG_BY_GAP, MLG_BY_CALLER } mlg_stopped;

/** A count of work done, or what it gained in cost units, under a stable word (docs/methods/routing.md lists them). */
typedef struct mlg_counter {
    const char *name;
    int64_t value;
} mlg_counter;

/** Where a long computation stands. Borrowed: copy what you keep. */
typedef struct mlg_progress {
    const char *phase;             /**< "read", "lanes", "site", "route", "check", "report": stable words */
    double elapsed_s, cost, bound; /**< cost and bound in currency or the format's unit; NAN where there is none */
    int64_t iterations, unserved;
    int32_t vehicle_count, open_site_count;
    bool improved;                 /**< a new best since the last call */
    const mlg_counter *counters;   /**< what `--stats` prints; borrowed for the call, NULL where nothing is counted */
    int32_t counter_count;
} mlg_progress;

/** Called on the caller's thread at each new best and otherwise at most ten times a second. */
typedef mlg_flow mlg_progress_fn(const mlg_progress *progress, void *user);

/** "0.1.0"; static. */
MLG_API const char *mlg_version(void);

#ifdef __cplusplus
}
#endif
#endif
