set(MLG_SOURCES scenario.c legs.c places.c matrix.c ways.c files.c verdict.c location.c days.c words.c front.c plan.c no_plan.c summary.c write.c compare.c)
