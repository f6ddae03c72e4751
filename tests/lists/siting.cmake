mlg_test(test_siting_twins property siting property/test_siting_twins.c support/siting_twin.c)

# Bench programs: not tests; they read published instances through MAILLAGE_DATASETS.
add_executable(siting_cap ${PROJECT_SOURCE_DIR}/bench/siting_cap.c)
target_link_libraries(siting_cap PRIVATE mlg_siting ZLIB::ZLIB)
