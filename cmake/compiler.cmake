# One interface target carries what every target of ours is compiled with.
add_library(lic_compiler INTERFACE)
target_compile_options(lic_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wold-style-cast -Wcast-align -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum)
target_include_directories(lic_compiler INTERFACE ${CMAKE_SOURCE_DIR})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(lic_compiler INTERFACE -Wduplicated-cond -Wlogical-op)
endif()

# Asio and Beast are compiled once, each in one file (docs/traps.md: compile times).
add_library(lic_asio INTERFACE)
target_compile_definitions(lic_asio INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)

set(LIC_SANITIZE "" CACHE STRING "Comma-separated sanitizers, for example address,undefined")
if(LIC_SANITIZE)
  add_compile_options(-fsanitize=${LIC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIC_SANITIZE})
endif()

# Coverage for libFuzzer in everything that a fuzz target may reach.
if(LIC_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

option(LIC_HARDEN "Hardening flags of the release build" OFF)
if(LIC_HARDEN)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack -pie)
endif()

# Size first: the daemon lies in memory all year and computes for milliseconds a day. What every sign-in passes through
# is compiled for speed (lic_hot). docs/decisions/0023.
option(LIC_SMALL "Optimise for size but for the way of a sign-in" OFF)
if(LIC_SMALL)
  add_compile_options(-Oz)
  # The text of a failed assertion names the function, not all of its template's arguments: 0.2 MB of them.
  add_compile_definitions(__PRETTY_FUNCTION__=__func__)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  # What is compiled for a later link has names of chance in it, and with them another build id each time.
  string(REPLACE "-o <OBJECT>" "-frandom-seed=<OBJECT> -o <OBJECT>" CMAKE_CXX_COMPILE_OBJECT "${CMAKE_CXX_COMPILE_OBJECT}")
  add_link_options(-Wl,-z,pack-relative-relocs)
endif()
function(lic_hot)
  if(LIC_SMALL)
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -O2)
  endif()
endfunction()

find_program(LIC_CCACHE ccache)
if(LIC_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${LIC_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LIC_CCACHE})
endif()
