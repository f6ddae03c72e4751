Route #1: 1
Route #2: 3 4
Cost 160
