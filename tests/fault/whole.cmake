mc_test(fault-whole SOURCES whole.c
  SEES app/base app/exam app/journal app/link app/ports app/record app/recorder app/rules app/transcript
    tests/kit tests/desk tests/support/failing tests/support/chaos tests/support/play
  LIBS PkgConfig::GIO PkgConfig::JANSSON
  LABELS whole
  TIMEOUT 600)
add_dependencies(fault-whole medcheck-recorder medcheck-courier medcheck-gateway medcheck-failing)
