Route #1: 1 1 x
Road #2: 3
Cost -1
