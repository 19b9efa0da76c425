mc_program(bench-record SOURCES ${CMAKE_CURRENT_LIST_DIR}/record.c
  SEES app/base app/exam app/rules app/ports app/transcript app/record app/journal tests/bench/durable tests/kit
  LIBS PkgConfig::GLIB PkgConfig::JANSSON PkgConfig::CRYPTO)
