set(MLG_SOURCES crow.c)
