set(net_rooms app/base app/exam app/rules app/ports app/json app/transcript app/record tests/kit tests/support/gateway)
set(net_libs PkgConfig::GIO PkgConfig::JANSSON PkgConfig::CURL)

foreach(name gateway-accepts gateway-refuses gateway-rows gateway-survives)
  mc_test(fault-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c SEES ${net_rooms} LIBS ${net_libs} LABELS fault TIMEOUT 300)
  add_dependencies(fault-${name} medcheck-gateway)
endforeach()
mc_test(fault-courier SOURCES ${CMAKE_CURRENT_LIST_DIR}/courier.c SEES ${net_rooms} app/spool LIBS ${net_libs} LABELS fault TIMEOUT 600)
add_dependencies(fault-courier medcheck-courier medcheck-gateway)
