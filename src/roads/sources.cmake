set(MLG_SOURCES crow.c fibre.c net.c reduce.c flow.c dissect.c order.c hierarchy.c customize.c)
