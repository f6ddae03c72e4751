mlg_test(test_routing_labels property routing property/test_routing_labels.c)
mlg_test(test_routing_moves property routing property/test_routing_moves.c)
mlg_test(test_routing_fleet property routing property/test_routing_fleet.c)
mlg_test(test_routing_brute property routing property/test_routing_brute.c)
mlg_test(test_routing_solve unit routing unit/test_routing_solve.c)

# Whole runs, their plans through the checker.
mlg_test(test_routing_laws property routing property/test_routing_laws.c)
mlg_test(test_routing_mixes property routing property/test_routing_mixes.c)
mlg_test(test_routing_islands unit routing unit/test_routing_islands.c)
mlg_test(test_routing_stops unit routing unit/test_routing_stops.c)
mlg_fuzz(fuzz_routing routing fuzz/fuzz_routing.c)
foreach(target IN ITEMS test_routing_laws test_routing_mixes test_routing_islands test_routing_stops fuzz_routing)
    target_link_libraries(${target} PRIVATE mlg_check)
endforeach()
target_compile_definitions(test_routing_stops PRIVATE MLG_PROGRAM="$<TARGET_FILE:maillage>")
add_dependencies(test_routing_stops maillage)

# What the search finds with fixed work, pinned; scripts/guard counts instructions too and declares new rows.
add_executable(guard_routing guard/guard_routing.c)
target_include_directories(guard_routing PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(guard_routing PRIVATE mlg_routing mlg_check)
add_test(NAME guard_routing COMMAND guard_routing --expect ${CMAKE_CURRENT_SOURCE_DIR}/guard/results.txt)
set_tests_properties(guard_routing PROPERTIES LABELS guard TIMEOUT 600)
