# A kiosk's keys from the first code to their end: real programs over real TLS.
if(NOT TARGET medcheck OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-courier OR NOT TARGET medcheck-gateway)
  return()
endif()
foreach(play admitted renewed lists sealed token token-sm2 tpm tpm-sm2)
  add_test(NAME e2e-enrol-${play} COMMAND /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/enrol.py ${play})
  set_tests_properties(e2e-enrol-${play} PROPERTIES LABELS e2e TIMEOUT 300 SKIP_RETURN_CODE 77
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
endforeach()
mc_keep_records(e2e e2e-enrol-admitted e2e-enrol-renewed e2e-enrol-lists)
# These need a machine that can do what they play.
mc_keep_records(e2e MAYBE e2e-enrol-sealed e2e-enrol-token e2e-enrol-tpm-sm2)
# With the units': it alone brings about what a recorder says of a TPM's counter.
mc_keep_records(unit e2e-enrol-tpm)
