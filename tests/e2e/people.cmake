# A complete check for each person whom ./demo knows; `leaves` is e2e-walks-away.
if(NOT TARGET medcheck-kiosk OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-gateway)
  return()
endif()
foreach(person sharp needs-glasses one-line-weak deaf-one-ear wears-aids guesser)
  add_test(NAME e2e-person-${person} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
    ${CMAKE_CURRENT_LIST_DIR}/people.py ${person})
  set_tests_properties(e2e-person-${person} PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
endforeach()
