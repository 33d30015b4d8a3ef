/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random documents. Their paragraphs are divided as dictum stores them, so that a record's text is stored as it is. */
#include "tests/property/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/analyse.h"

static const char *const words[] = {
    "the",  "the",   "to",       "be",    "claim", "claims", "claimed", "network", "networks", "networked", "café",
    "cafe", "cafés", "security", "cyber", "don't", "WSJ",    "accès",   "acces",   "operator", "operators", "statement",
};

/* Several tokens that are one word to who writes them, and letters of scripts without spaces. */
static const char *const compounds[] = {
    "33.107", "33.128", "33", "107", "cyber-security", "claim's", "network's", "WSJ's", "l'accès", "café's",
};
static const char *const spaceless[] = {"声明", "声", "明", "中", "明声", "ไทย", "ที่", "ย", "ไ"};

static const char *const separators[] = {
    " ",   " ",  " ",  " ",  " ",  " ",  " ",  " ",   " ",    " ",    " ",     " ",  " ",   " ",   ", ",
    ". ",  ". ", ": ", "; ", "? ", "! ", "-",  " – ", "—",    "/",    " (",    ") ", " “",  "” ",  " \"",
    "\" ", " '", "' ", " «", "» ", "… ", "\n", "\n",  "\n\n", "\n\n", ".\n\n", "  ", " * ", " & ",
};

const char *documents_word(chance *dice)
{
    return words[chance_below(dice, sizeof words / sizeof words[0])];
}

void documents_spell(const char *word, chance *dice, growing *out)
{
    size_t len = strlen(word), style = chance_below(dice, 12);
    for (size_t at = 0; at < len;) {
        bool first = at == 0;
        uint32_t c = characters_next(word, len, &at);
        bool upper = style == 0 || (style < 3 && first);
        if (c == '\'' && chance_one_in(dice, 2))
            c = 0x2019;
        if ((c == 0xe8 || c == 0xe9) && style >= 10) { /* two characters */
            growing_add_code_point(out, 'e');
            c = c == 0xe8 ? 0x300 : 0x301;
        } else if (upper && ((c >= 'a' && c <= 'z') || c == 0xe8 || c == 0xe9)) {
            c -= 0x20;
        }
        growing_add_code_point(out, c);
        if (style == 3 && first && c < 0x80 && at < len && characters_is_word((unsigned char)word[at]))
            growing_add_code_point(out, 0xad); /* a soft hyphen */
    }
}

static void add_piece(chance *dice, growing *out)
{
    switch (chance_below(dice, 10)) {
    case 0:
        documents_spell(compounds[chance_below(dice, sizeof compounds / sizeof compounds[0])], dice, out);
        break;
    case 1:
        growing_add_str(out, spaceless[chance_below(dice, sizeof spaceless / sizeof spaceless[0])]);
        break;
    default:
        documents_spell(documents_word(dice), dice, out);
    }
}

static void add_separator(chance *dice, bool lines, growing *out)
{
    const char *separator;
    do
        separator = separators[chance_below(dice, sizeof separators / sizeof separators[0])];
    while (!lines && (strchr(separator, '\n') != NULL || strcmp(separator, "  ") == 0)); /* a title has one line */
    growing_add_str(out, separator);
}

static void make_text(chance *dice, size_t pieces, bool lines, growing *out)
{
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t i = 0; i < pieces; i++) {
        if (i > 0 && !chance_one_in(dice, 40)) /* seldom nothing stands between */
            add_separator(dice, lines, out);
        else if (i > 0)
            growing_add_str(out, chance_one_in(dice, 2) ? "." : "_");
        add_piece(dice, out);
    }
    if (pieces > 0 && chance_one_in(dice, 3))
        growing_add_str(out, ".");
}

/* Which sentence and paragraph each token is in: that is text analysis, which other tests look at. */
static void number_parts(scan_text *tokens, const growing *text)
{
    dictum_analyser *analyser;
    const dictum_analysis *analysis;
    size_t sentence = 0, paragraph = 0;
    if (dictum__analyser_new(&analyser, NULL) != DICTUM_OK ||
        dictum__analyse(analyser, (dictum_slice){text->data, text->len}, "en", DICTUM__ANALYSE_SENTENCES, &analysis,
                        NULL) != DICTUM_OK ||
        analysis->token_count != tokens->count)
        abort();
    for (size_t i = 0; i < tokens->count; i++) {
        sentence += (analysis->tokens[i].flags & DICTUM__TOKEN_SENTENCE) != 0;
        paragraph += (analysis->tokens[i].flags & DICTUM__TOKEN_PARAGRAPH) != 0;
        tokens->tokens[i].sentence = sentence;
        tokens->tokens[i].paragraph = paragraph;
    }
    dictum__analyser_free(analyser);
}

void archive_fill(random_archive *archive, size_t count, chance *dice)
{
    archive->count = count;
    for (size_t i = 0; i < count; i++) {
        random_document *document = &archive->documents[i];
        size_t size = chance_below(dice, 4);
        make_text(dice, chance_one_in(dice, 5) ? 0 : 1 + chance_below(dice, 5), false, &document->title);
        make_text(dice, 1 + chance_below(dice, size == 0 ? 120 : size == 1 ? 4 : 20), true, &document->text);
        if (document->title.len > 0 && chance_one_in(dice, 20))
            make_text(dice, 0, true, &document->text);
        scan_tokens(&document->scan.title, document->title.data);
        scan_tokens(&document->scan.text, document->text.data);
        number_parts(&document->scan.title, &document->title);
        number_parts(&document->scan.text, &document->text);
    }
}

void archive_dispose(random_archive *archive)
{
    for (size_t i = 0; i < DOCUMENTS_MAX; i++) {
        growing_dispose(&archive->documents[i].title);
        growing_dispose(&archive->documents[i].text);
        scan_text_dispose(&archive->documents[i].scan.title);
        scan_text_dispose(&archive->documents[i].scan.text);
    }
    archive->count = 0;
}

static void add_json_string(const char *text, growing *out)
{
    growing_add_str(out, "\"");
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            growing_add_str(out, "\\n");
            continue;
        }
        if (*text == '"' || *text == '\\')
            growing_add_str(out, "\\");
        growing_add(out, text, 1);
    }
    growing_add_str(out, "\"");
}

void archive_write(const random_archive *archive, growing *json_lines)
{
    for (size_t i = 0; i < archive->count; i++) {
        char head[64];
        const random_document *document = &archive->documents[i];
        (void)snprintf(head, sizeof head, "{\"id\":\"%zu\",\"lang\":\"en\",\"text\":", i);
        growing_add_str(json_lines, head);
        add_json_string(document->text.data, json_lines);
        if (document->title.len > 0) {
            growing_add_str(json_lines, ",\"title\":");
            add_json_string(document->title.data, json_lines);
        }
        growing_add_str(json_lines, "}\n");
    }
}
