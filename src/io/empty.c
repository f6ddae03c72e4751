/* placeholder until the module's first file lands */ extern int mlg__io_empty; int mlg__io_empty = 0;
