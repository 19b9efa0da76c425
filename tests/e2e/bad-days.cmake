# docs/bad-days.md: one test a row.
if(NOT TARGET medcheck-kiosk OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-gateway)
  return()
endif()
set(with_display ${CMAKE_SOURCE_DIR}/tests/support/with-display)
foreach(day unplugged-and-back unplugged-for-good height-unit-lost card-lifted card-checksum card-expired kiosk-killed recorder-killed
    gateway-down reply-lost byte-changed walks-away no-devices card-photo)
  add_test(NAME e2e-${day} COMMAND ${with_display} /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/bad_days.py ${day})
  set_tests_properties(e2e-${day} PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-${day})
endforeach()
add_test(NAME e2e-disk-full COMMAND ${with_display} /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/full_disk.py)
set_tests_properties(e2e-disk-full PROPERTIES LABELS e2e TIMEOUT 300 ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
