/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collecting and telling reasons. Invariant: as many are told as there were, even where not all could be kept. */
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/protocol.h"

typedef void (*tell_fn)(void *context, const char *path, dictum_slice reason);

void dictum__reasons_add(dictum_buf *reasons, const dictum_place *place, dictum_slice reason)
{
    size_t member_bytes = place != NULL && place->member.data != NULL ? place->member.len + 1 : 0;
    if (reasons->len + member_bytes + reason.len + 1 > DICTUM__LEDGER_REASON_MAX) {
        return;
    }
    if (reasons->len > 0) {
        dictum__buf_append_char(reasons, '\n');
    }
    if (member_bytes > 0) {
        dictum__buf_append_slice(reasons, place->member);
        dictum__buf_append_char(reasons, '\t');
    }
    size_t begun = reasons->len;
    dictum__buf_append_slice(reasons, reason);
    for (size_t i = begun; i < reasons->len; i++) {
        bool divides = reasons->data[i] == '\t' || reasons->data[i] == '\n';
        reasons->data[i] = divides ? ' ' : reasons->data[i];
    }
}

bool dictum__reasons_next(dictum_slice *reasons, dictum_slice *member, dictum_slice *reason)
{
    if (reasons->len == 0) {
        return false;
    }
    const char *end = memchr(reasons->data, '\n', reasons->len);
    size_t length = end != NULL ? (size_t)(end - reasons->data) : reasons->len;
    const char *tab = memchr(reasons->data, '\t', length);
    size_t member_bytes = tab != NULL ? (size_t)(tab - reasons->data) : 0;
    size_t start = member_bytes + (tab != NULL);
    *member = (dictum_slice){tab != NULL ? reasons->data : NULL, member_bytes};
    *reason = (dictum_slice){reasons->data + start, length - start};
    length += end != NULL;
    *reasons = (dictum_slice){reasons->data + length, reasons->len - length};
    return true;
}

static void tell_member(const dictum_update_hooks *hooks, tell_fn tell, const char *file, dictum_slice member,
                        dictum_slice reason)
{
    dictum_buf path;
    dictum__buf_init(&path, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    dictum__buf_append_str(&path, file);
    dictum__buf_append_str(&path, DICTUM__MEMBER_MARK);
    dictum__buf_append_slice(&path, member);
    tell(hooks->context, dictum__buf_status(&path) == DICTUM_OK ? path.data : file, reason);
    dictum__buf_dispose(&path);
}

static void tell_lines(const dictum_update_hooks *hooks, tell_fn tell, const char *file, dictum_slice reasons,
                       uint64_t count, const char *what)
{
    dictum_slice member, reason;
    char more[64];
    if (tell == NULL) {
        return;
    }
    for (; count > 0 && dictum__reasons_next(&reasons, &member, &reason); count--) {
        if (member.data != NULL) {
            tell_member(hooks, tell, file, member, reason);
        } else {
            tell(hooks->context, file, reason);
        }
    }
    if (count > 0) {
        (void)snprintf(more, sizeof more, "%" PRIu64 " more %s%s", count, what, count == 1 ? "" : "s");
        tell(hooks->context, file, dictum__slice(more));
    }
}

void dictum__report_entry(const dictum_update_hooks *hooks, const char *file, const dictum_ledger_entry *entry,
                          dictum_update_counts *counts)
{
    counts->problems += entry->problems;
    counts->skipped += entry->skipped;
    tell_lines(hooks, hooks->problem, file, entry->reasons, entry->problems, "problem");
    tell_lines(hooks, hooks->skipped, file, entry->skip_reasons, entry->skipped, "member");
}
