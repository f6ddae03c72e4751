set(kernels kernel_plain.c kernel_metric.c kernel_time.c kernel_metric_time.c kernel_rich.c)
set(MLG_SOURCES supported.c compile.c candidates.c block.c solution.c schedule.c simulate.c ${kernels}
    construct.c ruin.c fleet.c core.c share.c solve.c
    pool.c partition.c combine.c)
# Nearly all time is spent in the kernels: a twelfth fewer instructions on X-n1001-k43 than with -O2.
list(TRANSFORM kernels PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/routing/)
set_source_files_properties(${kernels} PROPERTIES COMPILE_OPTIONS "$<$<CONFIG:Release>:-O3>")
