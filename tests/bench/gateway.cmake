mc_program(bench-gateway SOURCES ${CMAKE_CURRENT_LIST_DIR}/gateway.c
  SEES app/base app/exam app/rules app/ports app/transcript app/record app/gateway/store tests/kit tests/bench/bar tests/support/gateway
  LIBS PkgConfig::GLIB PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO PkgConfig::CURL)
set_target_properties(bench-gateway PROPERTIES EXCLUDE_FROM_ALL ON)
