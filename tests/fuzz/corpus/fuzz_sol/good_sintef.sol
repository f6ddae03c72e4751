Instance name: x
Authors : y
Solution
Route 0 : 1 2 3 4
Route 1 :
Route 2 :  5 6 7
