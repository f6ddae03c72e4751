/* placeholder until the module's first file lands */ extern int mlg__roads_empty; int mlg__roads_empty = 0;
