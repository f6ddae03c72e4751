set(MLG_SOURCES scenario.c files.c location.c days.c plan.c summary.c write.c)
