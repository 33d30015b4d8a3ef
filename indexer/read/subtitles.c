/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subtitles to what is said in them. Invariant: one pass over the lines; of a cue that is shown again, as live
 * subtitling does with the line that rolls up, only what is new is written. */
#include "indexer/read/subtitles.h"

#include <string.h>

#include "indexer/read/flow.h"
#include "indexer/read/language.h"
#include "lib/utf8.h"

/* After so long a silence a new paragraph begins. */
#define PAUSE_MS 3000
/* Lines roll up from one cue into the next without a gap; said again later, they are said twice. */
#define ROLL_MS 500
/* Lines of a cue that are looked at for such. */
#define CUE_LINES_MAX 8
#define TAG_BYTES_MAX 256
#define VOICE_BYTES_MAX ((size_t)200)

/* The lines of one cue, without tags. */
typedef struct cue {
    dictum_buf lines[CUE_LINES_MAX]; /* more of them go into the last one */
    size_t count;
    dictum_buf voice; /* who speaks in it; empty where it does not say */
    int64_t from_ms, to_ms;
} cue;

typedef struct subtitles {
    dictum_slice text;
    size_t at;
    bool vtt;
    cue now, before;
    bool has_before;
    dictum_flow flow;
    dictum_document *document;
} subtitles;

/* ---- lines and times ----------------------------------------------------------------------------------------- */

static bool next_line(const subtitles *in, size_t *at, dictum_slice *line)
{
    const char *end;

    if (*at >= in->text.len) {
        return false;
    }
    end = memchr(in->text.data + *at, '\n', in->text.len - *at);
    *line = (dictum_slice){in->text.data + *at, (end == NULL ? in->text.len : (size_t)(end - in->text.data)) - *at};
    *at += line->len + 1;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "01:02:03,456" or "02:03.456" at the front of `text`, which loses it. */
static bool take_time(dictum_slice *text, int64_t *ms)
{
    int64_t value = 0, seconds = 0;
    size_t at = 0, fields = 0, digits;

    do {
        value = 0;
        for (digits = 0; at < text->len && is_digit(text->data[at]) && digits < 6; at++, digits++) {
            value = value * 10 + (text->data[at] - '0');
        }
        if (digits == 0) {
            return false;
        }
        seconds = seconds * 60 + value;
        fields++;
    } while (at < text->len && text->data[at] == ':' && fields < 3 && ++at > 0);
    value = 0;
    if (at + 1 < text->len && (text->data[at] == ',' || text->data[at] == '.') && is_digit(text->data[at + 1])) {
        int64_t unit = 100;
        for (at++; at < text->len && is_digit(text->data[at]); at++, unit /= 10) {
            value += (text->data[at] - '0') * unit;
        }
    }
    *ms = seconds * 1000 + value;
    *text = (dictum_slice){text->data + at, text->len - at};
    return fields >= 2;
}

/* "00:00:01,000 --> 00:00:02,000", perhaps with settings behind it. */
static bool is_timing(dictum_slice line, int64_t *from_ms, int64_t *to_ms)
{
    line = dictum__trimmed(line);
    if (!take_time(&line, from_ms)) {
        return false;
    }
    line = dictum__trimmed(line);
    if (line.len < 3 || memcmp(line.data, "-->", 3) != 0) {
        return false;
    }
    line = dictum__trimmed((dictum_slice){line.data + 3, line.len - 3});
    return take_time(&line, to_ms) && (line.len == 0 || line.data[0] == ' ' || line.data[0] == '\t');
}

static bool is_blank(dictum_slice line)
{
    return dictum__trimmed(line).len == 0;
}

static bool is_number(dictum_slice line)
{
    line = dictum__trimmed(line);
    for (size_t i = 0; i < line.len; i++) {
        if (!is_digit(line.data[i])) {
            return false;
        }
    }
    return line.len > 0;
}

/* Whether a cue begins at `at`: a line of times, in SubRip with a number before it. */
static bool cue_begins(const subtitles *in, size_t at)
{
    dictum_slice line;
    int64_t from, to;

    if (!next_line(in, &at, &line)) {
        return false;
    }
    if (is_timing(line, &from, &to)) {
        return true;
    }
    return !in->vtt && is_number(line) && next_line(in, &at, &line) && is_timing(line, &from, &to);
}

/* ---- text of cues -------------------------------------------------------------------------------------------- */

static void cue_init(cue *one)
{
    *one = (cue){.count = 0};
    for (size_t i = 0; i < CUE_LINES_MAX; i++) {
        dictum__buf_init(&one->lines[i], DICTUM__TEXT_BYTES_MAX);
    }
    dictum__buf_init(&one->voice, 4 * VOICE_BYTES_MAX);
}

static void cue_clear(cue *one)
{
    for (size_t i = 0; i < CUE_LINES_MAX; i++) {
        dictum__buf_clear(&one->lines[i]);
    }
    dictum__buf_clear(&one->voice);
    one->count = 0;
}

static void cue_dispose(cue *one)
{
    for (size_t i = 0; i < CUE_LINES_MAX; i++) {
        dictum__buf_dispose(&one->lines[i]);
    }
    dictum__buf_dispose(&one->voice);
}

/* Begins another line of the cue. */
static dictum_buf *add_line(cue *one)
{
    dictum_buf *line;

    if (one->count < CUE_LINES_MAX) {
        return &one->lines[one->count++];
    }
    line = &one->lines[CUE_LINES_MAX - 1];
    dictum__buf_append_char(line, '\n');
    return line;
}

/* The character references of WebVTT, which SubRip files have too, and numeric ones; the bytes of the one at the front
 * of `text`, 0 where it is none. */
static size_t take_reference(dictum_slice text, uint32_t *code_point)
{
    static const struct {
        const char *name;
        uint32_t code_point;
    } known[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},     {"&nbsp;", 0xA0},
                 {"&quot;", '"'}, {"&apos;", '\''}, {"&lrm;", 0x200E}, {"&rlm;", 0x200F}};
    size_t at = 2, digits;
    bool hex;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        size_t len = strlen(known[i].name);
        if (text.len >= len && memcmp(text.data, known[i].name, len) == 0) {
            *code_point = known[i].code_point;
            return len;
        }
    }
    if (text.len < 4 || text.data[1] != '#') {
        return 0;
    }
    hex = text.data[2] == 'x' || text.data[2] == 'X';
    at += hex;
    *code_point = 0;
    for (digits = 0; at < text.len && digits < 7; at++, digits++) {
        char c = text.data[at], lower = (char)(c | 0x20);
        if (is_digit(c)) {
            *code_point = *code_point * (hex ? 16 : 10) + (uint32_t)(c - '0');
        } else if (hex && lower >= 'a' && lower <= 'f') {
            *code_point = *code_point * 16 + (uint32_t)(lower - 'a' + 10);
        } else {
            break;
        }
    }
    return digits > 0 && *code_point >= 0x20 && at < text.len && text.data[at] == ';' ? at + 1 : 0;
}

/* Whether what stands between "<" and ">" is a tag. In WebVTT everything is; in SubRip "x < y" may be text. */
static bool is_tag(const subtitles *in, dictum_slice inside)
{
    static const char *const names[] = {"i",    "b",  "u",  "s",   "font", "em",  "strong", "span",
                                        "ruby", "rt", "br", "br/", "p",    "div", "c",      "v"};
    size_t start = inside.len > 0 && inside.data[0] == '/', end = start;

    if (in->vtt) {
        return true;
    }
    while (end < inside.len && strchr(" \t.", inside.data[end]) == NULL) {
        end++;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (dictum__is_word((dictum_slice){inside.data + start, end - start}, names[i])) {
            return true;
        }
    }
    return false;
}

/* "v Name" and "v.loud Name": the name. */
static void take_voice(dictum_slice inside, cue *one)
{
    size_t at = 1;

    if (inside.len < 3 || inside.data[0] != 'v' ||
        (inside.data[1] != ' ' && inside.data[1] != '.' && inside.data[1] != '\t')) {
        return;
    }
    while (at < inside.len && inside.data[at] != ' ' && inside.data[at] != '\t') {
        at++;
    }
    if (one->voice.len == 0 && inside.len - at <= VOICE_BYTES_MAX) {
        dictum__append_one_line(&one->voice, (dictum_slice){inside.data + at, inside.len - at});
    }
}

/* The bytes of what is no text at `at`: a tag, or a command such as "{\an8}" or "{y:i}"; 0 where there is none. */
static size_t take_markup(const subtitles *in, dictum_slice line, size_t at, cue *one, bool *breaks)
{
    char close = line.data[at] == '<' ? '>' : '}';
    size_t room = line.len - at < TAG_BYTES_MAX ? line.len - at : TAG_BYTES_MAX;
    const char *end = memchr(line.data + at, close, room);
    dictum_slice inside;

    *breaks = false;
    if (end == NULL) {
        return 0;
    }
    inside = (dictum_slice){line.data + at + 1, (size_t)(end - line.data) - at - 1};
    if (close == '}') {
        return inside.len > 1 && (inside.data[0] == '\\' || inside.data[1] == ':') ? inside.len + 2 : 0;
    }
    if (!is_tag(in, inside)) {
        return 0;
    }
    take_voice(inside, one);
    *breaks = dictum__is_word((dictum_slice){inside.data, inside.len < 2 ? inside.len : 2}, "br");
    return inside.len + 2;
}

/* Another voice in the same cue is another cue of the same time. */
static void write_cue(subtitles *in);

static bool is_voice_tag(dictum_slice line, size_t at)
{
    return line.len - at > 3 && line.data[at] == '<' && line.data[at + 1] == 'v' &&
           (line.data[at + 2] == ' ' || line.data[at + 2] == '.' || line.data[at + 2] == '\t');
}

/* Adds a line of the file to the cue, without its tags. */
static void read_text_line(subtitles *in, dictum_slice line)
{
    dictum_buf *out = add_line(&in->now);
    size_t at = 0;

    while (at < line.len) {
        uint32_t code_point = 0;
        size_t bytes = 0;
        bool breaks = false;
        if (line.data[at] == '&') {
            bytes = take_reference((dictum_slice){line.data + at, line.len - at}, &code_point);
        } else if (line.data[at] == '<' || line.data[at] == '{') {
            if (is_voice_tag(line, at) && in->now.voice.len > 0) {
                write_cue(in);
                out = add_line(&in->now);
            }
            bytes = take_markup(in, line, at, &in->now, &breaks);
        }
        if (code_point != 0 && bytes != 0) {
            dictum__buf_append_code_point(out, code_point);
        } else if (bytes == 0) {
            dictum__buf_append_char(out, line.data[at]);
            bytes = 1;
        }
        out = breaks ? add_line(&in->now) : out;
        at += bytes;
    }
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static dictum_slice line_of(const cue *one, size_t n)
{
    return dictum__trimmed(one->lines[n].data == NULL ? (dictum_slice){"", 0} : dictum__buf_slice(&one->lines[n]));
}

/* Empty lines go, so that what rolls up is compared with text. */
static void drop_empty_lines(cue *one)
{
    size_t kept = 0;

    for (size_t i = 0; i < one->count; i++) {
        if (line_of(one, i).len > 0) {
            dictum_buf line = one->lines[kept];
            one->lines[kept] = one->lines[i];
            one->lines[i] = line;
            kept++;
        }
    }
    one->count = kept;
}

/* How many lines at the front of this cue are those at the end of the one before. */
static size_t rolled_lines(const subtitles *in)
{
    const cue *now = &in->now, *before = &in->before;
    size_t most = now->count < before->count ? now->count : before->count;

    if (!in->has_before || now->from_ms > before->to_ms + ROLL_MS || now->from_ms == before->from_ms) {
        return 0;
    }
    for (size_t lines = most; lines > 0; lines--) {
        size_t same = 0;
        while (same < lines && dictum__slice_equal(line_of(now, same), line_of(before, before->count - lines + same))) {
            same++;
        }
        if (same == lines) {
            return lines;
        }
    }
    return 0;
}

static bool same_voice(const cue *a, const cue *b)
{
    return a->voice.len == b->voice.len &&
           (a->voice.len == 0 || memcmp(a->voice.data, b->voice.data, a->voice.len) == 0);
}

/* "Name: " before what a voice says first, unless the text has it. */
static void write_voice(subtitles *in, dictum_slice first)
{
    dictum_slice voice = dictum__buf_slice(&in->now.voice);

    if (voice.len == 0 ||
        (first.len > voice.len && memcmp(first.data, voice.data, voice.len) == 0 && first.data[voice.len] == ':')) {
        return;
    }
    dictum__flow_text(&in->flow, voice);
    dictum__flow_text(&in->flow, DICTUM_SLICE(": "));
}

/* Writes the cue and makes it the one before. */
static void write_cue(subtitles *in)
{
    cue *now = &in->now, swap;
    size_t from;
    bool turns;

    drop_empty_lines(now);
    if (now->count == 0) {
        cue_clear(now);
        return;
    }
    turns = !in->has_before || !same_voice(now, &in->before);
    from = rolled_lines(in);
    for (size_t i = from; i < now->count; i++) {
        dictum_slice line = line_of(now, i);
        bool speaker = line.len >= 2 && line.data[0] == '>' && line.data[1] == '>';
        bool pause = i == from && in->has_before && now->from_ms > in->before.to_ms + PAUSE_MS;
        dictum__flow_border(&in->flow,
                            speaker || pause || (i == from && turns) ? DICTUM__BORDER_PARAGRAPH : DICTUM__BORDER_LINE);
        if (i == from && turns) {
            write_voice(in, line);
        }
        dictum__flow_lines(&in->flow, line);
    }
    swap = in->before;
    in->before = *now;
    *now = swap;
    now->from_ms = in->before.from_ms;
    now->to_ms = in->before.to_ms;
    in->has_before = true;
    cue_clear(now);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

/* Reads the text of a cue: to an empty line, or, in SubRip, whose writers leave some in it, to the next cue. */
static void read_cue(subtitles *in)
{
    dictum_slice line;
    size_t at = in->at;

    while (!cue_begins(in, at) && next_line(in, &at, &line)) {
        in->at = at;
        if (!is_blank(line)) {
            read_text_line(in, line);
        } else if (in->vtt) {
            break;
        }
    }
    write_cue(in);
}

/* "WEBVTT - Title", then lines such as "Language: en" up to an empty one. */
static void read_vtt_header(subtitles *in)
{
    dictum_slice line;
    size_t start = 6;

    if (!next_line(in, &in->at, &line)) {
        return;
    }
    line = dictum__trimmed(line);
    while (start < line.len && strchr(" \t-:", line.data[start]) != NULL) {
        start++;
    }
    dictum__field_offer_title(&in->document->title, (dictum_slice){line.data + start, line.len - start});
    for (size_t at = in->at; next_line(in, &at, &line) && !is_blank(line) && !cue_begins(in, in->at);) {
        size_t colon = 0;
        in->at = at;
        while (colon < line.len && line.data[colon] != ':') {
            colon++;
        }
        if (colon < line.len && dictum__is_word(dictum__trimmed((dictum_slice){line.data, colon}), "language")) {
            dictum__field_offer(&in->document->lang, (dictum_slice){line.data + colon + 1, line.len - colon - 1});
        }
    }
}

static void read_cues(subtitles *in)
{
    dictum_slice line;

    while (next_line(in, &in->at, &line)) {
        if (is_timing(line, &in->now.from_ms, &in->now.to_ms)) {
            read_cue(in);
        }
    }
}

/* A language's code, as "en", "eng" or "pt-BR"; of three letters only one that has two as well, as other such words in
 * names are mostly no languages. */
static bool is_language(dictum_slice word)
{
    size_t letters = 0;
    dictum_buf code;
    bool is_one;

    while (letters < word.len && word.data[letters] >= 'a' && word.data[letters] <= 'z') {
        letters++;
    }
    if (letters < 2 || letters > 3 || (letters < word.len && word.data[letters] != '-' && word.data[letters] != '_') ||
        word.len > 12) {
        return false;
    }
    dictum__buf_init(&code, 64);
    dictum__language_code(word, &code);
    is_one = code.len == 2;
    dictum__buf_dispose(&code);
    return is_one;
}

/* The part of the name between the last two dots before `*end`, which moves to its front. */
static dictum_slice last_part(const char *name, size_t *end)
{
    size_t start = *end;

    while (start > 0 && name[start - 1] != '.' && name[start - 1] != '/') {
        start--;
    }
    if (start == 0 || name[start - 1] == '/') { /* the name itself */
        return (dictum_slice){"", 0};
    }
    dictum_slice part = {name + start, *end - start};
    *end = start - 1;
    return part;
}

/* "name.en.srt", "name.en.forced.srt", "name.en.hi.srt" (for those who hear badly). */
static void take_language(const char *name, dictum_buf *lang)
{
    static const char *const kinds[] = {"forced", "sdh", "cc", "default", "auto"};
    size_t end = strlen(name);
    dictum_slice part, before;

    (void)last_part(name, &end);
    part = last_part(name, &end);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (dictum__is_word(part, kinds[i])) {
            part = last_part(name, &end);
            break;
        }
    }
    before = last_part(name, &end);
    if (dictum__is_word(part, "hi") && is_language(before)) {
        part = before;
    }
    if (is_language(part)) {
        dictum__field_offer(lang, part);
    }
}

dictum_status dictum__read_subtitles(const char *name, dictum_slice text, dictum_document *document, dictum_error *err)
{
    subtitles in = {.text = text, .document = document};
    dictum_status status = DICTUM_OK;

    cue_init(&in.now);
    cue_init(&in.before);
    dictum__flow_init(&in.flow, &document->text);
    in.vtt =
        dictum__find_word((dictum_slice){text.data, text.len < 6 ? text.len : 6}, 0, "webvtt") == 0 && text.len >= 6;
    if (in.vtt) {
        read_vtt_header(&in);
    }
    read_cues(&in);
    dictum__flow_end(&in.flow);
    take_language(name, &document->lang);
    for (size_t i = 0; i < CUE_LINES_MAX; i++) {
        if (dictum__buf_status(&in.now.lines[i]) != DICTUM_OK || dictum__buf_status(&in.before.lines[i]) != DICTUM_OK) {
            status = dictum__nomem(err);
        }
    }
    cue_dispose(&in.before);
    cue_dispose(&in.now);
    if (status == DICTUM_OK && document->text.len == 0 && dictum__buf_status(&document->text) == DICTUM_OK) {
        return dictum__fail(err, DICTUM_CORRUPT, "there is no cue with text in it");
    }
    return status;
}
