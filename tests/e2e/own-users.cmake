# The programs as the users of their units, in the folders of tmpfiles.d.
if(NOT TARGET medcheck OR NOT TARGET medcheck-recorder OR NOT TARGET medcheck-courier OR NOT TARGET medcheck-gateway)
  return()
endif()
add_test(NAME e2e-own-users COMMAND /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/own_users.py)
set_tests_properties(e2e-own-users PROPERTIES LABELS e2e TIMEOUT 300 SKIP_RETURN_CODE 77
  ENVIRONMENT "MC_BUILD=${CMAKE_BINARY_DIR};MC_SOURCE=${CMAKE_SOURCE_DIR}")
mc_keep_records(e2e MAYBE e2e-own-users) # root's alone
