mc_program(bench-exam-speed SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-speed.c SEES app/exam app/observe)
mc_program(bench-exams SOURCES ${CMAKE_CURRENT_LIST_DIR}/exams.c
  SEES app/exam app/observe tests/bench/comparison tests/bench/figures tests/bench/peers LIBS PkgConfig::CAIRO m)
