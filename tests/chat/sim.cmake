mc_rig_test(chat-sim-scpi SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-scpi.c
  SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
mc_rig_test(chat-sim-bus SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-bus.c
  SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
