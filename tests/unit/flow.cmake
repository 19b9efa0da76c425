foreach(part visit parts citizen privacy card devices board recorder staff try-out answers feedback aids slip colour body pictures case reaction)
  mc_test(unit-flow-${part} SOURCES flow-${part}.c
    SEES app/flow app/exam app/rules app/ports app/base tests/support LABELS unit)
endforeach()
