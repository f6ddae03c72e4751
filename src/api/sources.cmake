set(MLG_SOURCES scenario.c files.c verdict.c location.c days.c plan.c summary.c write.c)
