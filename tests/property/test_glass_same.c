/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole databases written by dictum against the same ones made by Xapian: all that can be read of them is the
 * same, they answer queries alike, and Xapian's own checker finds no fault. DICTUM_TEST_SEED repeats a run,
 * DICTUM_TEST_PERCENT makes it shorter or longer, DICTUM_TEST_ONLY names one kind of set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "glass_draw.h"
#include "glass_kinds.h"
#include "glass_scene.h"

#define SWEEPS 60 /* of GLASS_SWEEP_STEPS, those that a run takes */
#define CHANGE_ROUNDS 20
#define CHANGE_DOCUMENTS 60
#define CHANGES 300

static uint64_t seed;

static void reads_like_xapian_s_own(void **state)
{
    const glass_kind *kind = *state;
    size_t rounds = kind->rounds == 1 ? 1 : glass_scaled(kind->rounds);
    for (size_t round = 0; round < rounds; round++) {
        glass_scene scene;
        glass_scene_begin(&scene, seed, kind->name, round);
        scene.no_windows = !kind->windows;
        kind->draw(scene.set, &scene.dice);
        glass_scene_write(&scene);
        glass_scene_compare(&scene, kind->queries);
        glass_scene_end(&scene);
    }
}

static void blocks_are_filled_to_any_degree(void **state)
{
    (void)state;
    chance dice = chance_begin(seed);
    size_t sweeps = glass_scaled(SWEEPS);
    size_t stride = sweeps >= GLASS_SWEEP_STEPS ? 1 : GLASS_SWEEP_STEPS / sweeps;
    for (size_t step = chance_below(&dice, stride); step < GLASS_SWEEP_STEPS; step += stride) {
        glass_scene scene;
        glass_scene_begin(&scene, seed, "sweep", step);
        glass_draw_sweep(scene.set, &scene.dice, step);
        glass_scene_write(&scene);
        glass_scene_compare(&scene, 2);
        glass_scene_end(&scene);
    }
}

/* Of two kinds each, merged, and changed before or after. */
static void xapian_changes_and_merges_it(void **state)
{
    (void)state;
    size_t rounds = glass_scaled(CHANGE_ROUNDS);
    chance dice = chance_begin(seed + 1);
    for (size_t round = 0; round < rounds; round++) {
        glass_scene scenes[2];
        for (size_t i = 0; i < 2; i++) {
            const glass_kind *kind = &glass_kinds[chance_below(&dice, glass_kind_count)];
            while (kind->large || !kind->windows)
                kind = &glass_kinds[chance_below(&dice, glass_kind_count)];
            glass_scene_begin(&scenes[i], seed, kind->name, 1000 + round * 2 + i);
            kind->draw(scenes[i].set, &scenes[i].dice);
            glass_scene_write(&scenes[i]);
        }
        glass_set *more = glass_set_new();
        for (size_t i = 0; i < CHANGE_DOCUMENTS; i++)
            glass_draw_document(more, &dice);
        for (size_t i = 0; i < 2; i++)
            if (!chance_one_in(&dice, 4)) {
                glass_scene_change(&scenes[i], more, 1 + chance_below(&dice, CHANGES));
                glass_scene_compare_paths(&scenes[i], scenes[i].ours, scenes[i].theirs, 30, true);
            }
        glass_scene_merge(&scenes[0], &scenes[1], 60);
        glass_set_free(more);
        glass_scene_end(&scenes[1]);
        glass_scene_end(&scenes[0]);
    }
}

static int tell(void **state)
{
    (void)state;
    glass_tally_print();
    return 0;
}

int main(void)
{
    struct CMUnitTest *tests = calloc(glass_kind_count + 2, sizeof *tests);
    const char *only = getenv("DICTUM_TEST_ONLY");
    size_t count = 0;
    if (tests == NULL)
        return 1;
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < glass_kind_count; i++)
        if (only == NULL || strcmp(only, glass_kinds[i].name) == 0)
            tests[count++] = (struct CMUnitTest){.name = glass_kinds[i].name,
                                                 .test_func = reads_like_xapian_s_own,
                                                 .initial_state = (void *)(uintptr_t)&glass_kinds[i]};
    if (only == NULL || strcmp(only, "sweep") == 0)
        tests[count++] = (struct CMUnitTest){.name = "sweep", .test_func = blocks_are_filled_to_any_degree};
    if (only == NULL || strcmp(only, "changes") == 0)
        tests[count++] = (struct CMUnitTest){.name = "changes", .test_func = xapian_changes_and_merges_it};
    int failed = _cmocka_run_group_tests("glass", tests, count, NULL, tell);
    free(tests);
    return failed;
}
