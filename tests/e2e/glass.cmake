set(mc_display ${CMAKE_SOURCE_DIR}/tests/support/with-display)
set(mc_glass_rooms tests/support/scenes ui/glass ui/citizen ui/staff ui/sheet ui/widgets ui/words ui/resources app/flow
  app/ports app/rules app/exam app/base)

# One program, run once for each shape of the glass, so that two cores share the work.
mc_test(e2e-pages-portrait
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/pages.c ${CMAKE_CURRENT_LIST_DIR}/page-checks.c ${CMAKE_CURRENT_LIST_DIR}/screenshot.c
  SEES ${mc_glass_rooms}
  LIBS PkgConfig::GTK4 PkgConfig::PNG m
  LABELS e2e
  COMMAND ${mc_display}
  ENVIRONMENT MC_GEOMETRY=1920x1920 MC_SHAPE=portrait GTK_A11Y=test
  TIMEOUT 400)
target_include_directories(e2e-pages-portrait PRIVATE ${CMAKE_SOURCE_DIR})
add_dependencies(e2e-pages-portrait medcheck-words)
add_test(NAME e2e-pages-landscape COMMAND ${mc_display} $<TARGET_FILE:e2e-pages-portrait>)
set_tests_properties(e2e-pages-landscape PROPERTIES LABELS e2e TIMEOUT 400
  ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR};MC_GEOMETRY=1920x1920;MC_SHAPE=landscape;GTK_A11Y=test")

mc_program(glass-puppet SOURCES ${CMAKE_CURRENT_LIST_DIR}/puppet.c SEES ${mc_glass_rooms} LIBS PkgConfig::GTK4 PkgConfig::GIO)
target_compile_definitions(glass-puppet PRIVATE MC_BINARY_DIR="${CMAKE_BINARY_DIR}")
mc_test(e2e-glass
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/lockdown.c
  SEES tests/support/ui-driver ${mc_glass_rooms}
  LIBS PkgConfig::GTK4 PkgConfig::GIO PkgConfig::ATSPI PkgConfig::XTST
  LABELS e2e
  COMMAND ${mc_display}
  TIMEOUT 300)
add_dependencies(e2e-glass glass-puppet medcheck-words)
