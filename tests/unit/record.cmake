mc_test(unit-seal SOURCES seal.c
  SEES app/base app/record tests/pki
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
  LABELS unit)
