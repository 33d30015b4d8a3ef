/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What indexer and reader have in common of their talk. Invariant: a place that is taken has clean strings. */
#include "indexer/protocol.h"

#include "lib/utf8.h"

void dictum__place_encode(const dictum_place *place, dictum_buf *out)
{
    dictum__buf_append_varint(out, place->part);
    dictum__buf_append_varint(out, place->single);
    dictum__buf_append_counted(out, place->member);
    dictum__buf_append_counted(out, place->id);
}

static bool is_line(dictum_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F) {
            return false;
        }
    }
    return text.len <= DICTUM__FIELD_BYTES_MAX && dictum__utf8_is_valid(text);
}

bool dictum__place_take(dictum_slice *in, dictum_place *place)
{
    uint64_t single = 0;

    *place = (dictum_place){.part = 0};
    if (!dictum__take_varint(in, &place->part) || !dictum__take_varint(in, &single) || single > 1 ||
        !dictum__take_counted(in, &place->member) || !dictum__take_counted(in, &place->id) || !is_line(place->member) ||
        !dictum__utf8_is_valid(place->id)) {
        return false;
    }
    place->single = single == 1;
    if (place->member.len == 0) {
        place->member = (dictum_slice){NULL, 0};
    }
    if (place->id.len == 0) {
        place->id = (dictum_slice){NULL, 0};
    }
    return true;
}
