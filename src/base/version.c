/* version.c — the program's version, from the build. */
#include "maillage/base.h"

const char *mlg_version(void) { return MLG_VERSION; }
