Route #1: 1 2
Route #2: 3 4 0 5
Cost 2381
