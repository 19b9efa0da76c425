mc_test(unit-sim-person SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-person.c
  SEES drivers/sim/person drivers/sim/senses LIBS m LABELS unit)
mc_test(unit-sim-gaze SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-gaze.c
  SEES drivers/sim/person drivers/sim/senses app/exam LIBS m LABELS unit)
mc_test(unit-sim-protocol SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-protocol.c
  SEES drivers/sim/core drivers/sim/usbtmc LABELS unit)
mc_test(unit-sim-companion SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-companion.c
  SEES ui/companion app/exam LIBS PkgConfig::CAIRO LABELS unit)
# fontconfig keeps its caches until the end: no leaks are looked for.
mc_test(unit-sim-companion-window SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-companion-window.c
  SEES ui/companion app/exam LIBS PkgConfig::GTK4 LABELS unit
  COMMAND xvfb-run -a ENVIRONMENT GSK_RENDERER=cairo GTK_A11Y=none ASAN_OPTIONS=detect_leaks=0)
mc_test(unit-sim-companion-screen SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-companion-screen.c
  SEES app/exam app/observe ui/companion LIBS PkgConfig::CAIRO m LABELS unit)
mc_test(unit-optotype-figure SOURCES ${CMAKE_CURRENT_LIST_DIR}/optotype-figure.c
  SEES app/exam app/observe ui/widgets LIBS PkgConfig::GTK4 LABELS unit
  COMMAND xvfb-run -a ENVIRONMENT GSK_RENDERER=cairo GTK_A11Y=none ASAN_OPTIONS=detect_leaks=0)
