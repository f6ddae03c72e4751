Route #1: 1 two
Route #2: 3
Cost 37
