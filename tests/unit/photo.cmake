# Two decoders of nobody: one that does what its photo says, one that reaches for the network as it is loaded.
foreach(plugin photo-plugin photo-plugin-at-load)
  add_library(${plugin} MODULE ${CMAKE_CURRENT_LIST_DIR}/photo-plugin.c)
  target_include_directories(${plugin} PRIVATE ${CMAKE_SOURCE_DIR})
  set_target_properties(${plugin} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endforeach()
target_compile_definitions(photo-plugin-at-load PRIVATE MC_AT_LOAD)
mc_test(unit-photo SOURCES ${CMAKE_CURRENT_LIST_DIR}/photo.c
  SEES app/photo app/ports app/base LIBS PkgConfig::GLIB PkgConfig::GIO LABELS unit)
target_compile_definitions(unit-photo PRIVATE MC_PLUGIN="$<TARGET_FILE:photo-plugin>"
  MC_PLUGIN_AT_LOAD="$<TARGET_FILE:photo-plugin-at-load>")
add_dependencies(unit-photo medcheck-photo photo-plugin photo-plugin-at-load)
