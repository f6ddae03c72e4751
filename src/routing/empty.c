/* placeholder until the module's first file lands */ extern int mlg__routing_empty; int mlg__routing_empty = 0;
