Cost 37
