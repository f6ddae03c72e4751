mlg_test(test_siting_ufl property siting property/test_siting_ufl.c)
