mc_fuzz(fuzz-usbtmc SOURCES usbtmc.c SEES drivers/bus app/base CORPUS usbtmc)
mc_fuzz(fuzz-scpi SOURCES scpi.c
  SEES app/base app/exam app/ports drivers/bus drivers/device drivers/hearing drivers/vision drivers/stature
  drivers/references CORPUS scpi)
mc_fuzz(fuzz-reader SOURCES reader.c SEES app/base app/ports drivers/bus drivers/device drivers/id-reader CORPUS reader)
mc_fuzz(fuzz-card SOURCES card.c SEES app/base app/ports drivers/bus drivers/device drivers/id-reader CORPUS card)
mc_fuzz(fuzz-uac SOURCES uac.c SEES drivers/audio CORPUS uac)
mc_fuzz(fuzz-serial SOURCES serial.c SEES app/ports drivers/bus drivers/stature CORPUS serial)
mc_fuzz(fuzz-hid SOURCES hid.c SEES app/ports drivers/bus drivers/response-pad CORPUS hid)
mc_fuzz(fuzz-printer SOURCES printer.c SEES app/base app/ports drivers/bus drivers/printer CORPUS printer)
