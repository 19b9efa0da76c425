mc_test(fault-recorder SOURCES recorder.c
  SEES app/audit app/base app/exam app/journal app/json app/link app/ports app/record app/recorder app/rules app/spool
    app/transcript tests/kit tests/desk
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
  LABELS fault
  TIMEOUT 300)
add_dependencies(fault-recorder medcheck-recorder)
mc_keep_records(whole fault-recorder)
mc_keep_folders(whole fault-recorder)
