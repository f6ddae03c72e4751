/* placeholder until the module's first file lands */ extern int mlg__api_empty; int mlg__api_empty = 0;
