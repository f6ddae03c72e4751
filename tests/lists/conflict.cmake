# Tiny scenarios with every feature, against enumeration (mlg_siting_test() is in siting.cmake).
function(mlg_tiny_test name source)
    mlg_test(${name} property siting ${source} support/network_gen.c support/tiny_scenario.c support/enumerate.c support/exact_lp.c ${ARGN})
    target_link_libraries(${name} PRIVATE mlg_check mlg_accounts mlg_roads mlg_model)
endfunction()
mlg_tiny_test(test_siting_brute property/test_siting_brute.c)
mlg_tiny_test(test_siting_conflict property/test_siting_conflict.c)
mlg_tiny_test(test_siting_anytime property/test_siting_anytime.c)
target_link_libraries(test_siting_anytime PRIVATE mlg_api mlg_io)
