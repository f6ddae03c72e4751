/* cmd_compare.c — maillage compare A B … -o FILE: plans or scenarios side by side, on a page and as a table. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

static mlg_status write_beside(const struct request *q, mlg_comparison *c, const char *name, mlg_error *err)
{
    char file[4096];
    const size_t n = strlen(q->output);
    if (snprintf(file, sizeof file, "%s%s%s", q->output, q->output[n - 1] == '/' ? "" : "/", name) >= (int)sizeof file)
        return mlg__fail(err, MLG_NO_FILE, q->output, TXT("this name is too long", "ce nom est trop long"), NO_HINT);
    return mlg_comparison_write(c, file, mlg_comparison_language(c), err);
}

/* -o names a file (.csv: the table), or a folder for both. */
static mlg_status write_all(const struct request *q, mlg_comparison *c, mlg_error *err)
{
    if (!q->output || !is_folder(q->output))
        return mlg_comparison_write(c, q->output ? q->output : "compare.html", mlg_comparison_language(c), err);
    const mlg_status status = write_beside(q, c, "compare.html", err);
    return status ? status : write_beside(q, c, "compare.csv", err);
}

static void say_where(const struct request *q)
{
    const char *path = q->output ? q->output : "compare.html";
    const bool folder = q->output && is_folder(q->output), fr = q->lang == MLG_FR;
    if (q->quiet || !strcmp(path, "-") || !strncmp(path, "/dev/", 5)) return;
    printf(fr ? "comparaison : %s%s%s\n" : "comparison: %s%s%s\n", path, folder && path[strlen(path) - 1] != '/' ? "/" : "",
           folder ? "compare.html" : "");
}

int cmd_compare(struct request *q)
{
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_comparison *c = NULL;
    const mlg_compare_request request = { .columns = q->operand,
                                          .column_count = q->operand_count,
                                          .currency = q->currency,
                                          .rates = q->rates,
                                          .rate_count = q->rate_count,
                                          .sum = q->sum };
    mlg_status status = q->output && is_folder(q->output) ? MLG_OK : output_file(q, ".html .htm .csv", &err);
    if (!status) status = mlg_comparison_read(&request, q->options, &c, found, &err);
    show_findings(found, q);
    const bool told = mlg_findings_count(found, false) > 0;
    if (!status) status = write_all(q, c, &err);
    if (!status) say_where(q);
    if (status && !told) show_error(&err, q->lang);
    mlg_comparison_free(c);
    mlg_findings_free(found);
    return exit_of(status);
}
