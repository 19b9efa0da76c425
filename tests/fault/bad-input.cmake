# The matrix of bad input: the tests that make its rows keep them (mc_keep_rows) and are tests, too. Run once, they serve both.
add_test(NAME fault-no-rows COMMAND sh -c [[rm -rf "$1" && mkdir "$1"]] sh ${CMAKE_BINARY_DIR}/bad-input-rows)
set_tests_properties(fault-no-rows PROPERTIES LABELS fault FIXTURES_SETUP no-rows)
add_test(NAME fault-bad-input COMMAND ${CMAKE_CURRENT_LIST_DIR}/bad-input --build ${CMAKE_BINARY_DIR}
  --kept ${CMAKE_BINARY_DIR}/bad-input-rows)
set_tests_properties(fault-bad-input PROPERTIES LABELS fault TIMEOUT 600 FIXTURES_REQUIRED bad-input-rows)
