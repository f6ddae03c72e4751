/* embed.c — turn a file into a C array: embed SYMBOL IN OUT. Used by cmake/embed.cmake at build time. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc != 4) return fprintf(stderr, "usage: embed SYMBOL IN OUT\n"), 2;
    FILE *in = fopen(argv[2], "rb"), *out = fopen(argv[3], "w");
    if (!in || !out) return fprintf(stderr, "embed: cannot open %s or %s\n", argv[2], argv[3]), 2;
    fprintf(out, "#include <stddef.h>\nextern const unsigned char mlg__embedded_%s[];\n"
                 "extern const size_t mlg__embedded_%s_size;\nconst unsigned char mlg__embedded_%s[] = {",
            argv[1], argv[1], argv[1]);
    size_t count = 0;
    for (int c; (c = getc(in)) != EOF; count++) fprintf(out, count % 24 ? "%d," : "\n%d,", c);
    fprintf(out, "\n0 };\nconst size_t mlg__embedded_%s_size = %zu;\n", argv[1], count);
    const int failed = ferror(in) || ferror(out);
    return (fclose(in) | fclose(out) | failed) ? 2 : 0;
}
