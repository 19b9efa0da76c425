mc_program(bench-exam-speed SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-speed.c SEES app/exam app/observe)
