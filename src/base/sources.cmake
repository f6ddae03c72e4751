set(MLG_SOURCES error.c memory.c clock.c thread.c text.c options.c version.c)
