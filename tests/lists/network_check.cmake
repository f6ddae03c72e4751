# plan.json and its views, the objective, the checker of network plans.
function(mlg_network_test name label source)
    mlg_test(${name} ${label} io ${source})
    target_link_libraries(${name} PRIVATE mlg_check mlg_accounts mlg_roads mlg_model)
endfunction()
mlg_network_test(test_check_network unit unit/test_check_network.c)
mlg_network_test(test_plan_mutations property property/test_plan_mutations.c)
mlg_network_test(test_accounts_day unit unit/test_accounts_day.c)
mlg_test(test_objective unit model unit/test_objective.c)
mlg_network_test(test_plan_json unit unit/test_plan_json.c)
mlg_fuzz(fuzz_plan_json io fuzz/fuzz_plan_json.c)
target_link_libraries(fuzz_plan_json PRIVATE mlg_check mlg_accounts mlg_roads mlg_model PkgConfig::CMOCKA)
# A program, not a test: changes places of any plan.json and says whether the checker notices (mutate_plan.c).
add_executable(mutate_plan property/mutate_plan.c)
target_include_directories(mutate_plan PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(mutate_plan PRIVATE mlg_api PkgConfig::CMOCKA)
# The folder that `maillage plan` writes.
mlg_test(test_plan_folder unit api unit/test_plan_folder.c)
