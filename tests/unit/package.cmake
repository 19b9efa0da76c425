add_test(NAME unit-package-contents COMMAND ${CMAKE_CURRENT_LIST_DIR}/package-contents ${CMAKE_BINARY_DIR})
set_tests_properties(unit-package-contents PROPERTIES LABELS unit ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")
add_test(NAME unit-unit-files COMMAND ${CMAKE_CURRENT_LIST_DIR}/unit-files ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
set_tests_properties(unit-unit-files PROPERTIES LABELS unit ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")

# A kiosk in service keeps no slip as a file.
if(TARGET medcheck-kiosk)
  add_test(NAME unit-kiosk-options COMMAND sh -c
    "\"$1\" --state /nonexistent --slips /nonexistent 2>&1 | grep -q 'only with --demonstration'" sh $<TARGET_FILE:medcheck-kiosk>)
  set_tests_properties(unit-kiosk-options PROPERTIES LABELS unit TIMEOUT 30)
endif()
