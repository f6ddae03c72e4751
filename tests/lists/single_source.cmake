mlg_test(test_siting_single property siting property/test_siting_single.c)
