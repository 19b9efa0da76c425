# What comes from a plug. In the preset asan these are fuzzed for 5 s each, on every check.
mc_fuzz(fuzz-usbtmc SOURCES usbtmc.c SEES drivers/bus app/base CORPUS usbtmc)
mc_fuzz(fuzz-scpi SOURCES scpi.c
  SEES app/base app/exam app/ports drivers/bus drivers/device drivers/hearing drivers/vision drivers/stature
  drivers/references CORPUS scpi)
mc_fuzz(fuzz-reader SOURCES reader.c SEES app/base app/exam app/ports drivers/bus drivers/device drivers/id-reader CORPUS reader)
mc_fuzz(fuzz-card SOURCES card.c SEES app/base app/exam app/ports drivers/bus drivers/device drivers/id-reader CORPUS card)
mc_fuzz(fuzz-uac SOURCES uac.c SEES drivers/audio CORPUS uac)
mc_fuzz(fuzz-serial SOURCES serial.c SEES app/ports drivers/bus drivers/stature CORPUS serial)
mc_fuzz(fuzz-hid SOURCES hid.c SEES app/ports drivers/bus drivers/response-pad CORPUS hid)
mc_fuzz(fuzz-printer SOURCES printer.c SEES app/base app/exam app/ports drivers/bus drivers/printer CORPUS printer)
mc_fuzz(fuzz-talk SOURCES talk.c SEES drivers/bus LIBS PkgConfig::LIBUSB CORPUS talk)
mc_fuzz(fuzz-endpoints SOURCES endpoints.c SEES app/base drivers/bus LIBS PkgConfig::LIBUSB CORPUS endpoints)
mc_fuzz(fuzz-strings SOURCES strings.c SEES app/base app/exam app/ports drivers/bus drivers/device CORPUS strings)
mc_fuzz(fuzz-flight SOURCES flight.c SEES drivers/sim/trace LIBS PkgConfig::GIO CORPUS flight)
mc_fuzz(fuzz-photo SOURCES photo.c SEES app/photo app/ports CORPUS photo)
mc_fuzz(fuzz-camera SOURCES camera.c SEES drivers/camera app/ports CORPUS camera)
