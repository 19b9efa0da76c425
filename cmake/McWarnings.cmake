# Every target of ours compiles with these. They become errors in the presets (CMAKE_COMPILE_WARNING_AS_ERROR),
# so that a packager with a newer compiler is not stopped by a new warning.
add_library(mc-warnings INTERFACE)
target_compile_options(mc-warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wno-unused-parameter -Wno-missing-field-initializers
  -Wcast-align -Wdate-time -Wdouble-promotion -Wfloat-conversion -Wfloat-equal -Wformat=2
  -Wmissing-declarations -Wmissing-prototypes -Wnull-dereference
  -Wold-style-definition -Wpointer-arith -Wredundant-decls -Wshadow -Wstrict-prototypes
  -Wswitch-enum -Wundef -Wvla -Wwrite-strings
  $<$<C_COMPILER_ID:GNU>:-Wformat-signedness -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wjump-misses-init>
  -fstack-protector-strong -fno-common)
target_compile_definitions(mc-warnings INTERFACE
  _GNU_SOURCE
  GLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_74 GLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74
  GDK_VERSION_MIN_REQUIRED=GDK_VERSION_4_8 GDK_VERSION_MAX_ALLOWED=GDK_VERSION_4_8)

set(MC_SANITIZE "" CACHE STRING "sanitizers for every target, for example address,undefined")
if(MC_SANITIZE)
  target_compile_options(mc-warnings INTERFACE -fsanitize=${MC_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(mc-warnings INTERFACE -fsanitize=${MC_SANITIZE})
endif()
