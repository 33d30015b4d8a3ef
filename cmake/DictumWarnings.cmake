# Warnings for our own targets only; nothing here reaches an exported target. Sanitizers are not here at all:
# they are compiler flags of a preset (CMakePresets.json).
include(CheckCCompilerFlag)
include(CheckCXXCompilerFlag)

set(DICTUM_WARNINGS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 -Wundef -Wcast-qual
    -Wwrite-strings -Wvla -Wimplicit-fallthrough)
set(DICTUM_C_WARNINGS -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition)
set(DICTUM_CXX_WARNINGS)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU") # clang takes NAN and INFINITY, which are floats, for mistakes
  list(APPEND DICTUM_WARNINGS -Wdouble-promotion)
endif()

# Those that only one of the compilers knows.
foreach(
  flag
  -Wcomma -Wunreachable-code -Wloop-analysis -Wduplicated-cond -Wduplicated-branches -Wlogical-op)
  string(MAKE_C_IDENTIFIER "DICTUM_C${flag}" known)
  check_c_compiler_flag(${flag} ${known})
  if(${known})
    list(APPEND DICTUM_C_WARNINGS ${flag})
  endif()
endforeach()
foreach(flag -Wcomma -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wduplicated-cond)
  string(MAKE_C_IDENTIFIER "DICTUM_CXX${flag}" known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    list(APPEND DICTUM_CXX_WARNINGS ${flag})
  endif()
endforeach()

if(DICTUM_WERROR)
  list(APPEND DICTUM_WARNINGS -Werror)
endif()

# Every target of ours: the project's root on the include path ("lib/buf.h"), include/ for <dictum/…>,
# POSIX.1-2008 declarations, and the warnings above.
function(dictum_target target)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
  target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L _XOPEN_SOURCE=700 _DEFAULT_SOURCE)
  target_compile_options(
    ${target} PRIVATE ${DICTUM_WARNINGS} $<$<COMPILE_LANGUAGE:C>:${DICTUM_C_WARNINGS}>
                      $<$<COMPILE_LANGUAGE:CXX>:${DICTUM_CXX_WARNINGS}>)
endfunction()
