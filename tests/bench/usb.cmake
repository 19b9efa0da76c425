mc_program(bench-usb SOURCES ${CMAKE_CURRENT_LIST_DIR}/usb.c SEES app/base drivers/bus tests/bench/bar LIBS PkgConfig::GLIB PkgConfig::LIBUSB)
