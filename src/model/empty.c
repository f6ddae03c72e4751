/* placeholder until the module's first file lands */ extern int mlg__model_empty; int mlg__model_empty = 0;
