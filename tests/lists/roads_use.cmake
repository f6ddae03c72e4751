mlg_test(test_roads_file unit roads unit/test_roads_file.c)
mlg_test(test_roads_rtree property roads property/test_roads_rtree.c)
mlg_test(test_roads_ways property roads property/test_roads_ways.c)
