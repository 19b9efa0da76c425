# What comes from outside as a record: envelope, content, parcel, receipt, rule pack, transcript, lists of
# revoked certificates (seeds: copies of tests/vectors/crls-*, as PEM and DER). The other corpora are made
# by record-corpus (not built by itself): record-corpus DIR, then copy DIR over tests/fuzz/record; the seals of the other suite:
# record-corpus DIR sm2-sm3, over tests/fuzz/record-sm2.
set(record_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record)
foreach(suite record record-sm2)
  mc_fuzz(fuzz-envelope-${suite} SOURCES envelope.c SEES ${record_rooms} LIBS PkgConfig::JANSSON CORPUS ${suite}/envelope)
  mc_fuzz(fuzz-sealed-${suite} SOURCES sealed.c SEES ${record_rooms} LIBS PkgConfig::JANSSON CORPUS ${suite}/sealed)
  foreach(target envelope sealed)
    target_compile_definitions(fuzz-${target}-${suite} PRIVATE MC_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MC_CORPUS="${suite}")
  endforeach()
endforeach()
foreach(name pack content parcel receipt status rule-pack stamp transcript tree qr case-slip revocations)
  mc_fuzz(fuzz-${name} SOURCES ${name}.c
    SEES ${record_rooms} app/audit
    LIBS PkgConfig::JANSSON PkgConfig::GIO
    CORPUS record/${name})
  target_compile_definitions(fuzz-${name} PRIVATE MC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endforeach()
mc_fuzz(fuzz-pack-file SOURCES pack-file.c SEES ${record_rooms} app/audit app/journal app/link app/recorder app/spool
  LIBS PkgConfig::JANSSON PkgConfig::GIO CORPUS record/pack-file)

add_executable(record-corpus EXCLUDE_FROM_ALL record-corpus.c)
target_link_libraries(record-corpus PRIVATE mc-warnings PkgConfig::GLIB PkgConfig::JANSSON)
target_compile_definitions(record-corpus PRIVATE MC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
mc_sees(record-corpus ${record_rooms} tests/kit)
