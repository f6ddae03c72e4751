set(MLG_SOURCES
    network.c chains.c lanes.c compile.c calibrate.c
    knapsack.c statepath.c dual.c certify.c
    offers.c flows.c rents.c assign.c whole.c whole_limits.c whole_near.c whole_last.c regroup.c pack.c whole_bound.c nearsets.c exchange.c relocate.c single.c
    design.c simplex.c settle.c blend.c round.c improve.c ufl.c swap.c walk.c ufl_dual.c ufl_search.c
    fix.c control.c drive.c plans.c tree.c explore.c location.c
    contradiction.c conflict.c why_none.c
    turns.c certain.c prices.c front_met.c front.c front_plans.c
    result.c solve.c)
