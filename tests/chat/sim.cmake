foreach(part scpi vision audiometer bus plug)
  mc_rig_test(chat-sim-${part} SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-${part}.c ${CMAKE_CURRENT_LIST_DIR}/sim-bench.c
    SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
endforeach()
# libusb itself loses some interfaces of a configuration whose rest is damaged.
mc_rig_test(chat-bus SOURCES ${CMAKE_CURRENT_LIST_DIR}/bus.c SEES app/base drivers/bus drivers/sim LABELS chat
  ENVIRONMENT "LSAN_OPTIONS=print_suppressions=0:suppressions=${CMAKE_CURRENT_LIST_DIR}/bus.leaks")
mc_test(chat-sim-door SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-door.c
  SEES drivers/sim/core drivers/sim/umockdev LIBS PkgConfig::GIO PkgConfig::UMOCKDEV LABELS chat)
mc_rig_test(chat-sim-reader SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-reader.c
  SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
mc_test(chat-devsim SOURCES ${CMAKE_CURRENT_LIST_DIR}/devsim.c
  SEES tests/support/usb-host LIBS PkgConfig::GIO PkgConfig::LIBUSB LABELS chat)
add_dependencies(chat-devsim medcheck-devsim)
mc_rig_test(chat-sim-seat SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-seat.c
  SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
mc_rig_test(chat-sim-link SOURCES ${CMAKE_CURRENT_LIST_DIR}/sim-link.c
  SEES drivers/sim drivers/sim/devsim ui/companion app/exam LABELS chat)
