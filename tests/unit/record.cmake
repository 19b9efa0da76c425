set(record_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record tests/kit)
set(record_libs PkgConfig::GIO PkgConfig::JANSSON)

foreach(name json transcript canonical content visit rule-pack seal opening)
  mc_test(unit-${name} SOURCES ${name}.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
endforeach()
mc_test(unit-audit SOURCES audit.c SEES app/base app/json app/audit LIBS ${record_libs} LABELS unit)
mc_test(unit-journal SOURCES journal.c SEES ${record_rooms} app/journal LIBS ${record_libs} LABELS unit)
mc_test(unit-spool SOURCES spool.c SEES app/base app/spool tests/kit LIBS ${record_libs} LABELS unit)

mc_test(unit-tools SOURCES tools.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
add_dependencies(unit-tools medcheck)

mc_test(unit-seal-vectors SOURCES seal-vectors.c
  SEES ${record_rooms} LIBS ${record_libs} PkgConfig::CRYPTO LABELS unit)

mc_test(unit-stamp SOURCES stamp.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
target_compile_definitions(unit-stamp PRIVATE MC_TSA="${CMAKE_SOURCE_DIR}/tests/support/tsa")
