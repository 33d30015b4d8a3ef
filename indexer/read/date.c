/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as documents write them. The text is cut into a few pieces (numbers and words, with what stands between
 * them), and the pieces are compared with the known orders. Invariant: what comes out names a day that exists. */
#include "indexer/read/date.h"

#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"

/* A number or an English word, and the characters before it. */
typedef struct date_piece {
    dictum_slice text;
    unsigned value; /* of a number */
    bool number;
    char before; /* the character in front of it: 0 at the start, ' ' for white space with or without a comma */
} date_piece;

/* Enough for a weekday, a date and the beginning of a time. */
#define PIECES_MAX 6
/* Longer than any name of a month. */
#define WORD_BYTES_MAX 64
/* Longer than any way to write a date and a time. */
#define DATE_BYTES_MAX 100

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A byte of a letter outside ASCII, too: "février" is one word. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80u) != 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool dictum__date_append(dictum_buf *out, unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (year < 1 || year > 9999 || month > 12 || (month == 0 && day != 0)) {
        return false;
    }
    if (month != 0 && day > days[month - 1] + (month == 2 && is_leap(year) ? 1u : 0u)) {
        return false;
    }
    dictum__buf_appendf(out, "%04u", year);
    if (month != 0) {
        dictum__buf_appendf(out, "-%02u", month);
    }
    if (day != 0) {
        dictum__buf_appendf(out, "-%02u", day);
    }
    return true;
}

static bool same_letters(dictum_slice word, const char *lower, size_t len)
{
    if (word.len != len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = word.data[i];
        if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
        }
        if (c != lower[i]) {
            return false;
        }
    }
    return true;
}

unsigned dictum__date_month(dictum_slice word)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};

    for (unsigned i = 0; i < 12; i++) {
        if (same_letters(word, names[i], strlen(names[i])) || same_letters(word, names[i], 3) ||
            (i == 8 && same_letters(word, "sept", 4))) {
            return i + 1;
        }
    }
    return 0;
}

/* The months in the larger languages of Europe and a few more: as they stand beside a day, as they stand alone, and
 * shortened where that is usual. No word means another month in another language of these. */
static unsigned month_elsewhere(dictum_slice word)
{
    static const char *const names[] = {
        " januar jänner janvier janv enero ene janeiro gennaio gen januari tammikuu tammikuuta stycznia"
        " styczeń ledna leden január ianuarie января январь січня січень ιανουαρίου ιανουάριος ocak gener ",
        " februar feber février fevrier févr febrero fevereiro febbraio februari helmikuu helmikuuta lutego"
        " luty února únor február februarie февраля февраль лютого лютий φεβρουαρίου φεβρουάριος şubat febrer ",
        " märz mrz mär mars marzo março marco maart mrt marts maaliskuu maaliskuuta marca marzec března"
        " březen március martie марта март березня березень μαρτίου μάρτιος mart març maret ",
        " avril abril abr aprile huhtikuu huhtikuuta kwietnia kwiecień dubna duben április aprilie апреля"
        " апрель квітня квітень απριλίου απρίλιος nisan ",
        " mai mayo maio maggio mag mei maj toukokuu toukokuuta maja května květen május мая май травня"
        " травень μαΐου μάιος mayıs maig ",
        " juni juin junio junho giugno giu kesäkuu kesäkuuta czerwca czerwiec června červen június iunie июня"
        " июнь червня червень ιουνίου ιούνιος haziran juny ",
        " juli juillet juil julio julho luglio lug heinäkuu heinäkuuta lipca lipiec července červenec július"
        " iulie июля июль липня липень ιουλίου ιούλιος temmuz juliol ",
        " août aout agosto ago augustus augusti elokuu elokuuta sierpnia sierpień srpna srpen augusztus"
        " августа август серпня серпень αυγούστου αύγουστος ağustos agost agustus ",
        " septembre septiembre setiembre setembro set settembre syyskuu syyskuuta września wrzesień září"
        " szeptember septembrie сентября сентябрь вересня вересень σεπτεμβρίου σεπτέμβριος eylül setembre ",
        " oktober okt octobre octubre outubro out ottobre ott lokakuu lokakuuta października październik"
        " října říjen október octombrie октября октябрь жовтня жовтень οκτωβρίου οκτώβριος ekim ",
        " novembre noviembre novembro marraskuu marraskuuta listopada listopad listopadu noiembrie ноября"
        " ноябрь листопада листопад νοεμβρίου νοέμβριος kasım ",
        " dezember dez décembre decembre déc diciembre dic dezembro dicembre desember joulukuu joulukuuta"
        " grudnia grudzień prosince prosinec decembrie декабря декабрь грудня грудень δεκεμβρίου δεκέμβριος"
        " aralık desembre ",
    };
    dictum_buf spaced;
    unsigned month = 0;
    size_t at = 0;

    if (word.len > WORD_BYTES_MAX || !dictum__utf8_is_valid(word)) {
        return 0;
    }
    dictum__buf_init(&spaced, (size_t)4 * WORD_BYTES_MAX);
    dictum__buf_append_char(&spaced, ' ');
    while (at < word.len) {
        dictum__buf_append_code_point(&spaced, (uint32_t)u_tolower((UChar32)dictum__utf8_next(word, &at)));
    }
    dictum__buf_append_char(&spaced, ' ');
    for (unsigned i = 0; dictum__buf_status(&spaced) == DICTUM_OK && month == 0 && i < 12; i++) {
        month = strstr(names[i], spaced.data) != NULL ? i + 1 : 0;
    }
    dictum__buf_dispose(&spaced);
    return month;
}

static unsigned month_of(dictum_slice word)
{
    unsigned month = dictum__date_month(word);

    return month != 0 ? month : month_elsewhere(word);
}

static bool is_weekday(dictum_slice word)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

    for (size_t i = 0; i < 7; i++) {
        if (same_letters(word, names[i], strlen(names[i])) || same_letters(word, names[i], 3)) {
            return true;
        }
    }
    return same_letters(word, "tues", 4) || same_letters(word, "thurs", 5) || same_letters(word, "thur", 4);
}

static bool is_ordinal_ending(dictum_slice word)
{
    return same_letters(word, "st", 2) || same_letters(word, "nd", 2) || same_letters(word, "rd", 2) ||
           same_letters(word, "th", 2) || same_letters(word, "er", 2) || same_letters(word, "º", strlen("º"));
}

/* The words between the parts of a date: "3 de febrero de 2011", "the 3rd of May". */
static bool is_filler(dictum_slice word)
{
    return same_letters(word, "de", 2) || same_letters(word, "del", 3) || same_letters(word, "of", 2);
}

/* What stands between two pieces, as one character. White space, a comma beside it or not, is ' '. */
static char separator(const char *data, size_t start, size_t end)
{
    char found = 0;
    bool blank = false;

    for (size_t i = start; i < end; i++) {
        if (is_blank(data[i])) {
            blank = true;
        } else if (found == 0) {
            found = data[i];
        } else {
            return '?';
        }
    }
    if (blank && (found == 0 || found == ',')) {
        return ' ';
    }
    return found;
}

static size_t split(dictum_slice text, date_piece pieces[PIECES_MAX])
{
    size_t count = 0, at = 0, last_end = 0;

    while (at < text.len && count < PIECES_MAX) {
        size_t start = at;
        date_piece *piece = &pieces[count];

        if (!is_digit(text.data[at]) && !is_letter(text.data[at])) {
            at++;
            continue;
        }
        piece->number = is_digit(text.data[at]);
        piece->value = 0;
        while (at < text.len && (piece->number ? is_digit(text.data[at]) : is_letter(text.data[at]))) {
            if (piece->number && at - start < 8) {
                piece->value = piece->value * 10 + (unsigned)(text.data[at] - '0');
            }
            at++;
        }
        piece->text = (dictum_slice){text.data + start, at - start};
        piece->before = separator(text.data, last_end, start);
        last_end = at;
        if (count > 0 && pieces[count - 1].number && piece->before == 0 && is_ordinal_ending(piece->text)) {
            continue; /* the "th" of "13th" */
        }
        if (count > 0 && is_filler(piece->text)) {
            continue;
        }
        count++;
    }
    return count;
}

static bool is_year(const date_piece *piece)
{
    return piece->number && piece->text.len == 4;
}

static bool is_short(const date_piece *piece)
{
    return piece->number && piece->text.len <= 2 && piece->value != 0;
}

static bool is_joint(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == ',' || c == '/';
}

/* Whether the date may end where `rest` begins: at the text's end, or before a time of day or other words. */
static bool may_end(const date_piece *rest, size_t count)
{
    if (count == 0) {
        return true;
    }
    return rest->before == ' ' || rest->before == ',' || rest->before == '(' || rest->before == '+' ||
           (rest->before == 0 && !rest->number && (rest->text.data[0] == 'T' || rest->text.data[0] == 'Z'));
}

/* 2020-02-13, 2020/02/13, 2020.02.13, 20200213, 2020-02, 2020 */
static bool year_first(const date_piece *p, size_t count, dictum_buf *out)
{
    if (p[0].number && p[0].text.len == 8 && may_end(p + 1, count - 1)) {
        unsigned value = p[0].value;
        return value % 100 != 0 && value / 100 % 100 != 0 &&
               dictum__date_append(out, value / 10000, value / 100 % 100, value % 100);
    }
    if (!is_year(&p[0])) {
        return false;
    }
    if (count == 1) {
        return dictum__date_append(out, p[0].value, 0, 0);
    }
    if (!is_short(&p[1]) || (p[1].before != '-' && p[1].before != '/' && p[1].before != '.')) {
        return false;
    }
    if (count == 2) {
        return p[1].text.len == 2 && dictum__date_append(out, p[0].value, p[1].value, 0);
    }
    return is_short(&p[2]) && p[2].before == p[1].before && may_end(p + 3, count - 3) &&
           dictum__date_append(out, p[0].value, p[1].value, p[2].value);
}

/* 13.02.2020, 13/02/2020, 02/13/2020 */
static bool year_last(const date_piece *p, size_t count, dictum_buf *out)
{
    unsigned a, b;

    if (count < 3 || !is_short(&p[0]) || !is_short(&p[1]) || !is_year(&p[2]) || p[1].before != p[2].before ||
        !may_end(p + 3, count - 3)) {
        return false;
    }
    a = p[0].value;
    b = p[1].value;
    if (p[1].before == '.') {
        return dictum__date_append(out, p[2].value, b, a);
    }
    if ((p[1].before != '/' && p[1].before != '-') || (a <= 12 && b <= 12 && a != b)) {
        return false;
    }
    return a > 12 ? dictum__date_append(out, p[2].value, b, a) : dictum__date_append(out, p[2].value, a, b);
}

/* 2011年2月3日, 2011년 2월 3일, 2011年2月 */
static bool with_units(const date_piece *p, size_t count, dictum_buf *out)
{
    static const char *const units[][2] = {{"年", "년"}, {"月", "월"}, {"日", "일"}};
    unsigned values[3] = {0, 0, 0};
    size_t parts = count < 6 ? count / 2 : 3;

    for (size_t i = 0; i < parts; i++) {
        dictum_slice unit = p[2 * i + 1].text;
        if (!(i == 0 ? is_year(&p[0]) : is_short(&p[2 * i])) ||
            (!same_letters(unit, units[i][0], 3) && !same_letters(unit, units[i][1], 3))) {
            return false;
        }
        values[i] = p[2 * i].value;
    }
    return parts >= 2 && dictum__date_append(out, values[0], values[1], values[2]);
}

/* 2011. február 3. */
static bool year_then_month_named(const date_piece *p, size_t count, dictum_buf *out)
{
    unsigned month;

    return count >= 3 && is_year(&p[0]) && !p[1].number && (month = month_of(p[1].text)) != 0 && is_short(&p[2]) &&
           is_joint(p[1].before) && is_joint(p[2].before) && may_end(p + 3, count - 3) &&
           dictum__date_append(out, p[0].value, month, p[2].value);
}

/* February 13, 2020; 13 February 2020; 13-Feb-2020; February 2020 */
static bool month_named(const date_piece *p, size_t count, dictum_buf *out)
{
    unsigned month;

    if (!p[0].number && (month = month_of(p[0].text)) != 0) {
        if (count >= 3 && is_short(&p[1]) && is_year(&p[2]) && is_joint(p[1].before) && is_joint(p[2].before)) {
            return may_end(p + 3, count - 3) && dictum__date_append(out, p[2].value, month, p[1].value);
        }
        return count == 2 && is_year(&p[1]) && is_joint(p[1].before) && dictum__date_append(out, p[1].value, month, 0);
    }
    return count >= 3 && is_short(&p[0]) && !p[1].number && (month = month_of(p[1].text)) != 0 && is_year(&p[2]) &&
           (is_joint(p[1].before) || p[1].before == 0) && (is_joint(p[2].before) || p[2].before == 0) &&
           may_end(p + 3, count - 3) && dictum__date_append(out, p[2].value, month, p[0].value);
}

bool dictum__date_parse(dictum_slice text, dictum_buf *out)
{
    date_piece pieces[PIECES_MAX];
    const date_piece *p = pieces;
    size_t count;

    dictum__buf_clear(out);
    while (text.len > 0 && is_blank(text.data[0])) {
        text.data++;
        text.len--;
    }
    if (text.len == 0 || text.len > DATE_BYTES_MAX) {
        return false;
    }
    count = split(text, pieces);
    if (count > 1 && !p[0].number && is_weekday(p[0].text)) {
        p++;
        count--;
    } else if (count > 3 && !p[0].number && p[1].number && p[1].before == ' ' && month_of(p[0].text) == 0) {
        /* a weekday in another language, or an article: only before a date that leaves no doubt */
        return month_named(p + 1, count - 1, out);
    } else if (count > 0 && p[0].before != 0) {
        return false;
    }
    return count > 0 && (year_first(p, count, out) || year_last(p, count, out) || month_named(p, count, out) ||
                         year_then_month_named(p, count, out) || with_units(p, count, out));
}
