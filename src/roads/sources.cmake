set(MLG_SOURCES crow.c fibre.c sections.c crc32c.c rtree.c graph_file.c)
