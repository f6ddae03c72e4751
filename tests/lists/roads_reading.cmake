# From a map file to a graph and what a profile makes of it.
mlg_test(test_roads_pbf unit roads unit/test_roads_pbf.c)
mlg_test(test_roads_tags unit roads unit/test_roads_tags.c)
mlg_test(test_roads_maps unit roads unit/test_roads_maps.c)
mlg_test(test_roads_dem unit roads unit/test_roads_dem.c)
mlg_test(test_roads_states property roads property/test_roads_states.c)
mlg_test(test_roads_use property roads property/test_roads_use.c)
mlg_test(test_roads_reading_memory fault roads fault/test_roads_reading_memory.c)
