Route #1: 1 5
Cost 1810
