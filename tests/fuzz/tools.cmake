# What a study and a scenario are read from.
foreach(name scenario data-sheet)
  mc_fuzz(fuzz-${name} SOURCES ${name}.c
    SEES app/base app/exam app/json app/observe app/ports app/record app/rules app/tools app/transcript
    LIBS PkgConfig::JANSSON PkgConfig::GIO CORPUS tools/${name})
endforeach()
