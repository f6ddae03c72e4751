/* report/words.c — see words.h. */
#include "report/words.h"

#include <string.h>

#include "report/show.h"

static const char *const words[WORD_COUNT][2] = {
#define WORD(name, english, french) [W_##name] = { english, french },
#include "report/words.inc"
#undef WORD
};

static const char *const cloud[WORD_COUNT][2] = {
#define CLOUD(name, english, french) [W_##name] = { english, french },
#include "report/words_cloud.inc"
#undef CLOUD
};

static const char *const both[WORD_COUNT][2] = {
#define BOTH(name, english, french) [W_##name] = { english, french },
#include "report/words_both.inc"
#undef BOTH
};

const char *word_spoken(enum word w, mlg_lang lang, enum vocabulary v)
{
    if (v == VOCABULARY_CLOUD && cloud[w][lang]) return cloud[w][lang];
    if (v == VOCABULARY_BOTH && both[w][lang]) return both[w][lang];
    return words[w][lang];
}

const char *word_text(enum word w, mlg_lang lang) { return word_spoken(w, lang, VOCABULARY_PARCELS); }

/* A number stays with its unit in both languages: does a unit and nothing longer follow the space at s? */
static bool unit_follows(const char *s)
{
    static const char *const units[] = { "kg", "km", "km/h", "h", "t", "g", "M€", "ms", "µs", "MW", "GWh" };
    const size_t length = strcspn(s + 1, " ,.;:()<");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (length == strlen(units[i]) && !strncmp(s + 1, units[i], length)) return true;
    return false;
}

/* How many bytes of s the typesetter replaces, and by what; 0: none. */
static size_t french_space(const char *s, const char **by)
{
    if (s[0] == ' ') {
        if (s[1] == ':' || !strncmp(s + 1, "»", 2)) return *by = NBSP, 1;
        if (s[1] && strchr(";?!%", s[1])) return *by = NARROW, 1;
        if (!strncmp(s + 1, "€", 3)) return *by = NBSP, 1;
    }
    if (!strncmp(s, "« ", 3)) return *by = "«" NBSP, 3;
    return 0;
}

void text_typeset(struct text *t, mlg_lang lang, const char *s, bool escape)
{
    while (*s) {
        const char *by;
        size_t skipped = lang == MLG_FR ? french_space(s, &by) : 0;
        if (!skipped && s[0] == ' ' && unit_follows(s)) by = NBSP, skipped = 1;
        if (skipped) {
            text_add(t, by);
            s += skipped;
            continue;
        }
        const char one[2] = { *s++, 0 };
        if (escape) text_html(t, one);
        else text_add(t, one);
    }
}

void text_say(struct text *t, mlg_lang lang, enum word w, const char *const *values)
{
    text_speak(t, lang, VOCABULARY_PARCELS, w, values);
}

void text_speak(struct text *t, mlg_lang lang, enum vocabulary v, enum word w, const char *const *values)
{
    int count = 0;
    while (values && values[count]) count++;
    char part[1024];
    size_t length = 0;
    for (const char *s = word_spoken(w, lang, v);; s++) {
        const bool value = s[0] == '{' && s[1] >= '0' && s[1] <= '9' && s[2] == '}';
        if (*s && !value && length + 1 < sizeof part) {
            part[length++] = *s;
            continue;
        }
        part[length] = 0;
        text_typeset(t, lang, part, false);
        length = 0;
        if (!*s) return;
        if (value) {
            if (s[1] - '0' < count) text_html(t, values[s[1] - '0']);
            s += 2;
        } else part[length++] = *s;
    }
}

const char *word_of_service(const mlg_scenario *s, int32_t service, mlg_lang lang)
{
    static const struct {
        const char *id;
        enum word w;
    } known[] = {
        { "next_day", W_NEXT_DAY }, { "two_day", W_TWO_DAY },         { "same_day", W_SAME_DAY },
        { "realtime", W_REALTIME }, { "interactive", W_INTERACTIVE }, { "batch", W_BATCH },
        { "training", W_TRAINING },
    };
    const char *id = s->services[service].id;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(id, known[i].id)) return word_spoken(known[i].w, lang, s->vocabulary);
    return id;
}
