# ./demo as a visitor with a display meets it, and as somebody without one does.
if(NOT TARGET medcheck-kiosk OR NOT TARGET medcheck-companion OR NOT TARGET medcheck-gateway)
  return()
endif()
set(demo_environment "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
add_test(NAME e2e-companion COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
  ${CMAKE_CURRENT_LIST_DIR}/companion.py)
set_tests_properties(e2e-companion PROPERTIES LABELS e2e TIMEOUT 300 ENVIRONMENT "${demo_environment};MC_GEOMETRY=1920x1200")
add_test(NAME e2e-demo COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display ${CMAKE_CURRENT_LIST_DIR}/demo-says
  "sharp: acuity naked: pass .*hearing: pass .*side: pass.*colour: pass.*C1: not-determined, here pass" --person sharp --clock-rate 10)
set_tests_properties(e2e-demo PROPERTIES LABELS e2e TIMEOUT 300 ENVIRONMENT "${demo_environment}")
mc_keep_records(e2e e2e-demo)
mc_keep_folders(e2e e2e-demo)
