/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stub files and retired statements. Invariant: nothing that is read here is trusted to be of any form. */
#include "lib/shards.h"

#include <string.h>

#include "lib/schema.h"

#define STUB_WORD "auto "

static bool is_name(dictum_slice name)
{
    const size_t prefix = sizeof DICTUM__SHARD_PREFIX - 1;
    if (name.len != DICTUM__SHARD_NAME_BYTES || memcmp(name.data, DICTUM__SHARD_PREFIX, prefix) != 0) {
        return false;
    }
    for (size_t i = prefix; i < name.len; i++) {
        if (memchr("0123456789abcdef", name.data[i], 16) == NULL) {
            return false;
        }
    }
    return true;
}

bool dictum__shard_is_name(const char *name)
{
    return is_name(dictum__slice(name));
}

/* Takes a line off, without its end. */
static dictum_slice take_line(dictum_slice *text)
{
    const char *end = text->len > 0 ? memchr(text->data, '\n', text->len) : NULL;
    dictum_slice line = {text->data, end != NULL ? (size_t)(end - text->data) : text->len};
    size_t taken = line.len + (end != NULL);
    if (taken > 0) {
        text->data += taken;
        text->len -= taken;
    }
    return line;
}

bool dictum__shard_list_parse(dictum_slice stub, dictum_shard_list *list)
{
    const size_t word = sizeof STUB_WORD - 1;
    list->count = 0;
    while (stub.len > 0) {
        dictum_slice line = take_line(&stub);
        if (line.len < word || memcmp(line.data, STUB_WORD, word) != 0 || list->count == DICTUM__SHARDS_MAX) {
            return false;
        }
        dictum_slice name = {line.data + word, line.len - word};
        if (!is_name(name) || dictum__shard_list_find(list, name) != SIZE_MAX) {
            return false;
        }
        char *text = list->names[list->count++].text;
        memcpy(text, name.data, name.len);
        text[name.len] = '\0';
    }
    return list->count > 0;
}

void dictum__shard_list_write(const dictum_shard_list *list, dictum_buf *out)
{
    for (size_t i = 0; i < list->count; i++) {
        dictum__buf_appendf(out, STUB_WORD "%s\n", list->names[i].text);
    }
}

size_t dictum__shard_list_find(const dictum_shard_list *list, dictum_slice name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (dictum__slice_equal(dictum__slice(list->names[i].text), name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

xap_status dictum__shard_is_retired(xap_db *shard, uint32_t docid, bool *retired, xap_error *xerr)
{
    xap_doc *doc = NULL;
    const char *value = NULL;
    size_t bytes = 0;
    xap_status status = xap_db_document(shard, docid, &doc, xerr);
    if (status == XAP_OK) {
        status = xap_doc_value(doc, DICTUM__SLOT_RETIRED, &value, &bytes, xerr);
    }
    *retired = status == XAP_OK && bytes > 0;
    xap_doc_free(doc);
    return status;
}

bool dictum__retiring_next(dictum_slice *list, dictum_slice *name, dictum_slice *docids)
{
    dictum_slice line = take_line(list);
    if (line.len <= DICTUM__SHARD_NAME_BYTES || !is_name((dictum_slice){line.data, DICTUM__SHARD_NAME_BYTES})) {
        return false;
    }
    *name = (dictum_slice){line.data, DICTUM__SHARD_NAME_BYTES};
    *docids = (dictum_slice){line.data + DICTUM__SHARD_NAME_BYTES, line.len - DICTUM__SHARD_NAME_BYTES};
    return true;
}

uint32_t dictum__retiring_docid(dictum_slice *docids)
{
    uint64_t number = 0;
    size_t at = 1;
    if (docids->len < 2 || docids->data[0] != ' ') {
        return 0;
    }
    while (at < docids->len && docids->data[at] >= '0' && docids->data[at] <= '9' && number <= UINT32_MAX) {
        number = number * 10 + (uint64_t)(docids->data[at] - '0');
        at++;
    }
    docids->data += at;
    docids->len -= at;
    return at > 1 && number <= UINT32_MAX ? (uint32_t)number : 0;
}
