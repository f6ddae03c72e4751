# What `cmake --install` puts where: the program, the libraries, the public headers, what pkg-config and find_package()
# need, the man pages. tests/house/install.py installs into an empty folder and builds a small program both ways.
include(CMakePackageConfigHelpers)

set_target_properties(maillage_shared PROPERTIES EXPORT_NAME maillage)
set_target_properties(maillage_static PROPERTIES EXPORT_NAME static)
set_target_properties(maillage_core PROPERTIES EXPORT_NAME core)
if(TARGET maillage)
    install(TARGETS maillage)
endif()
install(TARGETS maillage_shared maillage_static maillage_core EXPORT maillage-targets)
install(DIRECTORY include/maillage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES docs/man/maillage.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
install(FILES docs/man/fr/maillage.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/fr/man1 OPTIONAL)
install(FILES LICENSE THIRD_PARTY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

file(RELATIVE_PATH MLG_PC_TO_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
if(LIBDEFLATE_FOUND)
    set(MLG_PC_LIBDEFLATE " libdeflate")
endif()
if(CURL_FOUND)
    set(MLG_PC_CURL " -lcurl") # not Requires.private: its own static libraries are seldom there
endif()
configure_file(cmake/maillage.pc.in ${PROJECT_BINARY_DIR}/maillage.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/maillage.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/maillage)
configure_package_config_file(cmake/maillage-config.cmake.in ${PROJECT_BINARY_DIR}/maillage-config.cmake
    INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/maillage-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/maillage-config.cmake ${PROJECT_BINARY_DIR}/maillage-config-version.cmake
    DESTINATION ${config_dir})
install(EXPORT maillage-targets NAMESPACE maillage:: DESTINATION ${config_dir})
