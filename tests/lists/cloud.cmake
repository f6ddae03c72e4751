# The cloud vocabulary: reading, lanes, plans; its example. (Its tables: house_cloud_case.)
mlg_test(test_cloud unit api unit/test_cloud.c)
target_link_libraries(test_cloud PRIVATE mlg_io mlg_report mlg_siting mlg_accounts mlg_roads mlg_model)
mlg_test(test_cloud_case golden api golden/test_cloud_case.c)
