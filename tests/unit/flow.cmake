foreach(part visit citizen privacy card devices)
  mc_test(unit-flow-${part} SOURCES flow-${part}.c
    SEES app/flow app/exam app/rules app/ports app/base tests/support LABELS unit)
endforeach()
