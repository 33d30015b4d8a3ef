/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger's encoding and its form in memory. Invariant: what encode() writes, decode() gives back; any
 * other bytes are refused. */
#include "indexer/ledger.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"
#include "lib/sha256.h"

#define LEDGER_VERSION 2
#define LEDGER_VERSION_OLD 1
/* Longest key with the path itself in it; Xapian takes about 250 bytes. */
#define KEY_BYTES_MAX 200
#define HASH_MARK "#"
#define HASH_DIGITS 40

bool dictum__signature_equal(const dictum_signature *a, const dictum_signature *b)
{
    return a->size_bytes == b->size_bytes && a->mtime_ns == b->mtime_ns && a->inode == b->inode;
}

bool dictum__path_is_under(dictum_slice path, dictum_slice folder)
{
    if (path.len < folder.len || memcmp(path.data, folder.data, folder.len) != 0) {
        return false;
    }
    bool at_border = folder.len > 0 && folder.data[folder.len - 1] == '/';
    return path.len == folder.len || at_border || path.data[folder.len] == '/';
}

void dictum__ledger_prefix(dictum_buf *out, const char *kind, dictum_slice path)
{
    dictum__buf_clear(out);
    dictum__buf_append_str(out, kind);
    size_t room = KEY_BYTES_MAX - strlen(kind);
    dictum__buf_append(out, path.data, path.len < room ? path.len : room);
}

void dictum__ledger_prefix_hashed(dictum_buf *out, const char *kind)
{
    dictum__buf_clear(out);
    dictum__buf_append_str(out, kind);
    dictum__buf_append_str(out, HASH_MARK);
}

void dictum__ledger_key(dictum_buf *out, const char *kind, dictum_slice path)
{
    if (path.len <= KEY_BYTES_MAX - strlen(kind)) {
        dictum__ledger_prefix(out, kind, path);
        return;
    }
    uint8_t digest[DICTUM__SHA256_BYTES];
    char hex[HASH_DIGITS + 1];
    dictum__sha256(path.data, path.len, digest);
    dictum__sha256_hex(digest, hex, HASH_DIGITS);
    dictum__ledger_prefix_hashed(out, kind);
    dictum__buf_append_str(out, hex);
}

static uint64_t zigzag(int64_t value)
{
    return value < 0 ? ~((uint64_t)value << 1) : (uint64_t)value << 1;
}

static int64_t unzigzag(uint64_t value)
{
    uint64_t half = value >> 1;
    return (value & 1) != 0 ? -(int64_t)half - 1 : (int64_t)half;
}

static dictum_slice cut(dictum_slice reasons)
{
    size_t kept = reasons.len < DICTUM__LEDGER_REASON_MAX ? reasons.len : DICTUM__LEDGER_REASON_MAX;
    return (dictum_slice){reasons.data, kept};
}

void dictum__ledger_encode(dictum_buf *out, const dictum_ledger_entry *entry)
{
    dictum__buf_clear(out);
    dictum__buf_append_varint(out, LEDGER_VERSION);
    dictum__buf_append_varint(out, entry->signature.size_bytes);
    dictum__buf_append_varint(out, zigzag(entry->signature.mtime_ns));
    dictum__buf_append_varint(out, entry->signature.inode);
    dictum__buf_append_varint(out, (uint64_t)entry->status);
    dictum__buf_append_varint(out, entry->readers);
    dictum__buf_append_varint(out, entry->statements);
    dictum__buf_append_varint(out, entry->problems);
    dictum__buf_append_counted(out, cut(entry->reasons));
    dictum__buf_append_counted(out, entry->path);
    dictum__buf_append_varint(out, entry->settings);
    dictum__buf_append_varint(out, entry->skipped);
    dictum__buf_append_counted(out, cut(entry->skip_reasons));
}

/* What version 1 did not have; there the one reason was that for skipping where the file was skipped. */
static bool take_further(uint64_t version, dictum_slice *value, dictum_ledger_entry *entry)
{
    if (version == LEDGER_VERSION) {
        return dictum__take_varint(value, &entry->settings) && dictum__take_varint(value, &entry->skipped) &&
               dictum__take_counted(value, &entry->skip_reasons);
    }
    entry->skip_reasons = (dictum_slice){"", 0};
    if (entry->status == DICTUM__FILE_SKIPPED) {
        entry->skipped = 1;
        entry->skip_reasons = entry->reasons;
        entry->reasons = (dictum_slice){"", 0};
    }
    return version == LEDGER_VERSION_OLD;
}

dictum_status dictum__ledger_decode(dictum_slice value, dictum_ledger_entry *entry, dictum_error *err)
{
    uint64_t version = 0, mtime = 0, status = 0;
    memset(entry, 0, sizeof *entry);
    if (!dictum__take_varint(&value, &version)) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index's list of files is damaged");
    }
    if (version > LEDGER_VERSION) {
        return dictum__fail(err, DICTUM_VERSION, "the index's list of files was written by a later version of dictum");
    }
    bool whole = dictum__take_varint(&value, &entry->signature.size_bytes) && dictum__take_varint(&value, &mtime) &&
                 dictum__take_varint(&value, &entry->signature.inode) && dictum__take_varint(&value, &status) &&
                 dictum__take_varint(&value, &entry->readers) && dictum__take_varint(&value, &entry->statements) &&
                 dictum__take_varint(&value, &entry->problems) && dictum__take_counted(&value, &entry->reasons) &&
                 dictum__take_counted(&value, &entry->path);
    if (!whole || status > DICTUM__PLACE_PROBLEM || entry->path.len == 0 || entry->path.data[0] != '/' ||
        memchr(entry->path.data, '\0', entry->path.len) != NULL) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index's list of files is damaged");
    }
    entry->signature.mtime_ns = unzigzag(mtime);
    entry->status = (dictum__file_status)status;
    return take_further(version, &value, entry) && value.len == 0
               ? DICTUM_OK
               : dictum__fail(err, DICTUM_CORRUPT, "the index's list of files is damaged");
}

void dictum__ledger_init(dictum_ledger *ledger)
{
    memset(ledger, 0, sizeof *ledger);
}

void dictum__ledger_dispose(dictum_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        free(ledger->items[i].storage);
    }
    free(ledger->items);
    dictum__ledger_init(ledger);
}

/* Copies a slice's bytes and a NUL to `storage`, points it there, and gives the place behind. */
static char *move_in(dictum_slice *slice, char *storage)
{
    if (slice->len > 0) {
        memcpy(storage, slice->data, slice->len);
    }
    storage[slice->len] = '\0';
    slice->data = storage;
    return storage + slice->len + 1;
}

dictum_status dictum__ledger_add(dictum_ledger *ledger, const dictum_ledger_entry *entry, dictum_error *err)
{
    if (ledger->count == ledger->cap) {
        size_t cap = ledger->cap == 0 ? 64 : ledger->cap * 2;
        dictum_ledger_item *items = realloc(ledger->items, cap * sizeof *items);
        if (items == NULL) {
            return dictum__nomem(err);
        }
        ledger->items = items;
        ledger->cap = cap;
    }
    char *storage = malloc(entry->path.len + entry->reasons.len + entry->skip_reasons.len + 3);
    if (storage == NULL) {
        return dictum__nomem(err);
    }
    dictum_ledger_item *item = &ledger->items[ledger->count++];
    *item = (dictum_ledger_item){*entry, storage};
    storage = move_in(&item->entry.path, storage);
    storage = move_in(&item->entry.reasons, storage);
    (void)move_in(&item->entry.skip_reasons, storage);
    ledger->sorted = false;
    return DICTUM_OK;
}

static int compare_items(const void *a, const void *b)
{
    return dictum__slice_compare(((const dictum_ledger_item *)a)->entry.path,
                                 ((const dictum_ledger_item *)b)->entry.path);
}

void dictum__ledger_sort(dictum_ledger *ledger)
{
    if (ledger->count > 0) {
        qsort(ledger->items, ledger->count, sizeof *ledger->items, compare_items);
    }
    size_t kept = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        if (kept > 0 && compare_items(&ledger->items[kept - 1], &ledger->items[i]) == 0) {
            free(ledger->items[i].storage);
        } else {
            ledger->items[kept++] = ledger->items[i];
        }
    }
    ledger->count = kept;
    ledger->sorted = true;
}

size_t dictum__ledger_lower_bound(const dictum_ledger *ledger, dictum_slice path)
{
    assert(ledger->sorted || ledger->count == 0);
    size_t low = 0, high = ledger->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dictum__slice_compare(ledger->items[middle].entry.path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const dictum_ledger_entry *dictum__ledger_find(const dictum_ledger *ledger, dictum_slice path)
{
    size_t at = dictum__ledger_lower_bound(ledger, path);
    if (at < ledger->count && dictum__slice_equal(ledger->items[at].entry.path, path)) {
        return &ledger->items[at].entry;
    }
    return NULL;
}

void dictum__ledger_subtract(dictum_ledger *ledger, const dictum_ledger *other)
{
    size_t kept = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        if (dictum__ledger_find(other, ledger->items[i].entry.path) != NULL) {
            free(ledger->items[i].storage);
        } else {
            ledger->items[kept++] = ledger->items[i];
        }
    }
    ledger->count = kept;
}
