# The suppressions name who calls, so each allocation's whole stack is kept.
foreach(name slip slip-roll)
  mc_test(unit-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c ${CMAKE_CURRENT_LIST_DIR}/slip-kit.c
    SEES tests/support/scenes ui/slip ui/words app/flow app/ports app/rules app/exam app/base
    LIBS PkgConfig::GIO PkgConfig::CAIRO PkgConfig::QRENCODE LABELS unit
    ENVIRONMENT ASAN_OPTIONS=fast_unwind_on_malloc=0
      LSAN_OPTIONS=print_suppressions=0:suppressions=${CMAKE_CURRENT_LIST_DIR}/slip.leaks)
  add_dependencies(unit-${name} medcheck-words)
endforeach()
