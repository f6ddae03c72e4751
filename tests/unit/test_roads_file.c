/* The file of sections: what was written comes back; anything else is refused, by name. */
#include <sys/stat.h>
#include <unistd.h>

#include "roads/sections.h"
#include "support/test.h"

static const char *temporary(const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/tests/%s", MLG_BUILD_DIR, name);
    return path;
}

static const int32_t numbers[5] = { 3, 1, 4, 1, 5 };
static const char text[] = "maillage";

static void write_sample(const char *path)
{
    const struct section s[] = { { "numbers", numbers, sizeof *numbers, 5 }, { "text", text, 1, 8 }, { "empty", text, 12, 0 } };
    assert_int_equal(mlg__sections_write(path, s, 3, NULL), MLG_OK);
}

static void comes_back(void **state)
{
    (void)state;
    const char *path = temporary("sections-a.roads");
    struct sections *f;
    const void *items;
    int64_t count;
    write_sample(path);
    assert_int_equal(mlg__sections_open(path, &f, NULL), MLG_OK);
    assert_int_equal(mlg__section(f, "numbers", sizeof *numbers, 5, &items, &count, NULL), MLG_OK);
    assert_memory_equal(items, numbers, sizeof numbers);
    assert_int_equal((uintptr_t)items % 64, 0);
    assert_int_equal(mlg__section(f, "text", 1, MLG_ANY_COUNT, &items, &count, NULL), MLG_OK);
    assert_int_equal(count, 8);
    assert_memory_equal(items, text, 8);
    assert_int_equal(mlg__section(f, "empty", 12, 0, &items, &count, NULL), MLG_OK);
    assert_int_equal(mlg__section(f, "numbers", 8, MLG_ANY_COUNT, &items, &count, NULL), MLG_BAD_INPUT); /* other items */
    assert_int_equal(mlg__section(f, "numbers", 4, 4, &items, &count, NULL), MLG_BAD_INPUT);             /* another number */
    assert_int_equal(mlg__section(f, "missing", 4, MLG_ANY_COUNT, &items, &count, NULL), MLG_BAD_INPUT);
    assert_true(mlg__has_section(f, "text"));
    assert_false(mlg__has_section(f, "texts"));
    mlg__sections_close(f);
    assert_int_not_equal(access(temporary("sections-a.roads.tmp"), F_OK), 0);
    remove(path);
}

static size_t load(const char *path, unsigned char *bytes, size_t size)
{
    FILE *f = fopen(path, "rb");
    const size_t n = fread(bytes, 1, size, f);
    fclose(f);
    return n;
}

static void save(const char *path, const unsigned char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

/* Every bit of the file belongs to the head, the table or a section; gaps are not told apart, so they are skipped. */
static void any_altered_bit_is_refused(void **state)
{
    (void)state;
    const char *path = temporary("sections-b.roads");
    unsigned char bytes[1024];
    int32_t gaps = 0;
    write_sample(path);
    const size_t n = load(path, bytes, sizeof bytes);
    for (size_t i = 0; i < n; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct sections *f;
            mlg_error err = { 0 };
            bytes[i] ^= (unsigned char)(1 << bit);
            save(path, bytes, n);
            const mlg_status status = mlg__sections_open(path, &f, &err);
            bytes[i] ^= (unsigned char)(1 << bit);
            if (!status) {
                check_msg(bytes[i] == 0, "byte %zu bit %d was not noticed", i, bit);
                mlg__sections_close(f);
                gaps++;
                continue;
            }
            check_msg(status == MLG_BAD_INPUT && err.message[0] && err.hint[0], "byte %zu bit %d: status %d", i, bit, status);
        }
    check_msg(gaps < 8 * 200, "%d bits are outside of any checksum", gaps);
    remove(path);
}

static void any_other_length_is_refused(void **state)
{
    (void)state;
    const char *path = temporary("sections-c.roads");
    unsigned char bytes[1024];
    write_sample(path);
    const size_t n = load(path, bytes, sizeof bytes);
    for (size_t cut = 0; cut < n; cut++) {
        struct sections *f;
        save(path, bytes, cut);
        assert_int_equal(mlg__sections_open(path, &f, NULL), MLG_BAD_INPUT);
        assert_null(f);
    }
    bytes[n] = 0;
    save(path, bytes, n + 1);
    struct sections *f;
    mlg_error err = { .lang = MLG_FR };
    assert_int_equal(mlg__sections_open(path, &f, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "tronqué"));
    remove(path);
    assert_int_equal(mlg__sections_open(path, &f, &err), MLG_NO_FILE);
    assert_int_equal(mlg__sections_open(MLG_BUILD_DIR, &f, &err), MLG_NO_FILE);
}

static void unwritable_places_are_told(void **state)
{
    (void)state;
    const struct section s[] = { { "numbers", numbers, sizeof *numbers, 5 } };
    mlg_error err = { 0 };
    assert_int_equal(mlg__sections_write("/no/such/folder/x.roads", s, 1, &err), MLG_NO_FILE);
    assert_non_null(strstr(err.message, "cannot write"));
    if (access("/dev/full", W_OK) == 0) {
        const char *link = temporary("sections-full.roads.tmp"); /* the name that is written first */
        remove(link);
        assert_int_equal(symlink("/dev/full", link), 0);
        assert_int_equal(mlg__sections_write(temporary("sections-full.roads"), s, 1, &err), MLG_NO_FILE);
        assert_int_not_equal(access(temporary("sections-full.roads"), F_OK), 0);
    }
}

static void checksums_agree(void **state)
{
    (void)state;
    assert_int_equal(mlg__crc32c(0, "123456789", 9), 0xe3069283); /* the published check value of CRC-32C */
    assert_int_equal(mlg__crc32c_plain(0, "123456789", 9), 0xe3069283);
    struct rng rng = rng_seeded(1, 0);
    unsigned char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)rng_below(&rng, 256);
    for (size_t n = 0; n < 300; n++) {
        assert_int_equal(mlg__crc32c(0, bytes, n), mlg__crc32c_plain(0, bytes, n));
        assert_int_equal(mlg__crc32c(mlg__crc32c(0, bytes, n / 3), bytes + n / 3, n - n / 3), mlg__crc32c(0, bytes, n));
    }
}

static bool open_once(void *user)
{
    struct sections *f;
    const mlg_status status = mlg__sections_open(user, &f, NULL);
    if (!status) mlg__sections_close(f);
    else assert_int_equal(status, MLG_NO_MEMORY);
    return !status;
}

static bool write_once(void *user)
{
    const struct section s[] = { { "numbers", numbers, sizeof *numbers, 5 } };
    return mlg__sections_write(user, s, 1, NULL) == MLG_OK;
}

static void memory_may_fail(void **state)
{
    (void)state;
    char path[300];
    snprintf(path, sizeof path, "%s", temporary("sections-d.roads"));
    assert_true(for_each_failed_allocation(write_once, path) > 1);
    assert_true(for_each_failed_allocation(open_once, path) > 1);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),          cmocka_unit_test(any_altered_bit_is_refused),
        cmocka_unit_test(any_other_length_is_refused), cmocka_unit_test(unwritable_places_are_told),
        cmocka_unit_test(checksums_agree),     cmocka_unit_test(memory_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
