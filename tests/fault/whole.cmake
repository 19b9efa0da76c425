mc_test(fault-whole SOURCES whole.c
  SEES app/base app/exam app/journal app/link app/ports app/record app/recorder app/rules app/transcript
    tests/kit tests/desk tests/support/failing tests/support/chaos tests/support/play
  LIBS PkgConfig::GIO PkgConfig::JANSSON
  LABELS whole
  TIMEOUT 600)
add_dependencies(fault-whole medcheck-recorder medcheck-courier medcheck-gateway medcheck-failing)

mc_test(fault-new-disk SOURCES new-disk.c disk.c run.c
  SEES app/base app/exam app/link app/ports app/record app/recorder app/rules app/transcript
    tests/kit tests/desk tests/support/gateway
  LIBS PkgConfig::GIO PkgConfig::JANSSON
  LABELS whole
  TIMEOUT 120)
add_dependencies(fault-new-disk medcheck medcheck-recorder medcheck-courier medcheck-gateway)

mc_test(fault-put-back SOURCES put-back.c disk.c run.c
  SEES app/base app/exam app/link app/ports app/record app/recorder app/rules app/transcript
    tests/kit tests/desk tests/support/gateway
  LIBS PkgConfig::GIO PkgConfig::JANSSON
  LABELS whole
  TIMEOUT 120)
add_dependencies(fault-put-back medcheck medcheck-recorder medcheck-courier medcheck-gateway)
mc_keep_records(whole fault-whole fault-new-disk fault-put-back)
mc_keep_folders(whole fault-new-disk fault-put-back)
mc_test_in_sm2(fault-whole /whole/recorder/killed /whole/courier/killed /whole/gateway/killed)
mc_test_in_sm2(fault-new-disk /new-disk/rehearsal /new-disk/new-keys)
mc_keep_records(whole fault-whole-sm2 fault-new-disk-sm2)
