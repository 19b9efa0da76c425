# Clerk and technician through the real glass, to the chained audit entry at the gateway.
if(NOT TARGET medcheck-kiosk OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-gateway)
  return()
endif()
foreach(play first-technician technician-lists wrong-pins clerk printer-taken-away)
  add_test(NAME e2e-staff-${play} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
    ${CMAKE_CURRENT_LIST_DIR}/staff.py ${play})
  set_tests_properties(e2e-staff-${play} PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-staff-${play})
  mc_keep_folders(e2e e2e-staff-${play})
endforeach()
