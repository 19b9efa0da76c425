# In the child's place: goes wrong as the name of its node says.
add_executable(camera-child-fake ${CMAKE_CURRENT_LIST_DIR}/camera-child.c)
target_link_libraries(camera-child-fake PRIVATE mc-warnings PkgConfig::GLIB)
mc_sees(camera-child-fake drivers/camera app/ports)
set_target_properties(camera-child-fake PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
mc_test(unit-camera SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera.c
  SEES drivers/camera app/exam app/ports app/base LIBS PkgConfig::GIO PkgConfig::GTK4 LABELS unit)
target_compile_definitions(unit-camera PRIVATE MC_FAKE_CHILD="$<TARGET_FILE:camera-child-fake>")
add_dependencies(unit-camera medcheck-camera camera-child-fake)
# As many as fit into a check; tests/soak/replugs does a thousand. It counts the bytes of glibc, of which a sanitizer has none.
if(NOT MC_SANITIZE)
  mc_test(unit-camera-plugs SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-plugs.c
    SEES drivers/camera app/exam app/ports app/base LIBS PkgConfig::GIO LABELS unit
    ENVIRONMENT GLIBC_TUNABLES=glibc.malloc.tcache_count=0)
  target_compile_definitions(unit-camera-plugs PRIVATE MC_FAKE_CHILD="$<TARGET_FILE:camera-child-fake>")
  add_dependencies(unit-camera-plugs camera-child-fake)
endif()
mc_test(unit-camera-steps SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-steps.c
  SEES drivers/camera app/exam app/ports app/base LIBS PkgConfig::GIO LABELS unit)
target_compile_definitions(unit-camera-steps PRIVATE MC_FAKE_CHILD="$<TARGET_FILE:camera-child-fake>")
add_dependencies(unit-camera-steps camera-child-fake)
mc_test(unit-camera-sandbox SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-sandbox.c
  SEES app/confine drivers/camera/child drivers/camera app/ports app/base LABELS unit)
pkg_get_variable(gst_plugins gstreamer-1.0 pluginsdir)
mc_test(unit-camera-format SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-format.c
  SEES drivers/camera/child LIBS PkgConfig::GST LABELS unit)
target_compile_definitions(unit-camera-format PRIVATE MC_GST_PLUGINS="${gst_plugins}")
mc_test(unit-camera-trouble SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-trouble.c
  SEES drivers/camera/child drivers/camera app/ports app/base LIBS PkgConfig::GST LABELS unit)
mc_test(unit-camera-wire SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-wire.c
  SEES drivers/camera app/ports app/base LABELS unit)
mc_test(unit-camera-place SOURCES ${CMAKE_CURRENT_LIST_DIR}/camera-place.c
  SEES drivers/camera app/exam app/ports app/base LIBS PkgConfig::GIO LABELS unit)
target_compile_definitions(unit-camera-place PRIVATE MC_FAKE_CHILD="$<TARGET_FILE:camera-child-fake>")
add_dependencies(unit-camera-place medcheck-camera camera-child-fake)
