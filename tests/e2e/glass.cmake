set(mc_display ${CMAKE_SOURCE_DIR}/tests/support/with-display)
mc_test(e2e-pages
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/pages.c ${CMAKE_CURRENT_LIST_DIR}/page-checks.c ${CMAKE_CURRENT_LIST_DIR}/screenshot.c
  SEES tests/support/scenes ui/glass ui/citizen ui/staff ui/sheet ui/widgets ui/words ui/resources app/flow app/ports
       app/rules app/exam app/base
  LIBS PkgConfig::GTK4 m
  LABELS e2e
  COMMAND ${mc_display}
  ENVIRONMENT MC_GEOMETRY=1920x1920 GTK_A11Y=test
  TIMEOUT 300)
target_include_directories(e2e-pages PRIVATE ${CMAKE_SOURCE_DIR})
add_dependencies(e2e-pages medcheck-words)
