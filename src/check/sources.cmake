set(MLG_SOURCES routes.c)
list(APPEND MLG_SOURCES network.c side.c states.c flows.c money.c days.c)
list(APPEND MLG_SOURCES location.c)
