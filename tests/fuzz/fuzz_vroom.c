/* fuzz_vroom.c — any bytes as VROOM's JSON: an answer or a refusal, and what is read is a problem. The first byte
 * chooses how: its bits are plan mode, geometry, an answer to be read back, with what it claims, instead, and one stop
 * more beside a day instead. */
#include <stdlib.h>
#include <string.h>

#include "io/vroom.h"
#include "io/vroom_answer.h"
#include "io/vroom_claims.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char day[] = "{\"vehicles\":[{\"id\":0,\"start_index\":0,\"capacity\":[3],\"breaks\":[{\"id\":2}]}],"
                          "\"jobs\":[{\"id\":1,\"location_index\":1,\"delivery\":[1]}],"
                          "\"shipments\":[{\"pickup\":{\"id\":1,\"location_index\":1},\"delivery\":{\"id\":1,"
                          "\"location_index\":0}}],\"matrices\":{\"car\":{\"durations\":[[0,7],[8,0]]}}}";

/* A refusal has its reason; what is read stands behind the day's own and is a problem. */
static void read_more(const char *bytes, size_t size)
{
    char *more = calloc(size + 1, 1);
    if (!more) return;
    memcpy(more, bytes, size);
    const struct tasks_ask ask = { .more = more, .more_name = "stop" };
    mlg_findings *found = mlg_findings_new(MLG_FR);
    mlg_error err = { 0 };
    struct tasks t;
    mlg_problem *p = NULL;
    const mlg_status status = mlg__vroom_read("day", day, sizeof day - 1, &ask, &t, found, &err);
    if (!status != !mlg_findings_count(found, false)) abort();
    if (!status && (t.more < 1 || t.more > 2 || t.task_count != 3 + t.more)) abort();
    if (!status) mlg__tasks_problem(&t, &ask, &p, found, &err);
    mlg_problem_free(p);
    mlg__tasks_free(&t);
    mlg_findings_free(found);
    free(more);
}

static void read_answer(const char *bytes, size_t size)
{
    const struct tasks_ask ask = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    struct tasks t;
    mlg_problem *p = NULL;
    mlg_plan *plan = NULL;
    if (mlg__vroom_read("day", day, sizeof day - 1, &ask, &t, found, &err) ||
        mlg__tasks_problem(&t, &ask, &p, found, &err))
        abort();
    if (!mlg__vroom_answer_read("answer", bytes, size, &t, p, &plan, found, &err)) {
        if (mlg__vroom_claims_check("answer", bytes, size, &t, p, plan, found, &err)) abort(); /* it was read once */
        mlg_plan_free(plan);
    }
    mlg_problem_free(p);
    mlg__tasks_free(&t);
    mlg_findings_free(found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    if (data[0] & 8) return read_more((const char *)data + 1, size - 1), 0;
    if (data[0] & 4) return read_answer((const char *)data + 1, size - 1), 0;
    const struct tasks_ask ask = { .plan_mode = data[0] & 1, .geometry = data[0] & 2 };
    mlg_findings *found = mlg_findings_new(MLG_FR);
    mlg_error err = { 0 };
    struct tasks t;
    struct vroom_answer a = { 0 };
    struct text out = { 0 };
    mlg_problem *p = NULL;
    mlg_status status = mlg__vroom_read("fuzz", (const char *)data + 1, size - 1, &ask, &t, found, &err);
    if (!status != !mlg_findings_count(found, false)) abort(); /* a refusal has its reason */
    bool given = true;
    for (int32_t i = 0; !status && i < t.legs_count; i++) given &= t.legs[i].durations || !t.has_matrices;
    for (int32_t i = 0; !status && i < t.legs_count; i++) t.legs[i].crow = !t.legs[i].durations;
    if (!status && given) status = mlg__tasks_problem(&t, &ask, &p, found, &err);
    if (p && !mlg__vroom_from_steps(&t, p, &a, found, &err)) {
        const struct vroom_words words = { .found = found, .geometry = ask.geometry, .version = "", .legs_label = "" };
        if (mlg__vroom_write(&t, p, &a, &words, &out, &err)) abort();
    }
    mlg__vroom_write_error(2, &err, found, &out);
    text_free(&out);
    mlg__vroom_answer_free(&a);
    mlg_problem_free(p);
    mlg__tasks_free(&t);
    mlg_findings_free(found);
    return 0;
}
