/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking in one file. Invariant: whatever is in the index of this file is in the set of known statements, with
 * the hash of the record as it stands there; so any moment is a good one for a commit. */
#include "indexer/intake.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/known.h"
#include "indexer/protocol.h"
#include "indexer/report.h"
#include "indexer/spot.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/utf8.h"

#define STDIN_NAME "-"
/* An id in a message is cut to this. */
#define ID_SHOWN_MAX 80

struct dictum_intake {
    dictum_writer *writer;
    char *file;
    bool is_stdin;
    uint64_t settings;
    dictum_known_set set;
    dictum_buf path;    /* the file's path as valid UTF-8 */
    dictum_buf where;   /* path of a member */
    dictum_buf shown;   /* the same as valid UTF-8 */
    dictum_buf id;      /* one that was made */
    dictum_buf id_term; /* of the statement at hand */
    dictum_buf encoded; /* the statement at hand; or one of the index */
    dictum_buf reasons; /* of problems, one a line */
    dictum_buf skip_reasons;
    uint64_t problems, skipped;
    dictum_spot last;      /* of the statement read last */
    dictum_spot complaint; /* of the last problem, where that has not been settled */
    bool broken;           /* a part gave a problem and no statement: nobody knows which one it was */
    bool refused;
    bool changed; /* while it was read */
};

static dictum_status take_known(void *context, dictum_statement_ref ref, dictum_slice id_term, const uint8_t hash[32],
                                dictum_error *err)
{
    dictum_intake *intake = context;
    dictum_known *item = dictum__known_add(&intake->set, id_term);
    if (item == NULL) {
        return dictum__nomem(err);
    }
    item->ref = ref;
    item->was_there = true;
    memcpy(item->before, hash, sizeof item->before);
    memcpy(item->now, hash, sizeof item->now);
    return DICTUM_OK;
}

dictum_status dictum__intake_new(dictum_intake **out, dictum_writer *writer, const char *file, bool known,
                                 uint64_t settings, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *out = NULL;
    dictum_intake *intake = calloc(1, sizeof *intake);
    if (intake == NULL) {
        return dictum__nomem(err);
    }
    intake->writer = writer;
    intake->settings = settings;
    intake->is_stdin = strcmp(file, STDIN_NAME) == 0;
    dictum__known_init(&intake->set);
    dictum__buf_init(&intake->path, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    dictum__buf_init(&intake->id, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&intake->id_term, DICTUM__TERM_BYTES_MAX);
    dictum__buf_init(&intake->encoded, 2 * DICTUM__FRAME_BYTES_MAX);
    dictum__buf_init(&intake->reasons, DICTUM__LEDGER_REASON_MAX);
    dictum__buf_init(&intake->skip_reasons, DICTUM__LEDGER_REASON_MAX);
    dictum__buf_init(&intake->where, 4 * (size_t)DICTUM__PATH_BYTES_MAX + DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&intake->shown, 4 * (size_t)DICTUM__PATH_BYTES_MAX + DICTUM__FIELD_BYTES_MAX);
    dictum__spot_init(&intake->last);
    dictum__spot_init(&intake->complaint);
    intake->file = strdup(file);
    dictum__utf8_append_repaired(&intake->path, dictum__slice(file));
    if (intake->file == NULL || dictum__buf_status(&intake->path) != DICTUM_OK) {
        status = dictum__nomem(err);
    } else if (known) {
        status = dictum__writer_statements(writer, dictum__slice(file), take_known, intake, err);
    }
    if (status != DICTUM_OK) {
        dictum__intake_free(intake);
        return status;
    }
    *out = intake;
    return DICTUM_OK;
}

void dictum__intake_free(dictum_intake *intake)
{
    if (intake == NULL) {
        return;
    }
    dictum__known_dispose(&intake->set);
    dictum__buf_dispose(&intake->path);
    dictum__buf_dispose(&intake->id);
    dictum__buf_dispose(&intake->id_term);
    dictum__buf_dispose(&intake->encoded);
    dictum__buf_dispose(&intake->reasons);
    dictum__buf_dispose(&intake->skip_reasons);
    dictum__buf_dispose(&intake->where);
    dictum__buf_dispose(&intake->shown);
    dictum__spot_dispose(&intake->last);
    dictum__spot_dispose(&intake->complaint);
    free(intake->file);
    free(intake);
}

/* `place` may be NULL: the file. */
static void note_problem(dictum_intake *intake, const dictum_place *place, dictum_slice reason)
{
    intake->problems++;
    dictum__reasons_add(&intake->reasons, place, reason);
}

/* The path of the file, or of a member of it, of which the ids are made: any bytes. Into intake->where. */
static dictum_slice where(dictum_intake *intake, dictum_slice member)
{
    if (member.data == NULL) {
        return dictum__slice(intake->file);
    }
    dictum__buf_clear(&intake->where);
    dictum__buf_append_str(&intake->where, intake->file);
    dictum__buf_append_str(&intake->where, DICTUM__MEMBER_MARK);
    dictum__buf_append_slice(&intake->where, member);
    return dictum__buf_slice(&intake->where);
}

/* Whether it is known which statement of the index, if any, stands in a place that cannot be read: then that one stays,
 * and it is no reason to keep others. */
static bool keeps_its_own(dictum_intake *intake, const dictum_place *place)
{
    dictum_slice id = place->id;
    bool stated = id.data != NULL;
    if ((place->part == 0 && !place->single) || intake->is_stdin) {
        return false;
    }
    if (!stated) {
        dictum__schema_id(&intake->id, where(intake, place->member), place->part);
        id = dictum__buf_slice(&intake->id);
    }
    dictum__schema_term(&intake->id_term, DICTUM__PREFIX_ID, id);
    if (dictum__buf_status(&intake->id_term) != DICTUM_OK || dictum__buf_status(&intake->id) != DICTUM_OK ||
        dictum__buf_status(&intake->where) != DICTUM_OK) {
        return false;
    }
    dictum_known *item = dictum__known_find(&intake->set, dictum__buf_slice(&intake->id_term));
    if (item != NULL) {
        item->seen = true;
    }
    return stated || place->single || item != NULL;
}

/* A complaint about a place that also gives a statement, just before or after, leaves nothing unknown. */
void dictum__intake_problem(dictum_intake *intake, const dictum_place *place, dictum_slice reason)
{
    bool same = dictum__spot_is(&intake->last, place);
    note_problem(intake, place, reason);
    if (!same && keeps_its_own(intake, place)) {
        return;
    }
    if (intake->complaint.is_set && !dictum__spot_is(&intake->complaint, place)) {
        intake->broken = true;
    }
    if (same) {
        dictum__spot_clear(&intake->complaint);
    } else {
        dictum__spot_set(&intake->complaint, place);
    }
}

void dictum__intake_skipped(dictum_intake *intake, const dictum_place *place, dictum_slice reason)
{
    intake->skipped++;
    dictum__reasons_add(&intake->skip_reasons, place, reason);
}

void dictum__intake_changed(dictum_intake *intake)
{
    intake->changed = true;
    note_problem(intake, NULL, DICTUM_SLICE("it was changed while it was read"));
}

bool dictum__intake_is_refused(const dictum_intake *intake)
{
    return intake->refused;
}

void dictum__intake_again(dictum_intake *intake)
{
    for (size_t i = 0; i < intake->set.count; i++) {
        intake->set.items[i].seen = false;
    }
    dictum__buf_clear(&intake->reasons);
    dictum__buf_clear(&intake->skip_reasons);
    intake->problems = intake->skipped = 0;
    dictum__spot_clear(&intake->last);
    dictum__spot_clear(&intake->complaint);
    intake->broken = intake->refused = intake->changed = false;
}

/* ---- one statement ----------------------------------------------------------------------------------------- */

static dictum_status encode(dictum_intake *intake, const dictum_record *record, dictum_error *err)
{
    dictum__buf_clear(&intake->encoded);
    dictum__record_encode(record, &intake->encoded);
    return dictum__buf_status(&intake->encoded) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* The id of a record that has none. Of a file: from path and part, the same for as long as these are. Lines of
 * standard input are others each time, so there it is made from the content. */
static dictum_status make_id(dictum_intake *intake, dictum_record *record, const dictum_place *place, dictum_error *err)
{
    if (!intake->is_stdin) {
        dictum__schema_id(&intake->id, where(intake, place->member), place->part);
        record->part = place->part;
    } else {
        dictum_status status = encode(intake, record, err);
        if (status != DICTUM_OK) {
            return status;
        }
        dictum__schema_id(&intake->id, dictum__buf_slice(&intake->encoded), 0);
    }
    record->id = dictum__buf_slice(&intake->id);
    return dictum__buf_status(&intake->id) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* Whether a statement of the index came from standard input, as this one does: then it is the same one. */
static dictum_status is_from_stdin(dictum_intake *intake, dictum_statement_ref ref, dictum_known **item,
                                   dictum_slice *holder, dictum_buf *stored, dictum_error *err)
{
    dictum_record record;
    uint8_t hash[32];
    bool is_new = false;
    *item = NULL;
    dictum_status status = dictum__writer_is_new(intake->writer, ref, &is_new, stored, err);
    if (status == DICTUM_OK && is_new) { /* of another file: what this one has given is known */
        *holder = dictum__buf_slice(stored);
        return DICTUM_OK;
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_record(intake->writer, ref, stored, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__record_decode(dictum__buf_slice(stored), &record, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    *holder = record.path.data != NULL ? record.path : DICTUM_SLICE("standard input");
    if (intake->is_stdin && record.path.data == NULL) {
        dictum__sha256(stored->data, stored->len, hash);
        status = take_known(intake, ref, dictum__buf_slice(&intake->id_term), hash, err);
        *item = status == DICTUM_OK ? &intake->set.items[intake->set.count - 1] : NULL;
    }
    return status;
}

/* Looks the id up outside this file. Gives *item where it is ours after all, and refuses it where it is not. */
static dictum_status look_elsewhere(dictum_intake *intake, const dictum_place *place, dictum_slice id,
                                    dictum_known **item, bool *refused, dictum_error *err)
{
    dictum_statement_ref ref;
    dictum_slice holder;
    dictum_buf stored, reason;
    *refused = false;
    dictum_status status = dictum__writer_find(intake->writer, dictum__buf_slice(&intake->id_term), &ref, err);
    if (status == DICTUM_NOT_FOUND) {
        return DICTUM_OK;
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__buf_init(&stored, 2 * DICTUM__FRAME_BYTES_MAX);
    dictum__buf_init(&reason, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    status = is_from_stdin(intake, ref, item, &holder, &stored, err);
    if (status == DICTUM_OK && *item == NULL) {
        *refused = intake->refused = true;
        int shown = id.len < ID_SHOWN_MAX ? (int)id.len : ID_SHOWN_MAX;
        if (place->part > 0) {
            dictum__buf_appendf(&reason, "line %" PRIu64 ": ", place->part);
        }
        dictum__buf_appendf(&reason, "the id %.*s is already used by %.*s", shown, id.data, (int)holder.len,
                            holder.data);
        note_problem(intake, place, dictum__buf_slice(&reason));
    }
    dictum__buf_dispose(&stored);
    dictum__buf_dispose(&reason);
    return status;
}

static dictum_status write_statement(dictum_intake *intake, const dictum_draft *statement, dictum_known *item,
                                     dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (item == NULL) {
        item = dictum__known_add(&intake->set, dictum__buf_slice(&intake->id_term));
        if (item == NULL) {
            return dictum__nomem(err);
        }
        item->gone = true;
    }
    if (item->gone) {
        status = dictum__writer_add(intake->writer, statement, &item->ref, err);
        item->gone = status != DICTUM_OK;
    } else if (memcmp(item->now, statement->hash, sizeof item->now) != 0) {
        status = dictum__writer_replace(intake->writer, &item->ref, statement, err);
    }
    if (status == DICTUM_OK) {
        memcpy(item->now, statement->hash, sizeof item->now);
        item->seen = true;
    }
    return status;
}

/* What a statement's place settles, and the path that it gives it. */
static dictum_status take_place(dictum_intake *intake, const dictum_place *place, dictum_record *record,
                                dictum_error *err)
{
    if (intake->complaint.is_set && !dictum__spot_is(&intake->complaint, place)) {
        intake->broken = true;
    }
    dictum__spot_clear(&intake->complaint);
    dictum__spot_set(&intake->last, place);
    record->part = 0;
    record->path = intake->is_stdin ? (dictum_slice){NULL, 0} : dictum__buf_slice(&intake->path);
    if (place->member.data != NULL) {
        dictum__buf_clear(&intake->shown);
        dictum__buf_append_slice(&intake->shown, dictum__buf_slice(&intake->path));
        dictum__buf_append_str(&intake->shown, DICTUM__MEMBER_MARK);
        dictum__buf_append_slice(&intake->shown, place->member);
        record->path = dictum__buf_slice(&intake->shown);
    }
    if (dictum__buf_status(&intake->last.member) != DICTUM_OK || dictum__buf_status(&intake->shown) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return DICTUM_OK;
}

dictum_status dictum__intake_statement(dictum_intake *intake, const dictum_place *place, const dictum_record *read,
                                       dictum_error *err)
{
    dictum_record record = *read;
    bool refused = false;
    dictum_status status = take_place(intake, place, &record, err);
    if (status == DICTUM_OK && record.id.len == 0) {
        status = make_id(intake, &record, place, err);
    }
    if (status == DICTUM_OK) {
        status = encode(intake, &record, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__schema_term(&intake->id_term, DICTUM__PREFIX_ID, record.id);
    if (dictum__buf_status(&intake->id_term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_known *item = dictum__known_find(&intake->set, dictum__buf_slice(&intake->id_term));
    if (item == NULL || item->gone) {
        dictum_known *other = NULL;
        status = look_elsewhere(intake, place, record.id, &other, &refused, err);
        item = other != NULL ? other : item;
    }
    if (status != DICTUM_OK || refused) {
        return status;
    }
    dictum_draft statement = {
        .record = &record, .file = dictum__slice(intake->file), .encoded = dictum__buf_slice(&intake->encoded)};
    dictum__sha256(intake->encoded.data, intake->encoded.len, statement.hash);
    return write_statement(intake, &statement, item, err);
}

/* ---- the end ----------------------------------------------------------------------------------------------- */

/* Whether the file had statements and gives none any more. */
static bool is_emptied(const dictum_intake *intake, dictum_read_outcome outcome)
{
    if (intake->is_stdin || intake->refused || outcome == DICTUM__READ_PROBLEM) {
        return false;
    }
    for (size_t i = 0; i < intake->set.count; i++) {
        if (intake->set.items[i].seen) {
            return false;
        }
    }
    return intake->set.count > 0;
}

/* Whether what this reading did not bring stays in the index: it may be that it only could not be read. */
static bool keeps_unseen(const dictum_intake *intake, dictum_read_outcome outcome, bool allow_empty)
{
    return intake->is_stdin || outcome == DICTUM__READ_PROBLEM || intake->broken || intake->complaint.is_set ||
           intake->changed || (!allow_empty && is_emptied(intake, outcome));
}

dictum_status dictum__intake_release(dictum_intake *intake, dictum_read_outcome outcome, bool allow_empty,
                                     dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (keeps_unseen(intake, outcome, allow_empty)) {
        return DICTUM_OK;
    }
    for (size_t i = 0; i < intake->set.count && status == DICTUM_OK; i++) {
        dictum_known *item = &intake->set.items[i];
        if (!item->seen && !item->gone) {
            status = dictum__writer_remove(intake->writer, item->ref, err);
            item->gone = true;
        }
    }
    return status;
}

/* Counts what has become of each statement; gives how many the index has of the file. */
static uint64_t count_statements(const dictum_intake *intake, dictum_update_counts *counts)
{
    uint64_t statements = 0;
    for (size_t i = 0; i < intake->set.count; i++) {
        const dictum_known *item = &intake->set.items[i];
        statements += !item->gone;
        if (item->gone) {
            counts->removed += item->was_there;
        } else if (!item->was_there) {
            counts->added++;
        } else if (memcmp(item->before, item->now, sizeof item->now) != 0) {
            counts->updated++;
        } else {
            counts->unchanged++;
        }
    }
    return statements;
}

/* What the ledger is to say of how it went; notes the problem that ended it. */
static dictum__file_status judge(dictum_intake *intake, dictum_read_outcome outcome, dictum_slice reason,
                                 bool allow_empty)
{
    if (outcome == DICTUM__READ_PROBLEM) {
        note_problem(intake, NULL, reason);
        return DICTUM__FILE_PROBLEM;
    }
    if (is_emptied(intake, outcome) && !allow_empty) {
        dictum_buf kept;
        dictum__buf_init(&kept, DICTUM__LEDGER_REASON_MAX);
        dictum__buf_append_slice(&kept, reason.len > 0 ? reason : DICTUM_SLICE("it holds no statement any more"));
        dictum__buf_append_str(&kept, "; what the index has of it is kept (--allow-empty forgets that)");
        note_problem(intake, NULL, dictum__buf_slice(&kept));
        dictum__buf_dispose(&kept);
        return DICTUM__FILE_PROBLEM;
    }
    return outcome == DICTUM__READ_SKIPPED ? DICTUM__FILE_SKIPPED : DICTUM__FILE_READ;
}

/* Whether it may read differently although it does not change any more: it may not be opened, waits for an id, or was
 * read while it changed. */
static bool must_be_read_again(const dictum_intake *intake, dictum__file_status file_status)
{
    return intake->refused || intake->changed ||
           (file_status == DICTUM__FILE_PROBLEM && access(intake->file, R_OK) != 0);
}

/* What the ledger is to say of the file; notes what ended its reading. */
static dictum_ledger_entry make_entry(dictum_intake *intake, dictum_read_outcome outcome, dictum_slice reason,
                                      const dictum_signature *signature, bool allow_empty)
{
    dictum_ledger_entry entry = {.path = dictum__slice(intake->file),
                                 .readers = DICTUM__LEDGER_READERS,
                                 .settings = intake->settings,
                                 .status = judge(intake, outcome, reason, allow_empty)};
    if (entry.status == DICTUM__FILE_SKIPPED) {
        intake->skipped++;
        dictum__reasons_add(&intake->skip_reasons, NULL, reason);
    }
    if (!must_be_read_again(intake, entry.status)) {
        entry.signature = *signature;
    }
    entry.problems = intake->problems;
    entry.skipped = intake->skipped;
    entry.reasons = dictum__buf_slice(&intake->reasons);
    entry.skip_reasons = dictum__buf_slice(&intake->skip_reasons);
    return entry;
}

dictum_status dictum__intake_end(dictum_intake *intake, dictum_read_outcome outcome, dictum_slice reason,
                                 const dictum_signature *signature, bool allow_empty, const dictum_update_hooks *hooks,
                                 dictum_update_counts *counts, dictum_error *err)
{
    dictum_status status = dictum__intake_release(intake, outcome, allow_empty, err);
    if (status != DICTUM_OK) {
        return status;
    }
    dictum_ledger_entry entry = make_entry(intake, outcome, reason, signature, allow_empty);
    entry.statements = count_statements(intake, counts);
    dictum__report_entry(hooks, intake->file, &entry, counts);
    return intake->is_stdin ? DICTUM_OK : dictum__writer_set_file(intake->writer, &entry, err);
}

dictum_status dictum__intake_suspend(dictum_intake *intake, dictum_error *err)
{
    dictum_update_counts ignored = {.added = 0};
    dictum_ledger_entry entry = {.path = dictum__slice(intake->file),
                                 .status = DICTUM__FILE_READ,
                                 .readers = DICTUM__LEDGER_READERS,
                                 .settings = intake->settings,
                                 .statements = count_statements(intake, &ignored)};
    return intake->is_stdin ? DICTUM_OK : dictum__writer_set_file(intake->writer, &entry, err);
}
