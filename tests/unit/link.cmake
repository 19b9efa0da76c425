mc_test(unit-link-codec SOURCES link-codec.c
  SEES app/base app/exam app/json app/link app/ports app/rules app/transcript
  LIBS PkgConfig::JANSSON PkgConfig::GIO
  LABELS unit)
mc_test(unit-link-client SOURCES link-client.c
  SEES app/base app/exam app/json app/link app/ports app/rules app/transcript
  LIBS PkgConfig::JANSSON PkgConfig::GIO
  LABELS unit)
