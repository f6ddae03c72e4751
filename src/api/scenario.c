/* scenario.c — a scenario folder becomes a frozen scenario. */
#include "maillage/api.h"

#include <string.h>

#include "accounts/energy.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "io/emissions.h"
#include "io/scenario.h"
#include "model/scenario.h"

static mlg_status report_language(const mlg_options *o, mlg_lang *lang, bool *asked, mlg_error *err)
{
    const char *word = mlg__option_text(o, "report.language");
    *asked = word[0];
    *lang = !strcmp(word, "fr") ? MLG_FR : MLG_EN;
    if (!word[0] || !strcmp(word, "fr") || !strcmp(word, "en")) return MLG_OK;
    return mlg__fail(err, MLG_BAD_INPUT, "report.language", TXT("\"%s\" is not a language", "« %s » n'est pas une langue"),
                     TXT("write en or fr", "écrivez en ou fr"), word);
}

mlg_status mlg_scenario_read(const char *folder, const mlg_options *o, mlg_scenario **s, mlg_findings *found, mlg_error *err)
{
    struct arena tables_memory = { 0 };
    struct emission_tables tables = { 0 };
    const char *data = mlg__option_text(o, "accounts.data");
    mlg_lang report;
    bool asked;
    *s = NULL;
    MLG_TRY(report_language(o, &report, &asked, err));
    mlg_findings *own = found ? NULL : mlg_findings_new(err ? err->lang : MLG_EN);
    mlg_findings *list = found ? found : own;

    mlg_status status = list ? MLG_OK : mlg__no_memory(err, folder);
    if (!status) status = mlg__emissions_read(data[0] ? data : NULL, &tables_memory, &tables, list, err);
    if (!status) status = mlg__fleet_complete(&tables, list, err);
    if (!status) status = mlg__scenario_read_folder(folder, &tables, mlg__findings_lang(list), asked ? &report : NULL, s, list, err);
    if (!status) { /* weights of the command line replace the scenario's before it is frozen for its users */
        const double co2 = mlg__option_real(o, "accounts.co2_eur_per_t"), hour = mlg__option_real(o, "accounts.hour_eur");
        if (co2 >= 0) (*s)->co2_eur_per_t = co2;
        if (hour >= 0) (*s)->hour_eur = hour;
    }
    mlg__arena_free(&tables_memory);
    mlg_findings_free(own);
    return status;
}

char *mlg_scenario_schema(mlg_lang lang)
{
    struct text t = { 0 };
    mlg__scenario_schema_text(lang, &t);
    if (t.failed) text_free(&t);
    return t.data;
}
