mc_test(unit-sequence SOURCES sequence.c SEES app/base LIBS PkgConfig::GIO LABELS unit)
