Route #1: 4 5
Route #2:
Route #3: 1 2 3
Cost 652933
