# mc_test(NAME SOURCES … SEES rooms… [LIBS …] [LABELS unit] [ENVIRONMENT A=b …] [TIMEOUT s] [COMMAND wrapper …])
# A GLib test program; ctest runs it and it prints TAP. COMMAND is put before the program (a display, a preload).
function(mc_test name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;SEES;LIBS;LABELS;ENVIRONMENT;COMMAND" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE mc-warnings PkgConfig::GLIB ${T_LIBS})
  target_compile_definitions(${name} PRIVATE MC_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MC_BINARY_DIR="${CMAKE_BINARY_DIR}")
  mc_sees(${name} ${T_SEES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${T_COMMAND} $<TARGET_FILE:${name}>)
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_LABELS}" SKIP_RETURN_CODE 77
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR};${T_ENVIRONMENT}")
endfunction()

# A test that makes a simulated USB bus in its own process (drivers/sim/rig.h): as mc_test, under umockdev's preload library.
# The preload comes before the sanitizer's runtime, which would refuse that.
function(mc_rig_test name)
  mc_test(${name} ${ARGN})
  set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT
    "LD_PRELOAD=libumockdev-preload.so.0" "ASAN_OPTIONS=verify_asan_link_order=0")
endfunction()
