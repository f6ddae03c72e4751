set(MLG_SOURCES
    energy.c energy_table.c emep.c electric.c cmem.c fleet.c rates.c remainders.c explicit.c lane.c chain.c datacentre.c site.c speed.c
    priced.c network.c network_legs.c factors.c allocate.c)
list(APPEND MLG_SOURCES day.c day_legs.c day_streets.c)
