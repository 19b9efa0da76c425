set(record_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record tests/kit)
set(record_libs PkgConfig::GIO PkgConfig::JANSSON)

foreach(name json transcript plan-form canonical content visit visit-passports case rule-pack seal receipt tree opening field-envelope)
  mc_test(unit-${name} SOURCES ${name}.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
endforeach()
mc_test(unit-audit SOURCES audit.c SEES app/base app/json app/audit LIBS ${record_libs} LABELS unit)
mc_test(unit-journal SOURCES journal.c SEES ${record_rooms} app/journal LIBS ${record_libs} LABELS unit)
mc_test(unit-spool SOURCES spool.c SEES app/base app/spool tests/kit LIBS ${record_libs} LABELS unit)

foreach(name tools tool-validate tool-verify)
  mc_test(unit-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c ${CMAKE_CURRENT_LIST_DIR}/tool-kit.c
    SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
  add_dependencies(unit-${name} medcheck)
endforeach()

mc_test(unit-seal-vectors SOURCES seal-vectors.c
  SEES ${record_rooms} LIBS ${record_libs} PkgConfig::CRYPTO LABELS unit)

mc_test(unit-stamp SOURCES stamp.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
target_compile_definitions(unit-stamp PRIVATE MC_TSA="${CMAKE_SOURCE_DIR}/tests/support/tsa")

mc_test(unit-schemas SOURCES ${CMAKE_CURRENT_LIST_DIR}/schemas.c SEES ${record_rooms} app/journal app/gateway/store
  LIBS ${record_libs} PkgConfig::SQLITE LABELS unit)

mc_test(unit-sheet SOURCES sheet.c ${CMAKE_CURRENT_LIST_DIR}/tool-kit.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit
  ENVIRONMENT ASAN_OPTIONS=fast_unwind_on_malloc=0
    LSAN_OPTIONS=print_suppressions=0:suppressions=${CMAKE_CURRENT_LIST_DIR}/slip.leaks)
add_dependencies(unit-sheet medcheck medcheck-sheet medcheck-words)
mc_test(unit-tool-join SOURCES tool-join.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
add_dependencies(unit-tool-join medcheck)
mc_test_in_sm2(unit-tools /tools/B10 /tools/T7 /tools/S6)
mc_test_in_sm2(unit-tool-join /tools/C18/join)
mc_keep_records(unit unit-sheet unit-tool-join unit-tool-join-sm2 unit-tool-verify unit-tools unit-tools-sm2)
mc_keep_folders(unit unit-tools unit-tools-sm2)
mc_test(unit-tool-pack SOURCES ${CMAKE_CURRENT_LIST_DIR}/tool-pack.c ${CMAKE_CURRENT_LIST_DIR}/packs-wrong.c SEES ${record_rooms} LIBS ${record_libs} LABELS unit)
add_dependencies(unit-tool-pack medcheck)

mc_test(unit-intake-receipts SOURCES ${CMAKE_CURRENT_LIST_DIR}/intake-receipts.c
  SEES ${record_rooms} app/gateway/intake app/gateway/store app/gateway/evidence app/gateway/http tests/support/gateway
  LIBS ${record_libs} PkgConfig::SQLITE LABELS unit)
