mc_program(bench-hello SOURCES ${CMAKE_CURRENT_LIST_DIR}/hello.c LIBS PkgConfig::GTK4)
