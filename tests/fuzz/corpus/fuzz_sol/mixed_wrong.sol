Route #1: 2 0 3
Route #9: 14 4 1
Cost 30
