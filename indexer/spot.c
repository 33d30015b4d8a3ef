/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places by part and member. */
#include "indexer/spot.h"

#include <string.h>

void dictum__spot_init(dictum_spot *spot)
{
    spot->is_set = false;
    spot->part = 0;
    dictum__buf_init(&spot->member, DICTUM__FIELD_BYTES_MAX);
}

void dictum__spot_dispose(dictum_spot *spot)
{
    dictum__buf_dispose(&spot->member);
}

void dictum__spot_set(dictum_spot *spot, const dictum_place *place)
{
    spot->is_set = true;
    spot->part = place->part;
    dictum__buf_clear(&spot->member);
    dictum__buf_append_slice(&spot->member, place->member);
}

void dictum__spot_clear(dictum_spot *spot)
{
    spot->is_set = false;
}

bool dictum__spot_is(const dictum_spot *spot, const dictum_place *place)
{
    const dictum_buf *member = &spot->member;
    return spot->is_set && spot->part == place->part && member->len == place->member.len &&
           (member->len == 0 || memcmp(member->data, place->member.data, member->len) == 0);
}
