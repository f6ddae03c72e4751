/* report/show.h — numbers as people read them: English 1,234.5 and French 1 234,5, with their units.
 *
 * A value is returned in a small struct so that it can be used inside a call: say(p, W_…, show_int(lang, 3).s). */
#ifndef MLG_REPORT_SHOW_H
#define MLG_REPORT_SHOW_H

#include "maillage/base.h"

struct shown {
    char s[72];
};

#define NBSP "\xC2\xA0"       /* no break, in French before : and » */
#define NARROW "\xE2\x80\xAF" /* no break, narrow: thousands, units */
#define MINUS "\xE2\x88\x92"
#define DASH "\xE2\x80\x93"

struct shown show_int(mlg_lang lang, int64_t value);
struct shown show_real(mlg_lang lang, double value, int decimals);    /* half away from zero; nan: a dash */
struct shown show_short(mlg_lang lang, double value);                 /* at most 2 decimals, no idle zeros */
struct shown show_signed(mlg_lang lang, double value, int decimals);  /* +1.5, −1.5, 0 */
struct shown show_milli(mlg_lang lang, int64_t milli);                /* whole units of milli-units */
struct shown show_percent(mlg_lang lang, double share, int decimals); /* 0.864: 86 % */
struct shown show_share(mlg_lang lang, double share);                 /* 0.01: 1 %; 0.0125: 1.25 % */
struct shown show_percent_signed(mlg_lang lang, double share, int decimals);
struct shown show_million(mlg_lang lang, int64_t cents, int decimals);       /* the number alone, in millions */
struct shown show_money(mlg_lang lang, const char *currency, int64_t cents); /* €384 million, 384 M€ */
struct shown show_amount(mlg_lang lang, const char *currency, int64_t micro);  /* €24,000; from a million on as above */
struct shown show_price(mlg_lang lang, const char *currency, double amount); /* €3.42, 3,42 € */
struct shown show_hours(mlg_lang lang, int64_t seconds);                     /* 31.5 h */
struct shown show_kg(mlg_lang lang, double kg);                              /* 0.21 kg */
struct shown show_clock(int64_t seconds);                                    /* 18:00 */
const char *show_symbol(const char *currency);                               /* € for EUR; else the code */

#endif
