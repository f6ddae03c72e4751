set(MLG_SOURCES crow.c fibre.c net.c reduce.c flow.c dissect.c order.c hierarchy.c customize.c label.c kernel.c
    kernel_avx2.c matrix.c nearest.c sweep.c path.c)
