/* verdict.c — a plan that fails its check is a bug of ours. See verdict.h. */
#include "api/verdict.h"

mlg_status mlg__verdict(mlg_status ran, mlg_findings *violations, struct mlg_txt hint, mlg_findings *found, mlg_error *err)
{
    if (!violations) return mlg__no_memory(err, "findings");
    if (!ran && mlg_findings_count(violations, false)) {
        mlg__findings_add(found, violations);
        ran = mlg__fail(err, MLG_INTERNAL, "plan.json",
                        TXT("our own plan failed the checker; it is not written",
                            "notre propre plan n'a pas passé le contrôle ; il n'est pas écrit"), hint);
    }
    mlg_findings_free(violations);
    return ran;
}
