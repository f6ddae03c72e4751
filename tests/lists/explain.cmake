# Why stops are not served, and where one more fits.
mlg_test(test_explain_laws property explain property/test_explain_laws.c)
target_link_libraries(test_explain_laws PRIVATE mlg_routing)
mlg_test(test_explain_planted property explain property/test_explain_planted.c)
target_link_libraries(test_explain_planted PRIVATE mlg_routing)
mlg_test(test_explain unit api unit/test_explain.c)
target_link_libraries(test_explain PRIVATE PkgConfig::JANSSON)
mlg_test(test_start_laws property routing property/test_start_laws.c)
