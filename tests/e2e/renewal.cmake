# A renewal that is killed at every step.
if(NOT TARGET medcheck OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-courier OR NOT TARGET medcheck-gateway)
  return()
endif()
foreach(play kiosk recorder gateway refused)
  add_test(NAME e2e-renewal-${play} COMMAND /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/renewal.py ${play})
  set_tests_properties(e2e-renewal-${play} PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-renewal-${play})
endforeach()
set_property(TEST e2e-renewal-refused APPEND PROPERTY ENVIRONMENT MC_SUITE=sm2-sm3)
