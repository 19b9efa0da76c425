add_test(NAME unit-package-contents COMMAND ${CMAKE_CURRENT_LIST_DIR}/package-contents ${CMAKE_BINARY_DIR})
set_tests_properties(unit-package-contents PROPERTIES LABELS unit ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")
add_test(NAME unit-unit-files COMMAND ${CMAKE_CURRENT_LIST_DIR}/unit-files ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
set_tests_properties(unit-unit-files PROPERTIES LABELS unit ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")
