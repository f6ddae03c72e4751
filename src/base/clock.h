/* clock.h — monotonic seconds, and the deadline of a run. Engines look at it rarely and never in deterministic mode. */
#ifndef MLG_BASE_CLOCK_H
#define MLG_BASE_CLOCK_H

double mlg__now_s(void);           /* monotonic, from an arbitrary origin */
double mlg__process_elapsed_s(void); /* since the program was loaded: a deadline counts reading too */

#endif
