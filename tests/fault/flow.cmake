mc_test(fault-flow SOURCES flow.c
  SEES app/flow app/exam app/rules app/ports app/base tests/support LABELS fault)
