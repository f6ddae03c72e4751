set(MLG_SOURCES crow.c fibre.c sections.c crc32c.c rtree.c graph_file.c)
# The file, what is asked of it, legs from it.
list(APPEND MLG_SOURCES network.c metric.c snap.c dijkstra.c ends.c direct.c query.c route.c why.c reach.c build.c road_source.c)
# Reading: from a map file to a graph.
list(APPEND MLG_SOURCES source.c pbf.c pbf_block.c conditions.c tags.c ids.c osm.c intern.c draft.c osm_build.c urban.c
    dem.c plain_map.c states.c map.c
    profile.c profile_car.c profile_van.c profile_truck.c profile_cargobike.c use.c)
# Order, hierarchy, labels.
list(APPEND MLG_SOURCES net.c reduce.c flow.c dissect.c order.c hierarchy.c customize.c label.c kernel.c kernel_avx2.c
    matrix.c nearest.c path.c)
