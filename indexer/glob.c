/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matching globs. Invariant: time is bounded by the length of the glob times that of the path, for both kinds of star
 * go back only to the last of their kind. */
#include "indexer/glob.h"

#include <string.h>

#include "lib/utf8.h"

#define NOWHERE SIZE_MAX
/* A byte that is not UTF-8 is this and its value. */
#define NO_CHARACTER 0x110000u

/* ---- one part of a path ------------------------------------------------------------------------------------ */

static size_t bytes_of(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* The character at *at, which goes past it. */
static uint32_t take_character(dictum_slice text, size_t *at)
{
    unsigned char byte = (unsigned char)text.data[*at];
    size_t wanted = bytes_of(byte);
    if (wanted <= text.len - *at && dictum__utf8_is_valid((dictum_slice){text.data + *at, wanted})) {
        return dictum__utf8_next(text, at);
    }
    (*at)++;
    return NO_CHARACTER + byte;
}

/* The same where a backslash takes the next one's meaning away. */
static uint32_t take_literal(dictum_slice glob, size_t *at)
{
    if (glob.data[*at] == '\\' && *at + 1 < glob.len) {
        (*at)++;
    }
    return take_character(glob, at);
}

/* One element of a set: a character or a range of them. */
static void take_range(dictum_slice glob, size_t *at, uint32_t *first, uint32_t *last)
{
    *first = *last = take_literal(glob, at);
    if (*at + 1 < glob.len && glob.data[*at] == '-' && glob.data[*at + 1] != ']') {
        (*at)++;
        *last = take_literal(glob, at);
    }
}

/* Whether `c` is in the set that begins behind *at - 1; *at goes past it. */
static bool is_in_set(dictum_slice glob, size_t *at, uint32_t c)
{
    bool others = *at < glob.len && (glob.data[*at] == '!' || glob.data[*at] == '^');
    bool found = false;
    *at += others;
    for (bool first = true; *at < glob.len && (first || glob.data[*at] != ']'); first = false) {
        uint32_t low, high;
        take_range(glob, at, &low, &high);
        found = found || (low <= c && c <= high);
    }
    *at += *at < glob.len;
    return found != others;
}

/* Whether what stands at *g, which is no star, is the character at *n; both go past. */
static bool match_character(dictum_slice glob, size_t *g, dictum_slice name, size_t *n)
{
    uint32_t c = take_character(name, n);
    if (glob.data[*g] == '?') {
        (*g)++;
        return true;
    }
    if (glob.data[*g] == '[') {
        (*g)++;
        return is_in_set(glob, g, c);
    }
    return take_literal(glob, g) == c;
}

static bool match_name(dictum_slice glob, dictum_slice name)
{
    size_t g = 0, n = 0, back_g = NOWHERE, back_n = 0;
    while (n < name.len) {
        size_t next_g = g, next_n = n;
        if (g < glob.len && glob.data[g] == '*') {
            back_g = ++g;
            back_n = n;
        } else if (g < glob.len && match_character(glob, &next_g, name, &next_n)) {
            g = next_g;
            n = next_n;
        } else if (back_g != NOWHERE) {
            (void)take_character(name, &back_n);
            g = back_g;
            n = back_n;
        } else {
            return false;
        }
    }
    while (g < glob.len && glob.data[g] == '*') {
        g++;
    }
    return g == glob.len;
}

/* ---- a whole path ------------------------------------------------------------------------------------------ */

/* The part in front of the first '/'. */
static dictum_slice first_part(dictum_slice path)
{
    const char *slash = path.len > 0 ? memchr(path.data, '/', path.len) : NULL;
    return (dictum_slice){path.data, slash != NULL ? (size_t)(slash - path.data) : path.len};
}

/* What follows it. */
static dictum_slice without_first(dictum_slice path)
{
    size_t gone = first_part(path).len;
    gone += gone < path.len;
    return (dictum_slice){path.data + gone, path.len - gone};
}

static bool is_any_folders(dictum_slice part)
{
    return part.len == 2 && part.data[0] == '*' && part.data[1] == '*';
}

static bool match_path(dictum_slice glob, dictum_slice path)
{
    dictum_slice back_glob = {NULL, 0}, back_path = {NULL, 0};
    while (path.len > 0) {
        dictum_slice part = first_part(glob);
        if (glob.len > 0 && is_any_folders(part)) {
            glob = without_first(glob);
            if (glob.len == 0) {
                return true;
            }
            back_glob = glob;
            back_path = path;
        } else if (glob.len > 0 && match_name(part, first_part(path))) {
            glob = without_first(glob);
            path = without_first(path);
        } else if (back_glob.data != NULL) {
            glob = back_glob;
            path = back_path = without_first(back_path);
        } else {
            return false;
        }
    }
    return glob.len == 0;
}

static dictum_slice last_part(dictum_slice path)
{
    size_t start = path.len;
    while (start > 0 && path.data[start - 1] != '/') {
        start--;
    }
    return (dictum_slice){path.data + start, path.len - start};
}

/* `glob` without the '!' in front. */
static bool match(dictum_slice glob, dictum_slice below, bool is_folder)
{
    if (glob.data[glob.len - 1] == '/') {
        if (!is_folder) {
            return false;
        }
        glob.len--;
    }
    if (glob.data[0] == '/') {
        return match_path((dictum_slice){glob.data + 1, glob.len - 1}, below);
    }
    return memchr(glob.data, '/', glob.len) != NULL ? match_path(glob, below) : match_name(glob, last_part(below));
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

void dictum__globs_init(dictum_globs *globs)
{
    dictum__buf_init(&globs->text, (size_t)DICTUM__GLOBS_MAX * (DICTUM__GLOB_BYTES_MAX + 1));
    globs->count = 0;
}

void dictum__globs_dispose(dictum_globs *globs)
{
    dictum__buf_dispose(&globs->text);
    globs->count = 0;
}

void dictum__globs_clear(dictum_globs *globs)
{
    dictum__buf_clear(&globs->text);
    globs->count = 0;
}

bool dictum__globs_next(const dictum_globs *globs, size_t *at, dictum_slice *glob)
{
    if (*at >= globs->text.len) {
        return false;
    }
    *glob = dictum__slice(globs->text.data + *at);
    *at += glob->len + 1;
    return true;
}

static void remove_glob(dictum_globs *globs, dictum_slice glob)
{
    dictum_slice other;
    for (size_t at = 0, before = 0; dictum__globs_next(globs, &at, &other); before = at) {
        if (dictum__slice_equal(glob, other)) {
            memmove(globs->text.data + before, globs->text.data + at, globs->text.len - at);
            dictum__buf_truncate(&globs->text, globs->text.len - (at - before));
            globs->count--;
            return;
        }
    }
}

bool dictum__globs_add(dictum_globs *globs, dictum_slice glob)
{
    remove_glob(globs, glob);
    if (globs->count == DICTUM__GLOBS_MAX || !dictum__buf_reserve(&globs->text, glob.len + 1)) {
        return false;
    }
    dictum__buf_append_slice(&globs->text, glob);
    dictum__buf_append_char(&globs->text, '\0');
    globs->count++;
    return true;
}

dictum__glob_verdict dictum__globs_verdict(const dictum_globs *globs, dictum_slice below, bool is_folder)
{
    dictum__glob_verdict verdict = DICTUM__GLOB_NOTHING;
    dictum_slice glob;
    for (size_t at = 0; dictum__globs_next(globs, &at, &glob);) {
        bool takes_back = glob.data[0] == '!';
        glob = (dictum_slice){glob.data + takes_back, glob.len - takes_back};
        if (match(glob, below, is_folder)) {
            verdict = takes_back ? DICTUM__GLOB_TAKEN_BACK : DICTUM__GLOB_IGNORED;
        }
    }
    return verdict;
}

/* ---- faults ------------------------------------------------------------------------------------------------ */

/* Behind the '[' at *at - 1; *at goes past the set. */
static const char *set_fault(dictum_slice glob, size_t *at)
{
    *at += *at < glob.len && (glob.data[*at] == '!' || glob.data[*at] == '^');
    for (bool first = true; *at < glob.len && (first || glob.data[*at] != ']'); first = false) {
        uint32_t low, high;
        if (glob.data[*at] == '[' && *at + 1 < glob.len && glob.data[*at + 1] == ':') {
            return "has a class like [:alpha:], which dictum does not know";
        }
        take_range(glob, at, &low, &high);
        if (low == '/' || high == '/') {
            return "has a / between [ and ]";
        }
        if (low > high) {
            return "has a range that ends before it begins";
        }
    }
    if (*at == glob.len) {
        return "has no ] for its [";
    }
    (*at)++;
    return NULL;
}

static const char *part_fault(dictum_slice part)
{
    const char *fault = NULL;
    if (part.len == 0) {
        return "has two / in a row";
    }
    if (part.data[0] == '.' && (part.len == 1 || (part.len == 2 && part.data[1] == '.'))) {
        return "has a part . or .., which no path below a folder has";
    }
    for (size_t at = 0; at < part.len && fault == NULL;) {
        if (part.data[at] == '[') {
            at++;
            fault = set_fault(part, &at);
        } else if (part.data[at] == '\\' && at + 1 == part.len) {
            fault = "has a backslash with nothing behind it";
        } else {
            (void)take_literal(part, &at);
        }
    }
    return fault;
}

/* The '/' that divide parts stand outside of sets: one inside is a fault. */
static const char *slash_fault(dictum_slice glob)
{
    for (size_t at = 0; at < glob.len;) {
        if (glob.data[at] != '[') {
            (void)take_literal(glob, &at);
            continue;
        }
        at++;
        const char *fault = set_fault(glob, &at);
        if (fault != NULL) {
            return fault;
        }
    }
    return NULL;
}

const char *dictum__glob_fault(dictum_slice glob)
{
    if (glob.len > DICTUM__GLOB_BYTES_MAX) {
        return "is longer than 1024 bytes";
    }
    for (size_t i = 0; i < glob.len; i++) {
        if ((unsigned char)glob.data[i] < 0x20 || glob.data[i] == 0x7F) {
            return "has a control character";
        }
    }
    if (glob.len > 0 && !dictum__utf8_is_valid(glob)) {
        return "is not UTF-8";
    }
    if (glob.len > 0 && glob.data[0] == '!') {
        glob = (dictum_slice){glob.data + 1, glob.len - 1};
    }
    if (glob.len > 0 && glob.data[glob.len - 1] == '/' && (glob.len == 1 || glob.data[glob.len - 2] != '\\')) {
        glob.len--;
        if (glob.len > 0 && glob.data[glob.len - 1] == '/') {
            return "has two / in a row";
        }
    }
    if (glob.len > 0 && glob.data[0] == '/') {
        glob = (dictum_slice){glob.data + 1, glob.len - 1};
    }
    if (glob.len == 0) {
        return "says nothing";
    }
    const char *fault = slash_fault(glob);
    while (fault == NULL && glob.len > 0) {
        fault = part_fault(first_part(glob));
        glob = without_first(glob);
    }
    return fault;
}
