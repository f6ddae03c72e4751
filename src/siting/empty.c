/* placeholder until the module's first file lands */ extern int mlg__siting_empty; int mlg__siting_empty = 0;
