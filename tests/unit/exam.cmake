mc_test(unit-exam SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam.c SEES app/exam LABELS unit)
mc_test(unit-exam-plan-limits SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-plan-limits.c SEES app/exam LIBS PkgConfig::GLIB LABELS unit)
mc_test(unit-exam-plan-means SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-plan-means.c ${CMAKE_CURRENT_LIST_DIR}/hearing-kit.c
  SEES app/exam app/observe LIBS m LABELS unit)
mc_test(unit-exam-plan-data SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-plan-data.c ${CMAKE_CURRENT_LIST_DIR}/hearing-kit.c
  SEES app/exam LABELS unit)
mc_test(unit-exam-acuity SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-acuity.c SEES app/exam LABELS unit)
foreach(part hearing thresholds)
  mc_test(unit-exam-${part} SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-${part}.c ${CMAKE_CURRENT_LIST_DIR}/hearing-kit.c
    SEES app/exam LABELS unit)
endforeach()
mc_test(unit-exam-acuity-display SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-acuity-display.c SEES app/exam LIBS PkgConfig::GLIB m LABELS unit)
mc_test(unit-exam-acuity-repeat SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-acuity-repeat.c SEES app/exam LIBS PkgConfig::GLIB LABELS unit)
mc_test(unit-exam-conditions SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-conditions.c SEES app/exam LIBS PkgConfig::GLIB LABELS unit)
mc_test(unit-exam-body SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-body.c SEES app/exam LABELS unit)
mc_test(unit-exam-practice SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-practice.c SEES app/exam LABELS unit)
mc_test(unit-exam-transducer SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-transducer.c SEES app/exam LABELS unit)
mc_test(unit-exam-quality SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-quality.c SEES app/exam LABELS unit)
mc_test(unit-exam-notation SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-notation.c SEES app/exam LIBS m LABELS unit)
mc_test(unit-exam-numbers SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-numbers.c SEES app/exam LIBS m LABELS unit)
mc_test(unit-exam-optotype SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-optotype.c SEES app/exam app/observe LIBS m LABELS unit)
mc_test(unit-exam-plate SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-plate.c SEES app/exam LIBS m LABELS unit)
mc_test(unit-exam-colour SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-colour.c SEES app/exam LABELS unit)
mc_test(unit-exam-any-input SOURCES ${CMAKE_CURRENT_LIST_DIR}/exam-any-input.c SEES app/exam LABELS unit)
foreach(name rules rules-body rules-measured)
  mc_test(unit-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c ${CMAKE_CURRENT_LIST_DIR}/rules-kit.c
    SEES app/base app/exam app/rules app/record LIBS PkgConfig::GIO LABELS unit)
endforeach()
foreach(name validation validation-sheet)
  mc_test(unit-${name} SOURCES ${CMAKE_CURRENT_LIST_DIR}/${name}.c
    SEES app/base app/exam app/json app/observe app/ports app/record app/rules app/tools app/transcript
    LIBS PkgConfig::GLIB PkgConfig::JANSSON m LABELS unit)
endforeach()
