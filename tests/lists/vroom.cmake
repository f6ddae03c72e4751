# VROOM's JSON and command line, tables of stops.
mlg_test(test_vroom unit api unit/test_vroom.c)
target_link_libraries(test_vroom PRIVATE PkgConfig::JANSSON)
target_compile_definitions(test_vroom PRIVATE MLG_PROGRAM="$<TARGET_FILE:maillage>")
add_dependencies(test_vroom maillage)
mlg_test(test_vroom_laws property api property/test_vroom_laws.c)
target_link_libraries(test_vroom_laws PRIVATE mlg_io PkgConfig::JANSSON)
mlg_fuzz(fuzz_vroom io fuzz/fuzz_vroom.c)
mlg_fuzz(fuzz_stops io fuzz/fuzz_stops.c)
