mc_test(fault-suites SOURCES ${CMAKE_CURRENT_LIST_DIR}/suites.c
  SEES app/audit app/base app/exam app/journal app/json app/link app/ports app/record app/recorder app/rules app/spool
    app/transcript tests/kit tests/desk tests/support/gateway
  LIBS PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CRYPTO PkgConfig::CURL
  LABELS fault
  TIMEOUT 300)
add_dependencies(fault-suites medcheck medcheck-recorder medcheck-courier medcheck-gateway)
mc_keep_records(whole fault-suites)
mc_keep_folders(whole fault-suites)

# What is not played from end to end in suites.c: the matrix's deaths, evidence, packs, stamps with their archive, a new disk.
mc_test_in_sm2(fault-evidence /evidence/delivers)
mc_test_in_sm2(fault-packs /packs/O5/fetched)
mc_test_in_sm2(fault-stamps /stamps/S6/good)
