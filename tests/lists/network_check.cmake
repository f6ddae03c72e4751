# plan.json and its views, the objective, the checker of network plans.
function(mlg_network_test name label source)
    mlg_test(${name} ${label} io ${source})
    target_link_libraries(${name} PRIVATE mlg_check mlg_accounts mlg_roads mlg_model)
endfunction()
mlg_network_test(test_plan_mutations property property/test_plan_mutations.c)
mlg_test(test_objective unit model unit/test_objective.c)
mlg_network_test(test_plan_json unit unit/test_plan_json.c)
