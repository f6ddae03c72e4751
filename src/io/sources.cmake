set(MLG_SOURCES csv.c places.c router.c router_osrm.c router_valhalla.c router_ors.c emissions.c)
# The emission tables, each a file of its own with its licence (data/emissions/README.md).
foreach(table IN ITEMS vehicle_classes energy_coeffs fuel_factors grid_ember_2024 hub_factors datacentre_factors cmem_prp
        emep_eea_ec_diesel fr_level1_2012 desnz_2025_road_per_km)
    mlg_embed(MLG_SOURCES ${table} ${PROJECT_SOURCE_DIR}/data/emissions/${table}.csv)
endforeach()
mlg_embed(MLG_SOURCES grid_electricitymaps ${PROJECT_SOURCE_DIR}/data/emissions/grid_electricitymaps_ODbL.csv)
list(APPEND MLG_SOURCES id_index.c plan_fields.c plan_json_write.c plan_reader.c plan_routes_read.c plan_json_read.c kept_states.c prices_json.c prices_read.c front_json.c front_read.c tables.c geojson.c)
list(APPEND MLG_SOURCES json_tree.c vroom_read.c vroom_own.c tasks_problem.c vroom_times.c vroom_route.c vroom_write.c reasons.c vroom_answer.c vroom_claims.c tasks_tables.c tasks_swapped.c stops_ties.c stops_read.c looks.c file.c scan.c rounding.c vrplib.c vrplib_check.c vrplib_build.c solomon.c lilim.c sol.c)
list(APPEND MLG_SOURCES location_read.c location_guess.c location_reader.c location_cflp.c location_ufl.c location_pmed.c
    location_mclp.c location_stages.c location_plan.c)
list(APPEND MLG_LIBRARIES ZLIB::ZLIB)
list(APPEND MLG_SOURCES json.c fields.c schema.c scenario.c scenario_settings.c scenario_sites.c scenario_demand.c
    scenario_fleet.c)
list(APPEND MLG_LIBRARIES PkgConfig::JANSSON)
