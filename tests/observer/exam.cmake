# The bars stand in data/observers; here a part of the people comes, by the same seeds, and bars give way by three standard
# deviations. "medcheck observe --report" lets them all come.
set(permille 150)
if("${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_DEBUG} ${CMAKE_EXE_LINKER_FLAGS}" MATCHES "sanitize")
  set(permille 10)
endif()
add_test(NAME observer-scenarios COMMAND medcheck observe --runs-permille ${permille} ${CMAKE_SOURCE_DIR}/data/observers)
add_test(NAME observer-command COMMAND ${CMAKE_CURRENT_LIST_DIR}/command $<TARGET_FILE:medcheck> ${CMAKE_SOURCE_DIR})
set_tests_properties(observer-scenarios observer-command PROPERTIES LABELS observer TIMEOUT 600)
# What no scenario can say. MC_OBSERVER_PERMILLE=100 runs a tenth of the people.
foreach(name colour acuity side threshold)
  mc_test(observer-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c SEES app/exam app/observe LIBS m
    LABELS observer TIMEOUT 600)
endforeach()
# An eighth of its listeners in every check; all of them when it is called by hand.
set_tests_properties(observer-threshold PROPERTIES ENVIRONMENT MC_OBSERVER_PERMILLE=125)
# Our procedure beside the others' and the least number of trials.
mc_test(observer-peers SOURCES ${CMAKE_CURRENT_LIST_DIR}/peers.c SEES app/exam app/observe tests/bench/peers LIBS m
  LABELS observer TIMEOUT 600)
set_tests_properties(observer-peers PROPERTIES ENVIRONMENT MC_OBSERVER_PERMILLE=250)
