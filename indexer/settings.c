/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user says of documents. Invariant: a value is valid UTF-8 without control characters. */
#include "indexer/settings.h"

#include <string.h>

#include "lib/record.h"
#include "lib/sha256.h"
#include "lib/utf8.h"

void dictum__settings_init(dictum_settings *settings)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        dictum__buf_init(&settings->values[i], DICTUM__FIELD_BYTES_MAX);
    }
}

void dictum__settings_dispose(dictum_settings *settings)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        dictum__buf_dispose(&settings->values[i]);
    }
}

void dictum__settings_clear(dictum_settings *settings)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        dictum__buf_clear(&settings->values[i]);
    }
}

void dictum__settings_encode(const dictum_settings *settings, dictum_buf *out)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (settings->values[i].len > 0) {
            dictum__buf_append_varint(out, i);
            dictum__buf_append_counted(out, dictum__buf_slice(&settings->values[i]));
        }
    }
}

bool dictum__settings_is_value(dictum_slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        if ((unsigned char)value.data[i] < 0x20 || value.data[i] == 0x7F) {
            return false;
        }
    }
    return value.len > 0 && dictum__utf8_is_valid(value);
}

bool dictum__settings_decode(dictum_slice bytes, dictum_settings *settings)
{
    dictum__settings_clear(settings);
    while (bytes.len > 0) {
        uint64_t setting;
        dictum_slice value;
        if (!dictum__take_varint(&bytes, &setting) || !dictum__take_counted(&bytes, &value) ||
            setting >= DICTUM__SETTINGS || settings->values[setting].len > 0 || !dictum__settings_is_value(value)) {
            return false;
        }
        dictum__buf_append_slice(&settings->values[setting], value);
    }
    return true;
}

dictum_status dictum__settings_status(const dictum_settings *settings, dictum_error *err)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (dictum__buf_status(&settings->values[i]) != DICTUM_OK) {
            return dictum__nomem(err);
        }
    }
    return DICTUM_OK;
}

uint64_t dictum__settings_hash(dictum_slice encoded)
{
    uint8_t digest[DICTUM__SHA256_BYTES];
    uint64_t hash = 0;
    if (encoded.len == 0) {
        return 0;
    }
    dictum__sha256(encoded.data, encoded.len, digest);
    for (size_t i = 0; i < sizeof hash; i++) {
        hash = hash << 8 | digest[i];
    }
    return hash != 0 ? hash : 1;
}
