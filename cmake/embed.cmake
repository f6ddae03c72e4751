# mlg_embed(<list variable> <symbol> <file>): compile a file into the program as
#     extern const unsigned char mlg__embedded_<symbol>[]; extern const size_t mlg__embedded_<symbol>_size;
# (one 0 byte follows the data) and append the generated C file to the list.
if(NOT TARGET mlg_embed_tool)
    add_executable(mlg_embed_tool ${PROJECT_SOURCE_DIR}/tools/embed.c)
    # A build tool: no sanitizer report of it may break a build.
    target_compile_options(mlg_embed_tool PRIVATE -fno-sanitize=all)
    target_link_options(mlg_embed_tool PRIVATE -fno-sanitize=all)
endif()
function(mlg_embed list symbol file)
    set(out ${PROJECT_BINARY_DIR}/embedded/${symbol}.c)
    add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/embedded
        COMMAND mlg_embed_tool ${symbol} ${file} ${out}
        DEPENDS ${file} mlg_embed_tool VERBATIM)
    set(${list} ${${list}} ${out} PARENT_SCOPE)
endfunction()
