set(MLG_SOURCES room.c lack.c trial.c explain.c quote.c)
