set(recorder_rooms app/audit app/base app/exam app/journal app/json app/link app/ports app/record app/recorder app/rules
  app/spool app/transcript tests/kit tests/desk)
foreach(part colour config visit storage exam instrument staff delivery day packs time)
  mc_test(unit-recorder-${part} SOURCES recorder-${part}.c
    SEES ${recorder_rooms}
    LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
    LABELS unit)
endforeach()
mc_test(unit-tool-audit SOURCES tool-audit.c
  SEES ${recorder_rooms}
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO PkgConfig::SQLITE
  LABELS unit)
add_dependencies(unit-tool-audit medcheck)
