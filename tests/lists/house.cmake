# Rules of the house: what may include what, headers that compile alone, exported names, cited sources, words, and a
# small program of somebody else's against an installed tree.
find_program(MLG_PYTHON python3 REQUIRED)
find_program(MLG_CXX NAMES c++ g++ clang++ REQUIRED)
function(mlg_house name script)
    add_test(NAME house_${name} COMMAND ${MLG_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/house/${script} ${PROJECT_SOURCE_DIR} ${ARGN})
    set_tests_properties(house_${name} PROPERTIES LABELS house TIMEOUT 300)
endfunction()

mlg_house(layers layers.py)
mlg_house(layers_find_violations layers.py --self-test)
mlg_house(headers_alone headers.py ${CMAKE_C_COMPILER} ${MLG_CXX})
mlg_house(exported_names exports.py $<TARGET_FILE:maillage_shared>)
mlg_house(citations citations.py)
mlg_house(words words.py)
mlg_house(man man.py $<TARGET_FILE:maillage>)
mlg_house(reference_case reference_case.py)
# A sanitized library wants a sanitized program round it, so only plain builds are installed.
string(TOUPPER "CMAKE_C_FLAGS_${CMAKE_BUILD_TYPE}" flags)
if(NOT MLG_SANITIZE AND NOT MLG_FUZZ AND NOT "${${flags}}" MATCHES "coverage")
    mlg_house(install install.py ${PROJECT_BINARY_DIR} ${CMAKE_C_COMPILER})
endif()
mlg_test(test_reference_case golden accounts golden/test_reference_case.c)
target_link_libraries(test_reference_case PRIVATE mlg_io)
