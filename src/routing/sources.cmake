set(MLG_SOURCES supported.c compile.c candidates.c block.c solution.c simulate.c kernel_plain.c kernel_metric.c
    kernel_time.c kernel_metric_time.c kernel_rich.c construct.c ruin.c fleet.c core.c solve.c
    pool.c partition.c combine.c)
