# The frozen envelopes, held against stock openssl, medcheck and the independent reader.
add_test(NAME unit-vectors COMMAND /usr/bin/python3 ${CMAKE_SOURCE_DIR}/tests/vectors/run.py $<TARGET_FILE:medcheck>)
set_tests_properties(unit-vectors PROPERTIES LABELS unit TIMEOUT 120)
mc_keep_rows(unit-vectors)
