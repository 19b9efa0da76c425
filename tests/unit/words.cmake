mc_test(unit-words SOURCES ${CMAKE_CURRENT_LIST_DIR}/words.c
  SEES ui/words app/audit app/json app/flow app/ports app/rules app/exam app/base LIBS PkgConfig::JANSSON LABELS unit)
add_dependencies(unit-words medcheck-words)
add_test(NAME unit-words-complete COMMAND ${CMAKE_CURRENT_LIST_DIR}/words-complete ${CMAKE_SOURCE_DIR})
set_tests_properties(unit-words-complete PROPERTIES LABELS unit)
# K3: the page has every row of the catalogue with its words as they are now.
add_test(NAME unit-causes-page COMMAND sh -c "$<TARGET_FILE:list-causes> ${CMAKE_BINARY_DIR} | diff -u ${CMAKE_SOURCE_DIR}/docs/device-causes.md -")
set_tests_properties(unit-causes-page PROPERTIES LABELS unit)
mc_test(unit-breaks SOURCES ${CMAKE_CURRENT_LIST_DIR}/breaks.c SEES ui/widgets LIBS PkgConfig::GTK4 LABELS unit
  ENVIRONMENT ASAN_OPTIONS=detect_leaks=0)
