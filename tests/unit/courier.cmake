foreach(part courier courier-beat courier-evidence)
  mc_test(unit-${part} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${part}.c ${CMAKE_CURRENT_LIST_DIR}/courier-kit.c
    SEES app/base app/json app/exam app/rules app/ports app/transcript app/record app/spool app/courier tests/kit
      tests/support/gateway
    LIBS PkgConfig::GIO PkgConfig::JANSSON LABELS unit)
endforeach()
