set(net_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record tests/kit tests/support/gateway)
set(net_libs PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CURL)

foreach(name gateway-accepts gateway-cases gateway-evidence gateway-openings gateway-refuses gateway-revokes gateway-rows gateway-seals gateway-survives)
  mc_test(fault-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c SEES ${net_rooms} LIBS ${net_libs} LABELS fault TIMEOUT 300)
  add_dependencies(fault-${name} medcheck-gateway)
endforeach()
mc_keep_rows(fault-gateway-seals fault-gateway-rows fault-gateway-refuses fault-gateway-revokes)
foreach(name attempts counters)
  mc_test(fault-gateway-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/gateway-${name}.c ${CMAKE_CURRENT_LIST_DIR}/town.c
    SEES ${net_rooms} LIBS ${net_libs} LABELS fault TIMEOUT 300)
  add_dependencies(fault-gateway-${name} medcheck-gateway)
endforeach()
mc_test(fault-courier SOURCES ${CMAKE_CURRENT_LIST_DIR}/courier.c SEES ${net_rooms} app/spool LIBS ${net_libs} LABELS fault TIMEOUT 600)
add_dependencies(fault-courier medcheck-courier medcheck-gateway)
mc_test(fault-packs SOURCES ${CMAKE_CURRENT_LIST_DIR}/packs.c SEES ${net_rooms} app/spool LIBS ${net_libs} LABELS fault TIMEOUT 300)
add_dependencies(fault-packs medcheck-courier medcheck-gateway)
mc_test(fault-way SOURCES ${CMAKE_CURRENT_LIST_DIR}/way.c SEES ${net_rooms} app/spool app/courier LIBS ${net_libs} LABELS fault TIMEOUT 300)
add_dependencies(fault-way medcheck-courier medcheck-gateway)
mc_keep_records(whole fault-way)
mc_test(fault-stamps SOURCES ${CMAKE_CURRENT_LIST_DIR}/stamps.c SEES ${net_rooms} LIBS ${net_libs} LABELS fault TIMEOUT 300)
target_compile_definitions(fault-stamps PRIVATE MC_TSA="${CMAKE_SOURCE_DIR}/tests/support/tsa" MC_BINARY_DIR="${CMAKE_BINARY_DIR}")
add_dependencies(fault-stamps medcheck medcheck-gateway)
mc_test(fault-evidence SOURCES ${CMAKE_CURRENT_LIST_DIR}/evidence.c SEES ${net_rooms} app/spool tests/support/failing LIBS ${net_libs} LABELS fault TIMEOUT 300)
add_dependencies(fault-evidence medcheck-courier medcheck-gateway medcheck-failing)
mc_test(fault-gateway-tree SOURCES ${CMAKE_CURRENT_LIST_DIR}/gateway-tree.c SEES ${net_rooms} LIBS ${net_libs} LABELS fault TIMEOUT 300)
add_dependencies(fault-gateway-tree medcheck medcheck-gateway)
mc_test_in_sm2(fault-gateway-tree /gateway-tree/S6/good)
# Not among them are tests of what the second reader has to refuse: gateway-accepts has a visit that states another pack than its chain
# took (a gateway takes and marks it), gateway-openings a visit numbered 101 that links to the seventh record or so (a gateway takes it
# as behind a gap), gateway-seals the frozen vectors, which state no clock (a reader bears that, the schema of today's records does not).
mc_keep_records(whole fault-gateway-attempts fault-gateway-cases fault-gateway-counters fault-gateway-evidence fault-gateway-refuses fault-gateway-revokes
  fault-gateway-rows fault-gateway-survives fault-gateway-tree fault-gateway-tree-sm2 fault-courier fault-evidence fault-stamps)
