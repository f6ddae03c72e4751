# The front of cost, CO2 and speed.
mlg_test(test_siting_front property siting property/test_siting_front.c support/siting_twin.c)
mlg_test(test_front_met property siting property/test_front_met.c)
mlg_test(test_front_folder unit api unit/test_front_folder.c)
