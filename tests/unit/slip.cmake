mc_test(unit-slip SOURCES ${CMAKE_CURRENT_LIST_DIR}/slip.c
  SEES tests/support/scenes ui/slip ui/words app/flow app/ports app/rules app/exam app/base
  LIBS PkgConfig::GIO PkgConfig::QRENCODE LABELS unit)
add_dependencies(unit-slip medcheck-words)
