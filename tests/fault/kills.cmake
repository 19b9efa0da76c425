mc_test(fault-kills SOURCES ${CMAKE_CURRENT_LIST_DIR}/kills.c ${CMAKE_CURRENT_LIST_DIR}/acts.c
  SEES app/audit app/base app/exam app/journal app/json app/link app/ports app/record app/recorder app/rules app/spool
    app/transcript tests/kit tests/desk
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
  LABELS whole
  TIMEOUT 300)
add_dependencies(fault-kills medcheck-recorder)
mc_keep_records(whole fault-kills)

add_test(NAME fault-kill-points COMMAND ${CMAKE_CURRENT_LIST_DIR}/kill-points ${CMAKE_BINARY_DIR})
set_tests_properties(fault-kill-points PROPERTIES LABELS whole TIMEOUT 120)
