/* Any bytes as the front.json and the prices.json beside a plan of the small scenario of tests/support: what reads is written, read and
 * written again the same. Nothing may crash or leak. */
#include "io/front_json.h"
#include "io/prices_json.h"
#include "support/network_fixture.h"

static void read_front(const mlg_network_plan *plan, const char *data, size_t size)
{
    mlg_front *front = NULL, *again = NULL;
    struct text first = { 0 }, second = { 0 };
    if (mlg__front_read(data, size, plan, &front, NULL, NULL) == MLG_OK) {
        if (mlg__front_write(front, &first, NULL)) abort();
        if (mlg__front_read(first.data, first.length, plan, &again, NULL, NULL)) abort();
        if (mlg__front_write(again, &second, NULL) || strcmp(first.data, second.data) != 0) abort();
    }
    text_free(&first);
    text_free(&second);
    mlg_front_free(front);
    mlg_front_free(again);
}

static void read_prices(mlg_network_plan *plan, const char *data, size_t size)
{
    struct text first = { 0 }, second = { 0 };
    if (mlg__prices_read(data, size, plan, NULL, NULL) == MLG_OK) {
        if (mlg__prices_write(plan, &first, NULL)) abort();
        if (mlg__prices_read(first.data, first.length, plan, NULL, NULL)) abort();
        if (mlg__prices_write(plan, &second, NULL) || strcmp(first.data, second.data) != 0) abort();
    }
    text_free(&first);
    text_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_scenario *s = fixture_scenario();
    mlg_network_plan *plan = mlg__network_plan_new(s);
    if (!plan) abort();
    plan->plan.cost = 1000000;
    read_front(plan, (const char *)data, size);
    read_prices(plan, (const char *)data, size);
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    return 0;
}
