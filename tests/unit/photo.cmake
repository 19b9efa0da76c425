# Decoders of nobody: one that does what its photo says, and three that do something as they are loaded.
foreach(plugin photo-plugin photo-plugin-connects photo-plugin-creates photo-plugin-reads)
  add_library(${plugin} MODULE ${CMAKE_CURRENT_LIST_DIR}/photo-plugin.c)
  target_include_directories(${plugin} PRIVATE ${CMAKE_SOURCE_DIR})
  set_target_properties(${plugin} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endforeach()
target_compile_definitions(photo-plugin-connects PRIVATE MC_AT_LOAD=connect_out)
target_compile_definitions(photo-plugin-creates PRIVATE MC_AT_LOAD=create_a_file)
target_compile_definitions(photo-plugin-reads PRIVATE MC_AT_LOAD=read_what_is_not_his)
if(MC_SANITIZE)
  target_compile_definitions(photo-plugin-reads PRIVATE MC_SANITIZED)
endif()
mc_test(unit-photo SOURCES ${CMAKE_CURRENT_LIST_DIR}/photo.c
  SEES app/confine app/photo app/ports app/base LIBS PkgConfig::GLIB PkgConfig::GIO LABELS unit)
target_compile_definitions(unit-photo PRIVATE MC_PLUGIN="$<TARGET_FILE:photo-plugin>"
  MC_PLUGIN_CONNECTS="$<TARGET_FILE:photo-plugin-connects>" MC_PLUGIN_CREATES="$<TARGET_FILE:photo-plugin-creates>"
  MC_PLUGIN_READS="$<TARGET_FILE:photo-plugin-reads>")
add_dependencies(unit-photo medcheck-photo photo-plugin photo-plugin-connects photo-plugin-creates photo-plugin-reads)
