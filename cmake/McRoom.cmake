# A room is a folder with one target. It sees the headers of the rooms that it names and of no other: each room has an
# include tree of its own in the build folder, in which its source folder stands under its path from the root. Includes
# are written from the root, so an include that the layers forbid finds no file.
#
#   mc_room(app/flow SOURCES visit.c … SEES app/base app/exam LIBS PkgConfig::GLIB [RESOURCES …])
#
# SEES is not passed on: who includes a header whose own includes come from a further room names that room too.
function(mc_room_name path out)
  string(REPLACE "/" "-" name "mc-${path}")
  set(${out} "${name}" PARENT_SCOPE)
endfunction()

function(mc_room_tree path out)
  mc_room_name("${path}" name)
  set(tree "${CMAKE_BINARY_DIR}/rooms/${name}")
  get_filename_component(parent "${tree}/${path}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  if(NOT IS_SYMLINK "${tree}/${path}")
    file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${path}" "${tree}/${path}" SYMBOLIC)
  endif()
  set(${out} "${tree}" PARENT_SCOPE)
endfunction()

# Lets a target that is no room (a program, a test) see rooms and link them.
function(mc_sees target)
  foreach(path IN LISTS ARGN)
    mc_room_tree("${path}" tree)
    mc_room_name("${path}" name)
    target_include_directories(${target} PRIVATE "${tree}")
    target_link_libraries(${target} PRIVATE ${name})
  endforeach()
endfunction()

# What only tests is compiled in half the time without optimization, which takes the sanitizers' build long, and runs as long.
function(mc_quickly target)
  if(MC_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

function(mc_room path)
  cmake_parse_arguments(R "" "" "SOURCES;SEES;LIBS;OPTIONS" ${ARGN})
  mc_room_name("${path}" name)
  mc_room_tree("${path}" tree)
  if(R_SOURCES)
    add_library(${name} STATIC ${R_SOURCES})
    target_link_libraries(${name} PRIVATE mc-warnings ${R_LIBS})
    target_include_directories(${name} PRIVATE "${tree}")
    target_compile_options(${name} PRIVATE ${R_OPTIONS})
    # What computes and reads nothing foreign would only be slowed down by the fuzzer's counters.
    if(MC_FUZZ AND NOT path MATCHES "^(app/exam|app/observe|app/flow|ui|tests)(/|$)")
      target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
    if(path MATCHES "^tests/")
      mc_quickly(${name})
    endif()
    mc_sees(${name} ${R_SEES})
  else()
    add_library(${name} INTERFACE)
  endif()
endfunction()

# IN_PACKAGE: it belongs to what is installed on a kiosk or at a gateway; what is for developers does not (T10).
function(mc_program name)
  cmake_parse_arguments(R "IN_PACKAGE" "" "SOURCES;SEES;LIBS" ${ARGN})
  add_executable(${name} ${R_SOURCES})
  target_link_libraries(${name} PRIVATE mc-warnings ${R_LIBS})
  mc_sees(${name} ${R_SEES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  if(R_IN_PACKAGE)
    install(TARGETS ${name} RUNTIME DESTINATION bin COMPONENT product)
  endif()
endfunction()

# Adds each folder below the current one that has a CMakeLists.txt.
macro(mc_add_rooms)
  file(GLOB rooms LIST_DIRECTORIES true RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" CONFIGURE_DEPENDS
    "${CMAKE_CURRENT_SOURCE_DIR}/*")
  foreach(room IN LISTS rooms)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${room}/CMakeLists.txt")
      add_subdirectory(${room})
    endif()
  endforeach()
endmacro()
