mc_test(fault-power SOURCES power.c
  SEES app/audit app/base app/exam app/journal app/json app/link app/ports app/record app/recorder app/rules app/spool
    app/transcript tests/kit tests/desk tests/support/disk
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO PkgConfig::SQLITE
  LABELS fault
  TIMEOUT 300)
mc_keep_records(whole fault-power)
