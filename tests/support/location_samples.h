/* location_samples.h — a small file of each layout of location problems, and how to read one in a test. */
#ifndef MLG_TESTS_LOCATION_SAMPLES_H
#define MLG_TESTS_LOCATION_SAMPLES_H

#include "io/location_read.h"

struct location_sample {
    const char *format, *text;
    struct location_params params;
};

/* clang-format off */
static const struct location_sample location_samples[] = {
    { "cap", " 2 3 \n 10 100.5 \n 10 200. \n 4 \n 8.25 3 \n 5 \n 1.5e1 20 \n 3 \n 7 6.0000 \n", { .single_source = -1 } },
    { "cap", "2 3\ncapacity 100\ncapacity 200\n4\n8 3\n5\n15 20\n3\n7 6\n", { .single_source = -1, .capacity = 9 } },
    { "holmberg", "2 3\n10 100\n10 200\n4 5 3\n8. 15. 7.\n3. 20. 6.\n", { .single_source = -1 } },
    { "diaz-fernandez", "3   2\n 8.00 3.00\n 15.00 20.00\n 7.00 6.00\n 4.00 5.00 3.00\n 100.00 200.00\n 10.00 10.00\n\x1a",
      { .single_source = -1 } },
    { "yang", "2\t3\n10\t100\n10\t200\n4\t5\t3\n8\t15\t7\n3\t20\t6\n", { .single_source = -1 } },
    { "gadegaard", "2 \n3 \n10 100\n10 200\n4 5 3\n8 15 7\n3 20 6\n", { .single_source = -1 } },
    { "tbed1", "2\t3\n\n4 5 3\n\n10 10\n\n100 200\n\n2.5 3 1\n0.125 4 2\n", { .single_source = -1 } },
    { "ufllib", "FILE: tiny\n2 3 0 \n1 100 8 15 7\n2 200 3 20 6\n", { .single_source = -1 } },
    { "ufllib", "2 3\n0 100.5\n0 200\n0\n8.25 3\n1\n15 20\n0\n7 6\n", { .single_source = -1 } },
    { "pmed", " 4 5 2 \n 1 2 10 \n 2 3 1 \n 3 4 1 \n 1 4 9 \n 1 2 2 \n", { .single_source = -1 } },
    { "mclp", "4\t9999\tp\tS\r\n0\t0\t5\t\r\n3\t4\t7\t\r\n10\t0\t2\t\r\n6\t8\t1.5\t\r\n",
      { .single_source = -1, .radius = 5, .count = 1 } },
    { "mclp", "2\t3\t\r\nF\t0\t0\t0\t1\r\nF\t1\t10\t0\t1\r\nC\t0\t1\t0\t80\r\nC\t1\t5\t0\t20\r\nC\t2\t9.5\t0\t7\r\n",
      { .single_source = -1, .radius = 5, .count = 1 } },
    { "tscflp", "2 2 3\n4\n5\n3\n12 50\n12 60\n1 2\n3 4\n10 100\n10 200\n2 3 1\n1 4 2\n", { .single_source = -1 } },
    { "mp-tscflp", "1 2 2 2 \n4 5 \n3 2 \n9 9 50 \n1 2 \n3 4 \n8 8 100 \n8 8 200 \n2 3 \n1 4 \n5 6 \n7 8 \n",
      { .single_source = -1 } },
};
/* clang-format on */
enum { LOCATION_SAMPLE_COUNT = sizeof location_samples / sizeof *location_samples };

#endif
