# Orders, hierarchies, matrices and routes of road graphs.
add_library(mlg_road_support STATIC support/road_sets.c support/road_laws.c support/road_country.c support/road_sweep.c support/twin_dijkstra.c)
target_include_directories(mlg_road_support PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(mlg_road_support PUBLIC mlg_roads ZLIB::ZLIB)

mlg_test(test_roads_hierarchy property road_support property/test_roads_hierarchy.c)
mlg_test(test_roads_laws property road_support property/test_roads_laws.c)
mlg_test(test_roads_new_york property road_support property/test_roads_new_york.c)
mlg_test(test_roads_fault fault road_support fault/test_roads_fault.c)

foreach(bench IN ITEMS roads_ny roads_matrix country)
    add_executable(bench_${bench} ${PROJECT_SOURCE_DIR}/bench/${bench}.c)
    target_link_libraries(bench_${bench} PRIVATE mlg_road_support)
endforeach()
