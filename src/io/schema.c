/* schema.c — the columns and keys of a scenario folder in words, from the roster of fields.c. */
#include "io/fields.h"
#include "io/scenario.h"

static const char *in(struct mlg_txt t, mlg_lang lang) { return t.in[lang] ? t.in[lang] : ""; }

static const char *kind_word(const struct input_field *f, mlg_lang lang)
{
    static const char *const words[][2] = {
        [INPUT_TEXT] = { "text", "texte" },
        [INPUT_REAL] = { "number", "nombre" },
        [INPUT_AMOUNT] = { "number", "nombre" },
        [INPUT_INT] = { "whole number", "entier" },
        [INPUT_YES_NO] = { "yes/no", "oui/non" },
        [INPUT_CLOCK] = { "time", "heure" },
        [INPUT_OTHER] = { "", "" },
    };
    return words[f->kind][lang];
}

/* What stands in when nothing is given: words, else the value, else "required". */
static void add_default(const struct input_field *f, mlg_lang lang, struct text *out)
{
    if (f->otherwise.in[lang]) text_add(out, f->otherwise.in[lang]);
    else if (f->fallback && f->fallback[0]) text_add(out, f->fallback);
    else if (f->need == CSV_CELL) text_add(out, lang == MLG_FR ? "obligatoire" : "required");
    else if (f->fallback) text_add(out, lang == MLG_FR ? "vide" : "empty");
    else if (f->kind == INPUT_REAL) text_add(out, lang == MLG_FR ? "de la table" : "of the table");
    else text_add(out, "–");
}

static void add_limits(const struct input_field *f, mlg_lang lang, struct text *out)
{
    if (f->kind != INPUT_REAL && f->kind != INPUT_AMOUNT && f->kind != INPUT_INT) return;
    text_double(out, f->low);
    text_add(out, lang == MLG_FR ? " à " : " to ");
    text_double(out, f->high);
}

static void add_title(const struct input_shape *shape, struct text *out)
{
    text_add(out, shape->file);
    if (shape->path[0]) text_printf(out, ", %s", shape->path);
}

static void add_lead(const struct input_shape *shape, mlg_lang lang, struct text *out)
{
    text_printf(out, lang == MLG_FR ? "Une ligne est %s." : "One row is %s.", in(shape->row, lang));
    if (!shape->required) text_add(out, lang == MLG_FR ? " Facultatif." : " Optional.");
}

void mlg__scenario_schema_text(mlg_lang lang, struct text *out)
{
    for (int table = 0; table < INPUT_TABLE_COUNT; table++) {
        const struct input_shape *shape = &mlg__input_shapes[table];
        if (table) text_add(out, "\n");
        add_title(shape, out);
        text_add(out, "\n  ");
        add_lead(shape, lang, out);
        text_add(out, "\n");
        for (int32_t i = 0; i < shape->field_count; i++) {
            const struct input_field *f = &shape->fields[i];
            const bool has_words = kind_word(f, lang)[0] != 0;
            text_printf(out, "  %-26s %s", f->name, in(f->meaning, lang));
            text_printf(out, " [%s%s", kind_word(f, lang), has_words ? "; " : "");
            if (f->need != CSV_CELL) text_add(out, lang == MLG_FR ? "par défaut : " : "default: ");
            add_default(f, lang, out);
            text_add(out, "]\n");
        }
    }
}

void mlg__scenario_schema_markdown(mlg_lang lang, struct text *out)
{
    for (int table = 0; table < INPUT_TABLE_COUNT; table++) {
        const struct input_shape *shape = &mlg__input_shapes[table];
        text_add(out, "### ");
        add_title(shape, out);
        text_add(out, "\n\n");
        add_lead(shape, lang, out);
        text_add(out, lang == MLG_FR
                          ? "\n\n| colonne ou clé | type | limites | par défaut | sens |\n|---|---|---|---|---|\n"
                          : "\n\n| column or key | type | limits | default | meaning |\n|---|---|---|---|---|\n");
        for (int32_t i = 0; i < shape->field_count; i++) {
            const struct input_field *f = &shape->fields[i];
            text_printf(out, "| `%s` | %s | ", f->name, kind_word(f, lang));
            add_limits(f, lang, out);
            text_add(out, " | ");
            add_default(f, lang, out);
            text_add(out, " | ");
            /* A bar would end the table's cell. */
            for (const char *c = in(f->meaning, lang); *c; c++)
                text_bytes(out, *c == '|' ? "\\|" : c, *c == '|' ? 2 : 1);
            text_add(out, " |\n");
        }
        text_add(out, "\n");
    }
}
