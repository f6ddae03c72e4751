set(MLG_SOURCES
    network.c chains.c lanes.c compile.c calibrate.c
    knapsack.c statepath.c dual.c certify.c
    offers.c flows.c assign.c whole.c design.c round.c improve.c swap.c
    fix.c control.c drive.c plans.c tree.c explore.c location.c
    contradiction.c why_none.c
    result.c solve.c)
