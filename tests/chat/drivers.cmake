# The product's drivers over real libusb against the simulated instruments.
set(sees app/base app/exam app/ports drivers/registry drivers/sim tests/support/instruments)
foreach(name IN ITEMS vision hearing id-reader faults board quiet stature)
  mc_rig_test(chat-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c SEES ${sees} LABELS chat)
endforeach()
# The page that makers of instruments read, against the simulated ones; no code of the product.
mc_rig_test(chat-protocol SOURCES ${CMAKE_CURRENT_LIST_DIR}/protocol.c
  SEES drivers/sim tests/support/usb-host LIBS PkgConfig::LIBUSB LABELS chat)
