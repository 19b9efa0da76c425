# A complete check for each person whom ./demo knows; `leaves` is e2e-walks-away.
if(NOT TARGET medcheck-kiosk OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-gateway)
  return()
endif()
# The one kind of person who fails by the screen alone, if somebody measured it; who sees colours is e2e-demo's.
foreach(screen measured assumed)
  add_test(NAME e2e-colour-${screen} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
    ${CMAKE_CURRENT_LIST_DIR}/colour.py ${screen})
  set_tests_properties(e2e-colour-${screen} PROPERTIES LABELS e2e TIMEOUT 400
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-colour-${screen})
endforeach()
# Who is old enough practises reaction, too: with a response pad, and without one until she has had enough.
foreach(way pad leaves)
  add_test(NAME e2e-elder-${way} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
    ${CMAKE_CURRENT_LIST_DIR}/elder.py ${way})
  set_tests_properties(e2e-elder-${way} PROPERTIES LABELS e2e TIMEOUT 500
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-elder-${way})
endforeach()
foreach(person sharp needs-glasses one-line-weak deaf-one-ear wears-aids guesser)
  add_test(NAME e2e-person-${person} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
    ${CMAKE_CURRENT_LIST_DIR}/people.py ${person})
  set_tests_properties(e2e-person-${person} PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-person-${person})
endforeach()
