set(MLG_SOURCES empty.c)
