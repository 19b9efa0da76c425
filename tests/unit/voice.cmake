mc_test(unit-voice SOURCES ${CMAKE_CURRENT_LIST_DIR}/voice.c SEES ui/voice app/flow app/ports app/base app/exam app/rules
  LIBS PkgConfig::SNDFILE LABELS unit)
