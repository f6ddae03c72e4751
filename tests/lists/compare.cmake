# maillage compare: years, sums and currencies of a comparison, its page and its table.
mlg_test(test_compare unit api unit/test_compare.c)
target_link_libraries(test_compare PRIVATE mlg_io mlg_model)
target_compile_definitions(test_compare PRIVATE MLG_PROGRAM="$<TARGET_FILE:maillage>")
add_dependencies(test_compare maillage)
