set(MLG_SOURCES crow.c fibre.c)
