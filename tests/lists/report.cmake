# The page. write_fixture makes one without a plan at hand; tests/look opens pages in a browser (a command of its own).
mlg_test(test_report unit report unit/test_report.c support/report_fixture.c)
add_executable(write_fixture look/write_fixture.c support/report_fixture.c)
target_include_directories(write_fixture PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(write_fixture PRIVATE mlg_report)
mlg_test(test_streets unit api unit/test_streets.c)
