mc_program(bench-record SOURCES ${CMAKE_CURRENT_LIST_DIR}/record.c
  SEES app/base app/exam app/rules app/ports app/transcript app/record app/journal app/link app/recorder app/spool app/courier
    tests/bench/bar tests/bench/durable tests/desk tests/kit
  LIBS PkgConfig::GLIB PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO)
