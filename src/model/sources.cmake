set(MLG_SOURCES
    network_plan.c front.c objective.c location.c location_finish.c
    builder.c problem.c problem_check.c plan.c route_legs.c route_way.c reason.c
    scenario.c scenario_check.c scenario_finish.c density.c sample.c)
