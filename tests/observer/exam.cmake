# MC_OBSERVER_PERMILLE=100 runs a tenth of the people (under a sanitizer, say); bounds then give way by three standard
# deviations.
foreach(name colour acuity hearing side)
  mc_test(observer-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c SEES app/exam app/observe LIBS m
    LABELS observer TIMEOUT 600)
endforeach()
