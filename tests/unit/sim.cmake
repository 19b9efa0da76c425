mc_test(unit-sim-person SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-person.c
  SEES drivers/sim/person drivers/sim/senses LIBS m LABELS unit)
mc_test(unit-sim-protocol SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-protocol.c
  SEES drivers/sim/core drivers/sim/usbtmc LABELS unit)
