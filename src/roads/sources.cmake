set(MLG_SOURCES crow.c fibre.c sections.c crc32c.c rtree.c graph_file.c)
# Reading: from a map file to a graph.
list(APPEND MLG_SOURCES source.c pbf.c pbf_block.c conditions.c tags.c ids.c osm.c intern.c draft.c osm_build.c urban.c
    dem.c plain_map.c states.c map.c
    profile.c profile_car.c profile_van.c profile_truck.c profile_cargobike.c use.c)
