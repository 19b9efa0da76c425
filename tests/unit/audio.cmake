mc_test(unit-audio-tone SOURCES ${CMAKE_CURRENT_LIST_DIR}/audio-tone.c SEES app/exam drivers/audio LIBS m LABELS unit)
mc_test(unit-audio-uac SOURCES ${CMAKE_CURRENT_LIST_DIR}/audio-uac.c SEES drivers/audio LABELS unit)
