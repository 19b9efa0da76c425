mc_fuzz(fuzz-link SOURCES link.c
  SEES app/base app/exam app/json app/link app/ports app/rules app/transcript
  LIBS PkgConfig::JANSSON PkgConfig::GIO
  CORPUS link)
