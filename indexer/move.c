/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Renamed files. Invariant: the outcome is what reading the file under its new name would have given; where that
 * cannot be told, the file is not moved. */
#include "indexer/move.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/name.h"
#include "indexer/protocol.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/utf8.h"

typedef struct move {
    dictum_writer *writer;
    dictum_slice from, to;
    dictum_statement_ref *refs;
    size_t count, cap;
    dictum_buf path, date, title; /* what the new name gives */
    dictum_buf old_path;          /* the old one, as the records have it */
    dictum_buf where;             /* path of a member */
    dictum_buf id, stored, encoded;
} move;

static dictum_status take_ref(void *context, dictum_statement_ref ref, dictum_slice id_term, const uint8_t hash[32],
                              dictum_error *err)
{
    move *moving = context;
    (void)id_term;
    (void)hash;
    if (moving->count == moving->cap) {
        size_t cap = moving->cap == 0 ? 8 : moving->cap * 2;
        dictum_statement_ref *refs = realloc(moving->refs, cap * sizeof *refs);
        if (refs == NULL) {
            return dictum__nomem(err);
        }
        moving->refs = refs;
        moving->cap = cap;
    }
    moving->refs[moving->count++] = ref;
    return DICTUM_OK;
}

static dictum_status fetch(move *moving, size_t number, dictum_record *record, dictum_error *err)
{
    dictum_status status = dictum__writer_record(moving->writer, moving->refs[number], &moving->stored, err);
    return status == DICTUM_OK ? dictum__record_decode(dictum__buf_slice(&moving->stored), record, err) : status;
}

/* The path inside the file, with the mark in front, where the statement comes from a member of it; else empty. */
static dictum_slice member_of(const move *moving, const dictum_record *record)
{
    size_t file_bytes = moving->old_path.len;
    if (record->path.len <= file_bytes ||
        !dictum__slice_equal((dictum_slice){record->path.data, file_bytes}, dictum__buf_slice(&moving->old_path))) {
        return DICTUM_SLICE("");
    }
    return (dictum_slice){record->path.data + file_bytes, record->path.len - file_bytes};
}

static void join(dictum_buf *out, dictum_slice file, dictum_slice member)
{
    dictum__buf_clear(out);
    dictum__buf_append_slice(out, file);
    dictum__buf_append_slice(out, member);
}

/* A date of the old name that the new one does not give would have to come from elsewhere. */
static bool is_movable(const move *moving, const dictum_record *record)
{
    if (member_of(moving, record).len > 0) {
        return true; /* whose own name stays */
    }
    return (record->date_known != DICTUM__DATE_NAME || moving->date.len > 0) &&
           (record->title_known != DICTUM__TITLE_NAME || moving->title.len > 0);
}

/* Sets what comes from the name. The reader looks at the name before the file's time, and not at all where the
 * document states a date. */
static void rename_record(move *moving, dictum_record *record)
{
    dictum_slice member = member_of(moving, record);
    join(&moving->where, moving->from, member);
    dictum__schema_id(&moving->id, dictum__buf_slice(&moving->where), record->part);
    if (dictum__slice_equal(record->id, dictum__buf_slice(&moving->id))) {
        join(&moving->where, moving->to, member);
        dictum__schema_id(&moving->id, dictum__buf_slice(&moving->where), record->part);
        record->id = dictum__buf_slice(&moving->id);
    }
    if (member.len > 0) {
        join(&moving->where, dictum__buf_slice(&moving->path), member);
        record->path = dictum__buf_slice(&moving->where);
        return;
    }
    record->path = dictum__buf_slice(&moving->path);
    bool from_name = record->date_known == DICTUM__DATE_NAME || record->date_known == DICTUM__DATE_FILE;
    if (from_name && moving->date.len > 0) {
        record->date = dictum__buf_slice(&moving->date);
        record->date_known = DICTUM__DATE_NAME;
    }
    if (record->title_known == DICTUM__TITLE_NAME) {
        record->title = dictum__buf_slice(&moving->title);
    }
}

static dictum_status rewrite(move *moving, size_t number, dictum_error *err)
{
    dictum_record record;
    dictum_status status = fetch(moving, number, &record, err);
    if (status != DICTUM_OK) {
        return status;
    }
    rename_record(moving, &record);
    dictum__buf_clear(&moving->encoded);
    dictum__record_encode(&record, &moving->encoded);
    if (dictum__buf_status(&moving->encoded) != DICTUM_OK || dictum__buf_status(&moving->id) != DICTUM_OK ||
        dictum__buf_status(&moving->where) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_draft statement = {.record = &record, .file = moving->to, .encoded = dictum__buf_slice(&moving->encoded)};
    dictum__sha256(moving->encoded.data, moving->encoded.len, statement.hash);
    return dictum__writer_replace(moving->writer, &moving->refs[number], &statement, err);
}

static dictum_status check(move *moving, bool *movable, dictum_error *err)
{
    dictum_record record;
    dictum_status status = dictum__writer_statements(moving->writer, moving->from, take_ref, moving, err);
    *movable = moving->count > 0;
    for (size_t i = 0; i < moving->count && status == DICTUM_OK && *movable; i++) {
        status = fetch(moving, i, &record, err);
        *movable = status == DICTUM_OK && is_movable(moving, &record);
    }
    return status;
}

static dictum_status put_ledger(const move *moving, const dictum_ledger_entry *from, dictum_error *err)
{
    dictum_ledger_entry entry = *from;
    entry.path = moving->to;
    entry.statements = moving->count;
    dictum_status status = dictum__writer_forget_file(moving->writer, from->path, err);
    return status == DICTUM_OK ? dictum__writer_set_file(moving->writer, &entry, err) : status;
}

dictum_status dictum__move_file(dictum_writer *writer, const dictum_ledger_entry *from, const char *to, uint64_t *moved,
                                dictum_error *err)
{
    move moving = {.writer = writer, .from = from->path, .to = dictum__slice(to)};
    dictum_buf *names[] = {&moving.path, &moving.date, &moving.title, &moving.id, &moving.old_path, &moving.where};
    bool movable = false;
    dictum_status status = DICTUM_OK;
    *moved = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dictum__buf_init(names[i], 4 * (size_t)DICTUM__PATH_BYTES_MAX + DICTUM__FIELD_BYTES_MAX);
    }
    dictum__buf_init(&moving.stored, 2 * DICTUM__FRAME_BYTES_MAX);
    dictum__buf_init(&moving.encoded, 2 * DICTUM__FRAME_BYTES_MAX);
    dictum__utf8_append_repaired(&moving.path, moving.to);
    dictum__utf8_append_repaired(&moving.old_path, moving.from);
    dictum__name_date(to, &moving.date);
    dictum__name_title(to, &moving.title);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == DICTUM_OK; i++) {
        status = dictum__buf_status(names[i]) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        status = check(&moving, &movable, err);
    }
    for (size_t i = 0; i < moving.count && movable && status == DICTUM_OK; i++) {
        status = rewrite(&moving, i, err);
    }
    if (status == DICTUM_OK && movable) {
        status = put_ledger(&moving, from, err);
        *moved = moving.count;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dictum__buf_dispose(names[i]);
    }
    dictum__buf_dispose(&moving.stored);
    dictum__buf_dispose(&moving.encoded);
    free(moving.refs);
    return status;
}
