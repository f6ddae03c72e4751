mlg_test(test_siting_twins property siting property/test_siting_twins.c support/siting_twin.c)
mlg_test(test_siting_laws property siting property/test_siting_laws.c support/siting_twin.c)
mlg_test(test_siting_tree property siting property/test_siting_tree.c support/siting_twin.c)
mlg_test(test_siting_whole property siting property/test_siting_whole.c support/siting_twin.c)
mlg_test(test_siting_location property siting property/test_siting_location.c)
# Generated scenarios through compile, search, result, account and checker.
function(mlg_siting_test name label source)
    mlg_test(${name} ${label} siting ${source} support/network_gen.c ${ARGN})
    target_link_libraries(${name} PRIVATE mlg_check mlg_accounts mlg_roads mlg_model)
endfunction()
mlg_siting_test(test_siting_compile property property/test_siting_compile.c)
mlg_siting_test(test_siting_solve property property/test_siting_solve.c)
mlg_siting_test(test_siting_calibrate unit unit/test_siting_calibrate.c)

# Bench programs: not tests; they read published instances through MAILLAGE_DATASETS.
add_executable(siting_cap ${PROJECT_SOURCE_DIR}/bench/siting_cap.c)
target_link_libraries(siting_cap PRIVATE mlg_siting ZLIB::ZLIB)
