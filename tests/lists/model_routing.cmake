# The routing problem, plans, their checker, and readers of benchmark files.
mlg_test(test_vrp_sets golden io golden/test_vrp_sets.c)
target_link_libraries(test_vrp_sets PRIVATE mlg_check)
mlg_test(test_plan_check property check property/test_plan_check.c)
