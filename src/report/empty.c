/* placeholder until the module's first file lands */ extern int mlg__report_empty; int mlg__report_empty = 0;
