mlg_test(test_routing_labels property routing property/test_routing_labels.c)
mlg_test(test_routing_moves property routing property/test_routing_moves.c)
mlg_test(test_routing_brute property routing property/test_routing_brute.c)
mlg_test(test_routing_solve unit routing unit/test_routing_solve.c)
