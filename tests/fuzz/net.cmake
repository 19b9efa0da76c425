# What comes over the network: a parcel at the gateway, an answer at the courier, the gateway's addresses, an
# enrolment's messages. Their corpora
# are made by net-corpus (not built by itself): net-corpus DIR, then copy DIR over tests/fuzz/net.
set(net_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record)
mc_fuzz(fuzz-intake SOURCES intake.c
  SEES ${net_rooms} app/stock app/gateway/intake app/gateway/store app/gateway/evidence app/gateway/http LIBS PkgConfig::JANSSON CORPUS net/intake)
target_compile_definitions(fuzz-intake PRIVATE MC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
mc_fuzz(fuzz-answer SOURCES answer.c SEES app/base app/spool app/courier LIBS PkgConfig::JANSSON CORPUS net/answer)
mc_fuzz(fuzz-enrol SOURCES enrol.c
  SEES ${net_rooms} app/enrol LIBS PkgConfig::JANSSON PkgConfig::CRYPTO CORPUS net/enrol)
mc_fuzz(fuzz-address SOURCES address.c SEES app/base app/gateway/evidence app/gateway/http app/gateway/intake app/record LIBS PkgConfig::JANSSON CORPUS net/address)

add_executable(net-corpus EXCLUDE_FROM_ALL net-corpus.c)
target_link_libraries(net-corpus PRIVATE mc-warnings PkgConfig::GLIB PkgConfig::JANSSON PkgConfig::CRYPTO)
mc_sees(net-corpus ${net_rooms} app/stock app/enrol app/gateway/intake tests/kit tests/support/gateway)
