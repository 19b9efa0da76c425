# mc_test(NAME SOURCES … SEES rooms… [LIBS …] [LABELS unit] [ENVIRONMENT A=b …] [TIMEOUT s] [COMMAND wrapper …])
# A GLib test program; ctest runs it and it prints TAP. COMMAND is put before the program (a display, a preload). The time-out is for
# what hangs; a machine with other things to do is no reason.
function(mc_test name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;SEES;LIBS;LABELS;ENVIRONMENT;COMMAND" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE mc-warnings PkgConfig::GLIB ${T_LIBS})
  target_compile_definitions(${name} PRIVATE MC_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MC_BINARY_DIR="${CMAKE_BINARY_DIR}")
  mc_sees(${name} ${T_SEES})
  mc_quickly(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${T_COMMAND} $<TARGET_FILE:${name}>)
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
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

# The same program's plays of those paths once more, sealed in the suite SM2 with SM3.
function(mc_test_in_sm2 name)
  add_test(NAME ${name}-sm2 COMMAND ${CMAKE_SOURCE_DIR}/tests/support/in-sm2 $<TARGET_FILE:${name}> ${ARGN})
  get_test_property(${name} LABELS labels)
  get_test_property(${name} TIMEOUT timeout)
  set_tests_properties(${name}-sm2 PROPERTIES TIMEOUT ${timeout} LABELS "${labels}"
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
endfunction()

# What these tests leave of records is kept, and read again by GROUP-records (tests/reader/records.py): mc_check_records().
# MAYBE: they may be skipped. SCHEMA_ONLY: among them are records that a reader refuses; they are as the schema has it all the same.
function(mc_keep_records group)
  cmake_parse_arguments(K "MAYBE;SCHEMA_ONLY" "" "" ${ARGN})
  set(mark)
  if(K_MAYBE)
    set(mark "?")
  elseif(K_SCHEMA_ONLY)
    set(mark "=")
  endif()
  foreach(name ${K_UNPARSED_ARGUMENTS})
    set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT MC_RECORDS=${CMAKE_BINARY_DIR}/records/${group}/${name})
    set_property(TEST ${name} APPEND PROPERTY FIXTURES_SETUP ${group}-records)
    set_property(TEST ${name} APPEND PROPERTY FIXTURES_REQUIRED ${group}-no-records)
    set_property(GLOBAL APPEND PROPERTY MC_RECORDS_${group} ${name}${mark})
  endforeach()
endfunction()

# Fewer than LEAST are a failure.
function(mc_check_records group least)
  get_property(suites GLOBAL PROPERTY MC_RECORDS_${group})
  set(reader ${CMAKE_SOURCE_DIR}/tests/reader)
  add_test(NAME ${group}-no-records COMMAND ${CMAKE_COMMAND} -E rm -rf ${CMAKE_BINARY_DIR}/records/${group})
  add_test(NAME ${group}-records COMMAND /usr/bin/python3 -B ${reader}/records.py --schema ${CMAKE_SOURCE_DIR}/docs/record.schema.json
    --rules ${CMAKE_SOURCE_DIR}/data --least ${least} ${ARGN} ${CMAKE_BINARY_DIR}/records/${group} ${suites})
  set_tests_properties(${group}-no-records PROPERTIES LABELS ${group} FIXTURES_SETUP ${group}-no-records)
  set_tests_properties(${group}-records PROPERTIES LABELS ${group} FIXTURES_REQUIRED ${group}-records TIMEOUT 300 COST 100)
endfunction()

# What these tests say of bad input is kept for fault-bad-input (tests/kit/row.h).
function(mc_keep_rows)
  foreach(name ${ARGN})
    set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT MC_ROWS=${CMAKE_BINARY_DIR}/bad-input-rows)
    set_property(TEST ${name} APPEND PROPERTY FIXTURES_SETUP bad-input-rows)
    set_property(TEST ${name} APPEND PROPERTY FIXTURES_REQUIRED no-rows)
  endforeach()
endfunction()

# What these tests leave behind stays until GROUP-canary has looked for people in it (tests/fault/canaries.py): mc_search_folders().
# Short, since the paths of sockets lie below.
string(MD5 tree "${CMAKE_BINARY_DIR}")
string(SUBSTRING "${tree}" 0 8 tree)
set(MC_LEFT "/tmp/medcheck-left-${tree}" CACHE INTERNAL "where folders are kept that mc_keep_folders() names")
function(mc_keep_folders group)
  foreach(name ${ARGN})
    set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT TMPDIR=${MC_LEFT}/${group} MC_KEEP_FOLDERS=1)
    set_property(TEST ${name} APPEND PROPERTY FIXTURES_SETUP ${group}-left)
    set_property(TEST ${name} APPEND PROPERTY FIXTURES_REQUIRED ${group}-nothing-left)
  endforeach()
endfunction()

function(mc_search_folders group)
  set(left ${MC_LEFT}/${group})
  add_test(NAME ${group}-nothing-left COMMAND sh -c "rm -rf ${left} && mkdir -p ${left}")
  add_test(NAME ${group}-canary COMMAND /usr/bin/python3 -B ${CMAKE_SOURCE_DIR}/tests/fault/canaries.py ${left})
  add_test(NAME ${group}-swept COMMAND ${CMAKE_COMMAND} -E rm -rf ${left})
  set_tests_properties(${group}-nothing-left PROPERTIES LABELS ${group} FIXTURES_SETUP ${group}-nothing-left)
  set_tests_properties(${group}-canary PROPERTIES LABELS ${group} FIXTURES_REQUIRED "${group}-left;${group}-nothing-left" TIMEOUT 300)
  set_tests_properties(${group}-swept PROPERTIES LABELS ${group} FIXTURES_CLEANUP ${group}-nothing-left)
endfunction()
