# What comes from a plug. In the preset asan these are fuzzed for 5 s each, on every check.
mc_fuzz(fuzz-usbtmc SOURCES usbtmc.c SEES drivers/bus app/base CORPUS usbtmc SECONDS 5)
mc_fuzz(fuzz-scpi SOURCES scpi.c
  SEES app/base app/exam app/ports drivers/bus drivers/device drivers/hearing drivers/vision drivers/stature
  drivers/references CORPUS scpi SECONDS 5)
mc_fuzz(fuzz-reader SOURCES reader.c SEES app/base app/ports drivers/bus drivers/device drivers/id-reader CORPUS reader SECONDS 5)
mc_fuzz(fuzz-card SOURCES card.c SEES app/base app/ports drivers/bus drivers/device drivers/id-reader CORPUS card SECONDS 5)
mc_fuzz(fuzz-uac SOURCES uac.c SEES drivers/audio CORPUS uac SECONDS 5)
mc_fuzz(fuzz-serial SOURCES serial.c SEES app/ports drivers/bus drivers/stature CORPUS serial SECONDS 5)
mc_fuzz(fuzz-hid SOURCES hid.c SEES app/ports drivers/bus drivers/response-pad CORPUS hid SECONDS 5)
mc_fuzz(fuzz-printer SOURCES printer.c SEES app/base app/ports drivers/bus drivers/printer CORPUS printer SECONDS 5)
mc_fuzz(fuzz-talk SOURCES talk.c SEES drivers/bus LIBS PkgConfig::LIBUSB CORPUS talk SECONDS 5)
mc_fuzz(fuzz-endpoints SOURCES endpoints.c SEES app/base drivers/bus LIBS PkgConfig::LIBUSB CORPUS endpoints SECONDS 5)
mc_fuzz(fuzz-flight SOURCES flight.c SEES drivers/sim/trace LIBS PkgConfig::GIO CORPUS flight SECONDS 5)
mc_fuzz(fuzz-photo SOURCES photo.c SEES app/photo app/ports CORPUS photo SECONDS 5)
