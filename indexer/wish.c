/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one command line says of the documents. Invariant: whatever is in a wish is without fault, or empty. */
#include <string.h>

#include "indexer/remembered.h"

void dictum__wish_init(dictum_wish *wish)
{
    memset(wish, 0, sizeof *wish);
    dictum__settings_init(&wish->said);
    dictum__globs_init(&wish->ignores);
}

void dictum__wish_dispose(dictum_wish *wish)
{
    dictum__settings_dispose(&wish->said);
    dictum__globs_dispose(&wish->ignores);
}

bool dictum__wish_is_empty(const dictum_wish *wish)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (wish->given[i]) {
            return false;
        }
    }
    return !wish->forget_ignores && wish->ignores.count == 0;
}

bool dictum__wish_set(dictum_wish *wish, dictum__setting setting, dictum_slice value, dictum_buf *wrong)
{
    const char *wanted = value.len == 0 ? NULL : dictum__setting_fault(setting, value);
    if (wanted != NULL) {
        dictum__buf_appendf(wrong, "%s must be %s", dictum__setting_name(setting), wanted);
        return false;
    }
    wish->given[setting] = true;
    dictum__buf_clear(&wish->said.values[setting]);
    dictum__buf_append_slice(&wish->said.values[setting], value);
    if (dictum__buf_status(&wish->said.values[setting]) != DICTUM_OK) {
        dictum__buf_append_str(wrong, "out of memory");
        return false;
    }
    return true;
}

static dictum_slice trimmed(dictum_slice text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text = (dictum_slice){text.data + 1, text.len - 1};
    }
    while (text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

bool dictum__wish_set_field(dictum_wish *wish, const char *text, dictum_buf *wrong)
{
    const char *equals = strchr(text, '=');
    dictum__setting setting = DICTUM__SETTINGS;
    if (equals != NULL) {
        setting = dictum__setting_by_name((dictum_slice){text, (size_t)(equals - text)});
    }
    if (equals == NULL || setting == DICTUM__SETTINGS || setting == DICTUM__SET_ADDRESS ||
        setting == DICTUM__SET_WHOLE_PAGE) {
        dictum__buf_append_str(wrong,
                               "--set must be FIELD=VALUE, with a FIELD of title, date, speaker, source, lang, url");
        return false;
    }
    return dictum__wish_set(wish, setting, trimmed(dictum__slice(equals + 1)), wrong);
}

bool dictum__wish_ignore(dictum_wish *wish, const char *glob, dictum_buf *wrong)
{
    const char *fault = *glob == '\0' ? NULL : dictum__glob_fault(dictum__slice(glob));
    if (fault != NULL) {
        dictum__buf_appendf(wrong, "--ignore: the glob %s", fault);
        return false;
    }
    if (*glob == '\0') {
        wish->forget_ignores = true;
        dictum__globs_clear(&wish->ignores);
        return true;
    }
    if (!dictum__globs_add(&wish->ignores, dictum__slice(glob))) {
        dictum__buf_append_str(wrong, "--ignore: more than 1000 globs");
        return false;
    }
    return true;
}

dictum_status dictum__wish_settings(const dictum_wish *wish, dictum_buf *encoded, dictum_error *err)
{
    dictum_settings said;
    dictum__buf_clear(encoded);
    dictum__settings_init(&said);
    for (size_t i = 0; i < DICTUM__SET_ADDRESS && wish != NULL; i++) {
        dictum__buf_append_slice(&said.values[i], dictum__buf_slice(&wish->said.values[i]));
    }
    dictum_status status = dictum__settings_status(&said, err);
    dictum__settings_encode(&said, encoded);
    dictum__settings_dispose(&said);
    return status == DICTUM_OK && dictum__buf_status(encoded) != DICTUM_OK ? dictum__nomem(err) : status;
}
