mc_test(unit-bus-wire SOURCES bus-wire.c SEES app/base drivers/bus LABELS unit)
mc_test(unit-serial-wire SOURCES serial-wire.c SEES drivers/bus LABELS unit)
mc_test(unit-stature-wire SOURCES stature-wire.c SEES app/ports drivers/bus drivers/stature LABELS unit)
mc_test(unit-peripheral-wire SOURCES peripheral-wire.c
  SEES app/base app/exam app/ports drivers/bus drivers/printer drivers/response-pad LABELS unit)
mc_test(unit-protocol-forms SOURCES protocol-forms.c SEES app/base app/exam app/ports drivers/bus drivers/device
  drivers/hearing drivers/references drivers/stature drivers/vision LABELS unit)
mc_test(unit-usbtmc SOURCES usbtmc.c SEES app/base drivers/bus LABELS unit)
mc_test(unit-instruments SOURCES instruments.c SEES app/base app/exam app/ports drivers/registry LABELS unit)
mc_test(unit-device-judge SOURCES device-judge.c SEES app/base app/exam app/ports drivers/bus drivers/device LABELS unit)
mc_test(unit-instrument-wire SOURCES instrument-wire.c
  SEES app/base app/exam app/ports drivers/bus drivers/device drivers/hearing drivers/vision LABELS unit)
mc_test(unit-id-reader-wire SOURCES id-reader-wire.c
  SEES app/base app/exam app/ports drivers/bus drivers/device drivers/id-reader LABELS unit)

# The shipped rules are those of the id tables (T12).
add_test(NAME unit-udev-rules COMMAND ${CMAKE_COMMAND} -E compare_files
  "${CMAKE_SOURCE_DIR}/packaging/udev/70-medcheck.rules" "${CMAKE_BINARY_DIR}/packaging/udev/70-medcheck.rules")
add_test(NAME unit-pads-quirks COMMAND ${CMAKE_COMMAND} -E compare_files
  "${CMAKE_SOURCE_DIR}/packaging/modprobe.d/medcheck-pads.conf" "${CMAKE_BINARY_DIR}/packaging/modprobe.d/medcheck-pads.conf")
set_tests_properties(unit-udev-rules unit-pads-quirks PROPERTIES LABELS unit)
