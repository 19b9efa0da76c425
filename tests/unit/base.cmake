mc_test(unit-base SOURCES ${CMAKE_CURRENT_LIST_DIR}/base.c SEES app/base LABELS unit)
mc_test(unit-notify SOURCES ${CMAKE_CURRENT_LIST_DIR}/notify.c SEES app/base LIBS PkgConfig::GIO LABELS unit)
mc_test(unit-failing SOURCES ${CMAKE_CURRENT_LIST_DIR}/failing.c SEES tests/support/failing LABELS unit)
add_dependencies(unit-failing medcheck-failing)
