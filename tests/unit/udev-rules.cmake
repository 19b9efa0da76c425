# The shipped rules are those of the id tables (T12).
add_test(NAME unit-udev-rules COMMAND ${CMAKE_COMMAND} -E compare_files
  "${CMAKE_SOURCE_DIR}/packaging/udev/70-medcheck.rules" "${CMAKE_BINARY_DIR}/packaging/udev/70-medcheck.rules")
set_tests_properties(unit-udev-rules PROPERTIES LABELS unit)
