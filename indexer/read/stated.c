/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a document says of itself. Invariant: a field's rank never gets worse. */
#include "indexer/read/stated.h"

#include <string.h>

void dictum__stated_init(dictum_stated *stated)
{
    for (size_t i = 0; i < DICTUM__STATED_FIELDS; i++) {
        dictum__buf_init(&stated->fields[i].value, DICTUM__FIELD_BYTES_MAX);
        stated->fields[i].rank = 0;
    }
    dictum__buf_init(&stated->refused_date, DICTUM__FIELD_BYTES_MAX);
}

void dictum__stated_dispose(dictum_stated *stated)
{
    for (size_t i = 0; i < DICTUM__STATED_FIELDS; i++) {
        dictum__buf_dispose(&stated->fields[i].value);
    }
    dictum__buf_dispose(&stated->refused_date);
}

void dictum__stated_offer(dictum_stated *stated, dictum__stated_field field, int rank, dictum_slice value)
{
    dictum_buf *kept = &stated->fields[field].value, taken;
    bool fits;

    if (value.data == NULL || (stated->fields[field].rank != 0 && stated->fields[field].rank <= rank)) {
        return;
    }
    dictum__buf_init(&taken, DICTUM__FIELD_BYTES_MAX);
    switch (field) {
    case DICTUM__STATED_DATE:
        fits = dictum__field_offer_date(&taken, value);
        if (!fits && rank < DICTUM__RANK_DATE_VAGUE) {
            dictum__field_offer(&stated->refused_date, value);
        }
        break;
    case DICTUM__STATED_URL:
        fits = dictum__field_offer_url(&taken, value);
        break;
    case DICTUM__STATED_SPEAKER: /* some pages give the address of a page about the author */
        fits = dictum__find_word(value, 0, "://") == value.len && dictum__field_offer(&taken, value);
        break;
    case DICTUM__STATED_TITLE:
        fits = dictum__field_offer_title(&taken, value);
        break;
    default:
        fits = dictum__field_offer(&taken, value);
        break;
    }
    if (fits || dictum__buf_status(&taken) != DICTUM_OK) {
        dictum__buf_dispose(kept);
        *kept = taken; /* with its failure, where it has one */
        stated->fields[field].rank = rank;
    } else {
        dictum__buf_dispose(&taken);
    }
}

/* A list of values that is longer is not added to. */
#define LIST_BYTES_MAX 512

/* Whether the list, divided by ", ", has the value. */
static bool lists(const dictum_buf *list, dictum_slice value)
{
    for (size_t at = 0; at + value.len <= list->len; at++) {
        bool begins = at == 0 || (at >= 2 && memcmp(list->data + at - 2, ", ", 2) == 0);
        bool ends = at + value.len == list->len || list->data[at + value.len] == ',';
        if (begins && ends && memcmp(list->data + at, value.data, value.len) == 0) {
            return true;
        }
    }
    return false;
}

void dictum__stated_add(dictum_stated *stated, dictum__stated_field field, int rank, dictum_slice value)
{
    dictum_buf *kept = &stated->fields[field].value, taken;

    if (stated->fields[field].rank != rank || kept->len == 0) {
        dictum__stated_offer(stated, field, rank, value);
        return;
    }
    dictum__buf_init(&taken, DICTUM__FIELD_BYTES_MAX);
    if (dictum__find_word(value, 0, "://") == value.len && dictum__field_offer(&taken, value) &&
        kept->len + taken.len + 2 <= LIST_BYTES_MAX && !lists(kept, dictum__buf_slice(&taken))) {
        dictum__buf_append_str(kept, ", ");
        dictum__buf_append_slice(kept, dictum__buf_slice(&taken));
    }
    dictum__buf_dispose(&taken);
}

void dictum__stated_finish(const dictum_stated *stated, dictum_document *document)
{
    dictum_buf *targets[DICTUM__STATED_FIELDS] = {&document->title,  &document->date, &document->speaker,
                                                  &document->source, &document->lang, &document->url};

    for (size_t i = 0; i < DICTUM__STATED_FIELDS; i++) {
        const dictum_buf *value = &stated->fields[i].value;
        if (dictum__buf_status(value) != DICTUM_OK) {
            targets[i]->failed = value->failed;
        } else if (value->len > 0 && targets[i]->len == 0) {
            dictum__buf_append_slice(targets[i], dictum__buf_slice(value));
        }
    }
    if (document->date.len == 0 && stated->refused_date.len > 0) {
        dictum__buf_append_slice(&document->refused_date, dictum__buf_slice(&stated->refused_date));
    }
}
