# The matrix of bad input: the tests that make its rows are targets of their own, and tests, too.
add_test(NAME fault-bad-input COMMAND ${CMAKE_CURRENT_LIST_DIR}/bad-input --build ${CMAKE_BINARY_DIR})
set_tests_properties(fault-bad-input PROPERTIES LABELS fault TIMEOUT 600)
