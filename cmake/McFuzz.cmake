# mc_fuzz(NAME SOURCES … SEES rooms… [LIBS …] CORPUS folder [SECONDS n])
# A parser under arbitrary bytes; SOURCES define LLVMFuzzerTestOneInput(). Two ways to run it:
#   * without MC_FUZZ (any compiler): ctest replays the corpus, each file whole, cut at every length and changed at random with a
#     fixed seed;
#   * with MC_FUZZ (clang; the preset asan): a libFuzzer program. ctest replays the corpus and fuzzes on for SECONDS, 5 if not
#     given; tests/fuzz/hours does it for as long as one likes.
option(MC_FUZZ "build the fuzz targets as libFuzzer programs (clang)" OFF)

function(mc_fuzz name)
  cmake_parse_arguments(F "" "CORPUS;SECONDS" "SOURCES;SEES;LIBS" ${ARGN})
  get_filename_component(corpus "${F_CORPUS}" ABSOLUTE)
  if(NOT F_SECONDS)
    set(F_SECONDS 5)
  endif()
  if(MC_FUZZ)
    add_executable(${name} ${F_SOURCES})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set(command "${CMAKE_SOURCE_DIR}/tests/fuzz/hours" --once ${F_SECONDS} $<TARGET_FILE:${name}> "${corpus}")
  else()
    add_executable(${name} ${F_SOURCES} "${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c")
    set(command $<TARGET_FILE:${name}> "${corpus}")
  endif()
  target_link_libraries(${name} PRIVATE mc-warnings PkgConfig::GLIB ${F_LIBS})
  mc_sees(${name} ${F_SEES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/fuzz")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${command})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS fuzz)
endfunction()
