Route #1: 0 1 2 0
Route #2: 3
Cost 37
