/* report/page.h — the page being written: what every section is given, and the few shapes of HTML that they share. */
#ifndef MLG_REPORT_PAGE_H
#define MLG_REPORT_PAGE_H

#include "report/facts.h"
#include "report/show.h"
#include "report/words.h"

struct page {
    struct text *out;
    const mlg_scenario *s;
    const mlg_network_plan *plan;
    const char *leg_label;
    const mlg_leg_source *legs; /* may be NULL; draws routes along streets where it can */
    mlg_lang lang;
    bool of_both; /* parcels and clouds side by side: words that fit both */
    struct facts facts;
    struct arena arena; /* of the page; its failure flag is looked at once, at the end */
    int figure_count;   /* ids of figures */
};

/* A sentence with values: say(p, W_…, show_percent(p->lang, gap, 1).s). The values live until the call returns. */
#define say(page, word, ...)                                                                                           \
    text_speak((page)->out, (page)->lang, vocabulary_of(page), (word), (const char *const[]) { __VA_ARGS__, NULL })
static inline enum vocabulary vocabulary_of(const struct page *p) { return p->of_both ? VOCABULARY_BOTH : p->s->vocabulary; }
static inline void tell(struct page *p, enum word w) { text_speak(p->out, p->lang, vocabulary_of(p), w, NULL); }
/* A word for itself, in the language and vocabulary of the page. */
static inline const char *word(const struct page *p, enum word w) { return word_spoken(w, p->lang, vocabulary_of(p)); }
/* Times in the unit that people read: hours, or milliseconds of a cloud; alone, and with the unit. */
struct shown time_alone(const struct page *p, int64_t ticks); /* below 0, never: a dash */
struct shown time_shown(const struct page *p, int64_t ticks);
/* CO2 of a unit, as kilograms of a parcel or grams of a GPU-hour. */
double unit_mass(const struct page *p, double kg);
struct shown mass_alone(const struct page *p, double kg);
struct shown mass_shown(const struct page *p, double kg);
/* Distances are estimated, but a map has the streets of a part of the territory. */
static inline bool has_some_streets(const struct page *p) { return p->plan->estimated && p->legs && p->legs->driven; }
static inline void html(struct page *p, const char *code) { text_add(p->out, code); }
static inline void name(struct page *p, const char *user_text) { text_html(p->out, user_text); }

/* The head as far as its title, which follows. script_sha256: of the only script that may run, in hexadecimal; NULL: none may. */
void head_open(struct page *p, const char *script_sha256);
/* The rest of the head: the styles of all pages, and those of this one (NULL: none). */
void head_close(struct page *p, const unsigned char *more_css, size_t more_css_size);
struct section_link { const char *id; enum word w; };
void section_links(struct page *p, const struct section_link *links, size_t count);
void section_open(struct page *p, const char *id, enum word title);
void section_close(struct page *p);
void paragraph(struct page *p, enum word w); /* without values */
void note(struct page *p, enum word w);      /* small print */

/* A table that scrolls sideways on a phone and is reachable by keyboard there. Cells follow; heads by table_head. */
void table_open(struct page *p, enum word caption, const char *classes);
void table_close(struct page *p);
void head_cell(struct page *p, enum word w, const char *attributes); /* of a column; attributes may be "" */
void period_heads(struct page *p); /* an empty corner, then today and plan under every period; opens tbody */
void row_open(struct page *p, const char *classes);
void row_head(struct page *p, enum word w);
void row_name(struct page *p, const char *user_text);
void cell(struct page *p, const char *shown); /* a number, escaped */
void cell_name(struct page *p, const char *user_text);

/* Names of the account's lines and of CO2 scopes. */
extern const enum word mlg__line_words[LINE_COUNT], mlg__scope_words[CO2_SCOPE_COUNT];

/* An id as people say it: "delivery_station" is shown as "delivery station". */
void plain_name(struct page *p, const char *id);
void kind_name(struct page *p, int32_t site); /* "delivery station", in words where we know them */
/* A service in words where we know it ("next day"), else its id. */
const char *service_name(const struct page *p, int32_t service);

#endif
