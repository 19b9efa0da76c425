# Two kiosks and one gateway: a check in parts, and one person's checks at both.
if(NOT TARGET medcheck OR NOT TARGET medcheck-kiosk OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-gateway)
  return()
endif()
foreach(play by-citizen by-clerk elsewhere-again)
  add_test(NAME e2e-parts-${play} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/with-display /usr/bin/python3
    ${CMAKE_CURRENT_LIST_DIR}/parts.py ${play})
  set_tests_properties(e2e-parts-${play} PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
  mc_keep_records(e2e e2e-parts-${play})
  mc_keep_folders(e2e e2e-parts-${play})
endforeach()
# One of them in the other suite: two parts and the statement that joins them.
set_property(TEST e2e-parts-by-clerk APPEND PROPERTY ENVIRONMENT MC_SUITE=sm2-sm3)
