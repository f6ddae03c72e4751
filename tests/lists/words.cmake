# What siting says beyond its plan, and plans that keep to earlier ones.
mlg_test(test_siting_words property siting property/test_siting_words.c support/siting_twin.c support/enumerate.c support/exact_lp.c)
mlg_test(test_plan_words unit api unit/test_plan_words.c)
