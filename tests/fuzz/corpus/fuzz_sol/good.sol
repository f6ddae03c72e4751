Route #1: 1 2 3
Route #2: 4 5 6 7 8
Route #3: 9 10
Route #4: 11 12
Cost 100.5
