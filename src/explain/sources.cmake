set(MLG_SOURCES room.c tie.c lack.c trial.c explain.c quote.c)
