# The bars stand in data/observers; here a part of the people comes, by the same seeds, and bars give way by three standard
# deviations. "medcheck observe --report" lets them all come.
set(permille 85)
if("${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_DEBUG} ${CMAKE_EXE_LINKER_FLAGS}" MATCHES "sanitize")
  set(permille 10)
endif()
file(GLOB scenarios CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/observers/*.json)
list(FILTER scenarios EXCLUDE REGEX "/40[0-9]-")
file(GLOB colour_scenarios CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/observers/40*.json)
add_test(NAME observer-scenarios COMMAND medcheck observe --runs-permille ${permille} ${scenarios})
# Who looks at hundreds of dots takes a thousand times as long as who hears a tone.
add_test(NAME observer-colour COMMAND medcheck observe --runs-permille 5 ${colour_scenarios})
add_test(NAME observer-command COMMAND ${CMAKE_CURRENT_LIST_DIR}/command $<TARGET_FILE:medcheck> ${CMAKE_SOURCE_DIR})
add_test(NAME observer-bars COMMAND ${CMAKE_CURRENT_LIST_DIR}/bars $<TARGET_FILE:medcheck> ${CMAKE_SOURCE_DIR})
add_test(NAME observer-pages COMMAND ${CMAKE_CURRENT_LIST_DIR}/pages ${CMAKE_SOURCE_DIR})
set_tests_properties(observer-scenarios observer-colour observer-command observer-bars observer-pages PROPERTIES LABELS observer TIMEOUT 600)
# What no scenario can say. MC_OBSERVER_PERMILLE=100 runs a tenth of the people.
mc_test(observer-acuity SOURCES ${CMAKE_CURRENT_LIST_DIR}/acuity.c SEES app/exam app/observe LABELS observer TIMEOUT 600)
# What times of answers would tell, which no exam asks.
mc_test(observer-times SOURCES ${CMAKE_CURRENT_LIST_DIR}/times.c SEES app/exam app/observe LIBS m LABELS observer TIMEOUT 600)
# Our procedure beside the others' and the least number of trials.
mc_test(observer-peers SOURCES ${CMAKE_CURRENT_LIST_DIR}/peers.c SEES app/exam app/observe tests/bench/peers LIBS m
  LABELS observer TIMEOUT 600)
set_tests_properties(observer-peers PROPERTIES ENVIRONMENT MC_OBSERVER_PERMILLE=250)
# Tables and charts of tests/bench/exams, on people that nobody has to simulate.
mc_test(observer-figures SOURCES ${CMAKE_CURRENT_LIST_DIR}/figures.c
  SEES app/exam app/observe tests/bench/comparison tests/bench/figures tests/bench/peers LIBS PkgConfig::CAIRO m LABELS observer)
