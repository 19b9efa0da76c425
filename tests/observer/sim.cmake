mc_test(observer-sim-people SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-people.c
  SEES app/exam drivers/sim/person drivers/sim/senses LIBS m LABELS observer TIMEOUT 300)
