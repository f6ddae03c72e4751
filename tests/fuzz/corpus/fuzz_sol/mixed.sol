Route #1: 2 3
Route #3: 4 0 5 1 6
Route #5: 1 7 0 0 8 1
Route #4:
Comment: mixed
Cost 30
