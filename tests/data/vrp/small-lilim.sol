Route #1: 3 5
Route #2: 6 1 2 4
Cost 268.5115
