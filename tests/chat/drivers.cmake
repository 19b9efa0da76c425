# The product's drivers over real libusb against the simulated instruments.
set(sees app/base app/exam app/ports drivers/registry drivers/sim drivers/sim/core tests/support/instruments)
foreach(name IN ITEMS vision hearing id-reader board arrival quiet matrix stature response-pad references printer matrix-printer matrix-sound-card matrix-scale matrix-pipes)
  mc_rig_test(chat-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c SEES ${sees} LABELS chat)
endforeach()
add_dependencies(chat-quiet medcheck-camera)
# It waits for plugs that come back after seconds.
set_tests_properties(chat-matrix chat-matrix-scale PROPERTIES TIMEOUT 300)
# The page that makers of instruments read, against the simulated ones; no code of the product.
mc_rig_test(chat-protocol SOURCES ${CMAKE_CURRENT_LIST_DIR}/protocol.c
  SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
# A sanitizer has a heap of its own, in which nobody counts: what counts bytes is played without one, too (label plugs in check).
if(MC_SANITIZE)
  set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/plugged.c PROPERTIES COMPILE_DEFINITIONS MC_SANITIZED)
endif()
# As many as fit into a check; tests/soak/replugs does a thousand, tests/soak/starts all that hangs.
foreach(name IN ITEMS replugs starts)
  mc_test(chat-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c ${CMAKE_CURRENT_LIST_DIR}/plugged.c
    SEES app/base app/exam app/ports drivers/registry LIBS PkgConfig::GIO LABELS plugs
    TIMEOUT 300
    ENVIRONMENT GLIBC_TUNABLES=glibc.malloc.tcache_count=0
    COMMAND ${CMAKE_BINARY_DIR}/bin/medcheck-devsim --devices none --)
  add_dependencies(chat-${name} medcheck-devsim)
endforeach()
# The other things that are sold, on benches of their own; and starts that hang, which takes as long as the drivers have patience.
function(mc_plugged_test name program)
  cmake_parse_arguments(T "" "" "BENCH;SAYS" ${ARGN})
  add_test(NAME ${name} COMMAND ${CMAKE_BINARY_DIR}/bin/medcheck-devsim --devices none ${T_BENCH} -- $<TARGET_FILE:${program}> ${T_SAYS})
  set_tests_properties(${name} PROPERTIES LABELS plugs TIMEOUT 300 ENVIRONMENT "GLIBC_TUNABLES=glibc.malloc.tcache_count=0")
endfunction()
foreach(name IN ITEMS replugs starts)
  mc_plugged_test(chat-${name}-second chat-${name} BENCH --gamepad --split-pipes --scale-plug ftdi SAYS --shelf second)
  mc_plugged_test(chat-${name}-third chat-${name} BENCH --scale-plug ch340 SAYS --shelf third)
endforeach()
mc_plugged_test(chat-starts-hang chat-starts SAYS --hangs yes)
# What waits for minutes begins before what does not, so that nobody waits for it at the end.
set_tests_properties(chat-matrix-scale PROPERTIES COST 200)
set_tests_properties(chat-matrix chat-starts-hang PROPERTIES COST 100)
set_tests_properties(chat-starts-hang PROPERTIES LABELS chat) # counts no bytes
add_test(NAME chat-descriptors COMMAND ${CMAKE_CURRENT_LIST_DIR}/descriptors ${CMAKE_BINARY_DIR}/bin/medcheck-devsim
  ${CMAKE_SOURCE_DIR}/docs/usb-descriptors.md)
set_tests_properties(chat-descriptors PROPERTIES LABELS chat SKIP_RETURN_CODE 77 TIMEOUT 120
  ENVIRONMENT "ASAN_OPTIONS=verify_asan_link_order=0")
mc_rig_test(chat-heard SOURCES ${CMAKE_CURRENT_LIST_DIR}/heard.c ${CMAKE_CURRENT_LIST_DIR}/talk.c
  SEES ${sees} drivers/usbmon tests/kit LABELS chat)
mc_rig_test(chat-faults SOURCES ${CMAKE_CURRENT_LIST_DIR}/faults.c SEES ${sees} tests/kit LABELS chat)
mc_rig_test(chat-levels SOURCES ${CMAKE_CURRENT_LIST_DIR}/levels.c SEES ${sees} drivers/usbmon tests/kit LABELS chat)
mc_rig_test(chat-flight SOURCES ${CMAKE_CURRENT_LIST_DIR}/flight.c SEES ${sees} drivers/bus drivers/usbmon tests/kit LABELS chat)
mc_rig_test(chat-wake-up SOURCES ${CMAKE_CURRENT_LIST_DIR}/wake-up.c SEES ${sees} drivers/usbmon tests/kit LABELS chat)
mc_rig_test(chat-replay SOURCES ${CMAKE_CURRENT_LIST_DIR}/replay.c ${CMAKE_CURRENT_LIST_DIR}/bundle.c ${CMAKE_CURRENT_LIST_DIR}/replay-rows.c
  ${CMAKE_CURRENT_LIST_DIR}/plugged.c SEES ${sees} drivers/usbmon tests/kit LABELS chat)
target_compile_definitions(chat-replay PRIVATE MC_DEVSIM="${CMAKE_BINARY_DIR}/bin/medcheck-devsim" MC_MEDCHECK="${CMAKE_BINARY_DIR}/bin/medcheck")
add_dependencies(chat-replay medcheck-devsim medcheck)
# What does not answer is waited for, twice.
set_tests_properties(chat-replay PROPERTIES TIMEOUT 300)
