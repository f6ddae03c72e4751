/* where.h — the place of a violation, printed into the checker's own buffer and valid until the next one. */
#ifndef MLG_CHECK_WHERE_H
#define MLG_CHECK_WHERE_H

#include <stdio.h>

#define AT(c, ...) (snprintf((c)->where, sizeof (c)->where, __VA_ARGS__), (c)->where)

#endif
