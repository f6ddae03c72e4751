# Scenario folders: tables, settings, their checks, sampled days.
mlg_test(test_csv unit io unit/test_csv.c)
mlg_test(test_scenario_forms property io property/test_scenario_forms.c)
mlg_test(test_broken_scenario golden io golden/test_broken_scenario.c)
foreach(name IN ITEMS scenario_forms broken_scenario)
    target_link_libraries(test_${name} PRIVATE mlg_accounts)
endforeach()
