# The front of cost, CO2 and speed.
mlg_test(test_siting_front property siting property/test_siting_front.c support/siting_twin.c)
mlg_test(test_front_met property siting property/test_front_met.c)
mlg_test(test_front_folder unit api unit/test_front_folder.c)
mlg_fuzz(fuzz_front_json io fuzz/fuzz_front_json.c)
target_link_libraries(fuzz_front_json PRIVATE mlg_check mlg_accounts mlg_roads mlg_model PkgConfig::CMOCKA)
