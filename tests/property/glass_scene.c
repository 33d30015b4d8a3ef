/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/temp.h"

glass_tally glass_tally_all;

void glass_scene_begin(glass_scene *scene, uint64_t seed, const char *label, size_t round)
{
    uint64_t mixed = seed * 1000003 + round;
    for (const char *c = label; *c != '\0'; c++)
        mixed = mixed * 31 + (unsigned char)*c;
    *scene = (glass_scene){.dice = chance_begin(mixed), .folder = temp_new(), .set = glass_set_new()};
    assert_non_null(scene->folder);
    scene->ours = temp_path(scene->folder, "ours");
    scene->theirs = temp_path(scene->folder, "theirs");
    (void)snprintf(scene->label, sizeof scene->label, "DICTUM_TEST_SEED=%llu, %s, round %zu", (unsigned long long)seed,
                   label, round);
}

void glass_scene_end(glass_scene *scene)
{
    glass_set_free(scene->set);
    free(scene->ours);
    free(scene->theirs);
    temp_remove(scene->folder);
}

void glass_scene_write(glass_scene *scene)
{
    dictum_error err = {0};
    xap_error xerr = {0};
    if (glass_set_write_peer(scene->set, scene->theirs, &xerr) != XAP_OK)
        fail_msg("%s: the peer fails: %s", scene->label, xerr.text);
    if (glass_set_write(scene->set, scene->ours, &err) != DICTUM_OK)
        fail_msg("%s: cannot be written: %d: %s", scene->label, (int)err.code, err.text);
}

static void check(const glass_scene *scene, bool holds, growing *why)
{
    if (!holds)
        fail_msg("%s: %s", scene->label, why->data);
    growing_dispose(why);
}

void glass_scene_compare_paths(glass_scene *scene, const char *ours, const char *theirs, size_t queries, bool sound)
{
    xap_db *a = NULL, *b = NULL;
    xap_error xerr = {0};
    growing why = {0};
    size_t slot_count;
    uint32_t count = 0;
    const uint32_t *slots = glass_set_slots(scene->set, &slot_count);
    if (xap_db_open(ours, &a, &xerr) != XAP_OK || xap_db_open(theirs, &b, &xerr) != XAP_OK)
        fail_msg("%s: cannot be opened: %s", scene->label, xerr.text);
    bool same = glass_same(a, b, slots, slot_count, &why) &&
                glass_same_answers(a, b, slots, slot_count, &scene->dice, queries, !scene->no_windows,
                                   &glass_tally_all.matches, &why);
    glass_tally_all.databases++;
    glass_tally_all.queries += queries;
    glass_tally_all.documents += xap_db_doc_count(b, &count, NULL) == XAP_OK ? count : 0;
    glass_tally_all.checked += sound;
    xap_db_free(a);
    xap_db_free(b);
    check(scene, same && (!sound || glass_is_sound(ours, theirs, &why)), &why);
}

void glass_scene_compare(glass_scene *scene, size_t queries)
{
    growing why = {0};
    check(scene, glass_same_statistics(scene->ours, scene->theirs, &why), &why);
    glass_scene_compare_paths(scene, scene->ours, scene->theirs, queries, true);
}

void glass_tally_print(void)
{
    print_message("%zu databases of %zu documents, %zu queries with %zu matches; %zu checked%s\n",
                  glass_tally_all.databases, glass_tally_all.documents, glass_tally_all.queries,
                  glass_tally_all.matches, glass_tally_all.checked,
                  glass_has_checker() ? " by xapian-check" : ": NOT, xapian-check is not installed");
}
