/* placeholder until the module's first file lands */ extern int mlg__check_empty; int mlg__check_empty = 0;
