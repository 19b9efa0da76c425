set(recorder_rooms app/audit app/base app/exam app/journal app/json app/link app/ports app/record app/recorder app/rules
  app/spool app/transcript tests/kit tests/desk)
foreach(part attempts body reaction evidence case colour config visit slip storage exam instrument passports adopt stock staff delivery status clock day day-data time visit-day next-key)
  set(certificates)
  if(part STREQUAL "delivery")
    set(certificates tests/support/gateway)
  endif()
  mc_test(unit-recorder-${part} SOURCES recorder-${part}.c
    SEES ${recorder_rooms} ${certificates}
    LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
    LABELS unit)
  # It makes nothing but settings.
  if(NOT part STREQUAL "config")
    mc_keep_records(unit unit-recorder-${part})
  endif()
endforeach()
foreach(part packs pack-kinds claims groups suite)
  mc_test(unit-recorder-${part} SOURCES recorder-${part}.c packs-kit.c packs-wrong.c
    SEES ${recorder_rooms} tests/support/gateway
    LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
    LABELS unit)
  mc_keep_records(unit unit-recorder-${part})
endforeach()
mc_keep_rows(unit-recorder-packs)
mc_test(unit-tool-audit SOURCES tool-audit.c
  SEES ${recorder_rooms}
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO PkgConfig::SQLITE
  LABELS unit)
add_dependencies(unit-tool-audit medcheck)
mc_test_in_sm2(unit-tool-audit /tool-audit)
mc_test(unit-tool-packs SOURCES tool-packs.c packs-kit.c tool-kit.c
  SEES ${recorder_rooms} tests/support/gateway
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
  LABELS unit)
add_dependencies(unit-tool-packs medcheck)
mc_test_in_sm2(unit-recorder-day-data /recorder/day-data/B14/shredded)
mc_keep_records(unit unit-tool-audit unit-tool-audit-sm2 unit-tool-packs unit-recorder-day-data-sm2)
mc_keep_folders(unit unit-tool-audit unit-recorder-evidence unit-recorder-day-data unit-recorder-day-data-sm2 unit-recorder-delivery)
mc_test(unit-support-bundle SOURCES support-bundle.c
  SEES ${recorder_rooms}
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO
  LABELS unit)
add_dependencies(unit-support-bundle medcheck)
mc_keep_records(unit unit-support-bundle)
mc_test(unit-support SOURCES support.c
  SEES app/base app/ports app/support tests/kit
  LIBS PkgConfig::GLIB PkgConfig::GIO
  LABELS unit)
add_dependencies(unit-support medcheck)
