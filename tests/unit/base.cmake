mc_test(unit-base SOURCES ${CMAKE_CURRENT_LIST_DIR}/base.c SEES app/base LABELS unit)
