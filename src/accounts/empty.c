/* placeholder until the module's first file lands */ extern int mlg__accounts_empty; int mlg__accounts_empty = 0;
