mlg_test(test_base unit base unit/test_base.c)
mlg_test(test_base_numbers property base property/test_base_numbers.c)
