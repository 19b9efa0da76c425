set(enrol_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record app/enrol tests/kit)
set(enrol_libs PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO)

foreach(part enrol enrol-certificates)
  mc_test(unit-${part} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${part}.c SEES ${enrol_rooms} LIBS ${enrol_libs} LABELS unit)
endforeach()
foreach(part admission admission-later)
  mc_test(unit-${part} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${part}.c ${CMAKE_CURRENT_LIST_DIR}/admission-kit.c
    SEES ${enrol_rooms} app/gateway/admission app/gateway/evidence app/gateway/http app/gateway/intake app/gateway/settings app/gateway/store
    LIBS ${enrol_libs} PkgConfig::SQLITE
    LABELS unit)
endforeach()
mc_test(unit-key-keeps SOURCES ${CMAKE_CURRENT_LIST_DIR}/key-keeps.c SEES ${enrol_rooms} LIBS ${enrol_libs} LABELS unit)
mc_test(unit-store-start SOURCES ${CMAKE_CURRENT_LIST_DIR}/store-start.c
  SEES app/base app/gateway/store LIBS PkgConfig::GLIB PkgConfig::SQLITE LABELS unit)
