set(MLG_SOURCES routes.c)
