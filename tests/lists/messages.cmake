mlg_test(test_siting_contradiction property siting property/test_siting_contradiction.c support/siting_twin.c)
mlg_test(test_why_none unit api unit/test_why_none.c)
target_link_libraries(test_why_none PRIVATE mlg_io mlg_siting mlg_accounts mlg_roads mlg_model)
