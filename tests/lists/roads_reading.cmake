mlg_test(test_roads_pbf unit roads unit/test_roads_pbf.c)
