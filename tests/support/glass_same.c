/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/glass_same.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/process.h"
#include "tests/support/temp.h"

#define CHECKER "/usr/bin/xapian-check"
#define SHOWN_BYTES 48

typedef struct pair {
    xap_db *ours, *theirs;
    growing *why;
} pair;

typedef struct text {
    const char *data;
    size_t len;
} text;

bool glass_differ(growing *why, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    growing_add_str(why, line);
    growing_add_str(why, "\n");
    return false;
}

void glass_show(growing *out, const char *bytes, size_t count)
{
    char part[32];
    for (size_t i = 0; i < count && i < SHOWN_BYTES; i++) {
        unsigned char c = (unsigned char)bytes[i];
        (void)snprintf(part, sizeof part, c > 0x20 && c < 0x7f ? "%c" : "\\x%02x", c);
        growing_add_str(out, part);
    }
    (void)snprintf(part, sizeof part, " (%zu bytes)", count);
    growing_add_str(out, part);
}

static bool same_text(text a, text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* The two calls gave the same status and it is one of those that can be; says which otherwise. */
static bool agree(pair p, xap_status ours, xap_status theirs, const char *what)
{
    if (ours != theirs)
        return glass_differ(p.why, "%s: %d in place of %d", what, (int)ours, (int)theirs);
    if (ours != XAP_OK && ours != XAP_DONE && ours != XAP_NOT_FOUND)
        return glass_differ(p.why, "%s: both fail with %d", what, (int)ours);
    return true;
}

static bool same_number(pair p, double ours, double theirs, const char *what, text of)
{
    if (ours == theirs) /* to the last bit: the same is computed of the same */
        return true;
    (void)glass_differ(p.why, "%s: %.17g in place of %.17g", what, ours, theirs);
    glass_show(p.why, of.data, of.len);
    return false;
}

static bool same_string(pair p, text ours, text theirs, const char *what)
{
    if (same_text(ours, theirs))
        return true;
    (void)glass_differ(p.why, "%s:", what);
    glass_show(p.why, ours.data, ours.len);
    growing_add_str(p.why, "\nin place of\n");
    glass_show(p.why, theirs.data, theirs.len);
    return false;
}

/* Both calls, with ours and theirs in turn. */
#define BOTH(p, what, ours, theirs) agree(p, ours, theirs, what)

static const text nothing = {"", 0};

static bool same_totals(pair p)
{
    uint32_t a = 0, b = 0;
    double x = 0, y = 0;
    return BOTH(p, "count", xap_db_doc_count(p.ours, &a, NULL), xap_db_doc_count(p.theirs, &b, NULL)) &&
           same_number(p, a, b, "documents", nothing) &&
           BOTH(p, "last", xap_db_last_docid(p.ours, &a, NULL), xap_db_last_docid(p.theirs, &b, NULL)) &&
           same_number(p, a, b, "last docid", nothing) &&
           BOTH(p, "mean", xap_db_average_length(p.ours, &x, NULL), xap_db_average_length(p.theirs, &y, NULL)) &&
           same_number(p, x, y, "average length", nothing);
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

static bool same_positions(pair p, uint32_t docid, text term)
{
    xap_positions *ours = NULL, *theirs = NULL;
    bool same = BOTH(p, "positions", xap_db_positions(p.ours, docid, term.data, term.len, &ours, NULL),
                     xap_db_positions(p.theirs, docid, term.data, term.len, &theirs, NULL));
    while (same) {
        uint32_t a = 0, b = 0;
        xap_status status = xap_positions_next(ours, &a, NULL);
        same = BOTH(p, "next position", status, xap_positions_next(theirs, &b, NULL));
        if (status != XAP_OK)
            break;
        same = same && same_number(p, a, b, "position", term);
    }
    xap_positions_free(ours);
    xap_positions_free(theirs);
    return same;
}

static bool same_term_entry(pair p, uint32_t docid, xap_terms *ours, xap_terms *theirs, bool *done)
{
    text a = {NULL, 0}, b = {NULL, 0};
    uint32_t x = 0, y = 0;
    xap_status status = xap_terms_next(ours, &a.data, &a.len, NULL);
    if (!BOTH(p, "next term", status, xap_terms_next(theirs, &b.data, &b.len, NULL)))
        return false;
    *done = status != XAP_OK;
    return *done || (same_string(p, a, b, "term of document") &&
                     BOTH(p, "wdf", xap_terms_wdf(ours, &x, NULL), xap_terms_wdf(theirs, &y, NULL)) &&
                     same_number(p, x, y, "wdf", a) &&
                     BOTH(p, "tf", xap_terms_term_freq(ours, &x, NULL), xap_terms_term_freq(theirs, &y, NULL)) &&
                     same_number(p, x, y, "term frequency", a) && same_positions(p, docid, a));
}

static bool same_term_list(pair p, uint32_t docid)
{
    xap_terms *ours = NULL, *theirs = NULL;
    bool done = false;
    xap_status status = xap_db_term_list(p.ours, docid, &ours, NULL);
    bool same = BOTH(p, "term list", status, xap_db_term_list(p.theirs, docid, &theirs, NULL));
    while (same && status == XAP_OK && !done)
        same = same_term_entry(p, docid, ours, theirs, &done);
    xap_terms_free(ours);
    xap_terms_free(theirs);
    return same;
}

static bool same_document(pair p, uint32_t docid, const uint32_t *slots, size_t slot_count)
{
    xap_doc *ours = NULL, *theirs = NULL;
    text a = {NULL, 0}, b = {NULL, 0};
    xap_status status = xap_db_document(p.ours, docid, &ours, NULL);
    bool same = BOTH(p, "document", status, xap_db_document(p.theirs, docid, &theirs, NULL));
    if (same && status == XAP_OK) {
        same =
            BOTH(p, "data", xap_doc_data(ours, &a.data, &a.len, NULL), xap_doc_data(theirs, &b.data, &b.len, NULL)) &&
            same_string(p, a, b, "data");
        for (size_t i = 0; same && i < slot_count; i++)
            same = BOTH(p, "value", xap_doc_value(ours, slots[i], &a.data, &a.len, NULL),
                        xap_doc_value(theirs, slots[i], &b.data, &b.len, NULL)) &&
                   same_string(p, a, b, "value of document");
    }
    xap_doc_free(ours);
    xap_doc_free(theirs);
    return same;
}

static bool same_documents(pair p, const uint32_t *slots, size_t slot_count)
{
    uint32_t last = 0, a = 0, b = 0;
    bool same = xap_db_last_docid(p.theirs, &last, NULL) == XAP_OK;
    for (uint32_t docid = 1; same && docid <= last + 1; docid++) {
        a = b = 0;
        same = BOTH(p, "length", xap_db_doc_length(p.ours, docid, &a, NULL),
                    xap_db_doc_length(p.theirs, docid, &b, NULL)) &&
               same_number(p, a, b, "length", nothing) && same_document(p, docid, slots, slot_count) &&
               same_term_list(p, docid);
        if (!same)
            (void)glass_differ(p.why, "\nof document %u", docid);
    }
    return same;
}

/* ---- terms, values, metadata ------------------------------------------------------------------------------------- */

static bool same_postings(pair p, text term)
{
    xap_postings *ours = NULL, *theirs = NULL;
    bool same = BOTH(p, "postings", xap_db_postings(p.ours, term.data, term.len, &ours, NULL),
                     xap_db_postings(p.theirs, term.data, term.len, &theirs, NULL));
    while (same) {
        uint32_t a = 0, b = 0, x = 0, y = 0;
        xap_status status = xap_postings_next(ours, &a, NULL);
        same = BOTH(p, "next posting", status, xap_postings_next(theirs, &b, NULL));
        if (status != XAP_OK)
            break;
        same = same && same_number(p, a, b, "docid of posting", term) &&
               BOTH(p, "wdf", xap_postings_wdf(ours, &x, NULL), xap_postings_wdf(theirs, &y, NULL)) &&
               same_number(p, x, y, "wdf of posting", term);
    }
    xap_postings_free(ours);
    xap_postings_free(theirs);
    return same;
}

static bool same_frequencies(pair p, text term)
{
    uint32_t a = 0, b = 0;
    bool x = false, y = false;
    return BOTH(p, "tf", xap_db_term_freq(p.ours, term.data, term.len, &a, NULL),
                xap_db_term_freq(p.theirs, term.data, term.len, &b, NULL)) &&
           same_number(p, a, b, "term frequency", term) &&
           BOTH(p, "cf", xap_db_collection_freq(p.ours, term.data, term.len, &a, NULL),
                xap_db_collection_freq(p.theirs, term.data, term.len, &b, NULL)) &&
           same_number(p, a, b, "collection frequency", term) &&
           BOTH(p, "exists", xap_db_term_exists(p.ours, term.data, term.len, &x, NULL),
                xap_db_term_exists(p.theirs, term.data, term.len, &y, NULL)) &&
           same_number(p, x, y, "existence", term) && same_postings(p, term);
}

static bool same_all_terms(pair p)
{
    xap_terms *ours = NULL, *theirs = NULL;
    bool same = BOTH(p, "all terms", xap_db_all_terms(p.ours, "", 0, &ours, NULL),
                     xap_db_all_terms(p.theirs, "", 0, &theirs, NULL)) &&
                same_postings(p, nothing);
    while (same) {
        text a = {NULL, 0}, b = {NULL, 0};
        uint32_t x = 0, y = 0;
        xap_status status = xap_terms_next(ours, &a.data, &a.len, NULL);
        same = BOTH(p, "next term", status, xap_terms_next(theirs, &b.data, &b.len, NULL));
        if (status != XAP_OK)
            break;
        same = same && same_string(p, a, b, "term") &&
               BOTH(p, "tf", xap_terms_term_freq(ours, &x, NULL), xap_terms_term_freq(theirs, &y, NULL)) &&
               same_number(p, x, y, "term frequency", a) && same_frequencies(p, a);
    }
    xap_terms_free(ours);
    xap_terms_free(theirs);
    return same;
}

static bool same_value_totals(pair p, uint32_t slot)
{
    uint32_t x = 0, y = 0;
    text low = {NULL, 0}, high = {NULL, 0}, their_low = {NULL, 0}, their_high = {NULL, 0};
    return BOTH(p, "value count", xap_db_value_count(p.ours, slot, &x, NULL),
                xap_db_value_count(p.theirs, slot, &y, NULL)) &&
           same_number(p, x, y, "values in slot", nothing) &&
           BOTH(p, "bounds", xap_db_value_bounds(p.ours, slot, &low.data, &low.len, &high.data, &high.len, NULL),
                xap_db_value_bounds(p.theirs, slot, &their_low.data, &their_low.len, &their_high.data, &their_high.len,
                                    NULL)) &&
           same_string(p, low, their_low, "lowest value") && same_string(p, high, their_high, "highest value");
}

static bool same_values(pair p, uint32_t slot)
{
    xap_values *ours = NULL, *theirs = NULL;
    bool same = same_value_totals(p, slot) && BOTH(p, "values", xap_db_values(p.ours, slot, &ours, NULL),
                                                   xap_db_values(p.theirs, slot, &theirs, NULL));
    while (same) {
        text a = {NULL, 0}, b = {NULL, 0};
        uint32_t x = 0, y = 0;
        xap_status status = xap_values_next(ours, &x, &a.data, &a.len, NULL);
        same = BOTH(p, "next value", status, xap_values_next(theirs, &y, &b.data, &b.len, NULL));
        if (status != XAP_OK)
            break;
        same = same && same_number(p, x, y, "docid of value", nothing) && same_string(p, a, b, "value in slot");
    }
    if (!same)
        (void)glass_differ(p.why, "\nin slot %u", slot);
    xap_values_free(ours);
    xap_values_free(theirs);
    return same;
}

static bool same_metadata(pair p)
{
    xap_terms *ours = NULL, *theirs = NULL;
    bool same = BOTH(p, "keys", xap_db_metadata_keys(p.ours, "", 0, &ours, NULL),
                     xap_db_metadata_keys(p.theirs, "", 0, &theirs, NULL));
    while (same) {
        text a = {NULL, 0}, b = {NULL, 0}, x = {NULL, 0}, y = {NULL, 0};
        xap_status status = xap_terms_next(ours, &a.data, &a.len, NULL);
        same = BOTH(p, "next key", status, xap_terms_next(theirs, &b.data, &b.len, NULL));
        if (status != XAP_OK)
            break;
        same = same && same_string(p, a, b, "key") &&
               BOTH(p, "metadata", xap_db_metadata(p.ours, a.data, a.len, &x.data, &x.len, NULL),
                    xap_db_metadata(p.theirs, b.data, b.len, &y.data, &y.len, NULL)) &&
               same_string(p, x, y, "metadata");
    }
    xap_terms_free(ours);
    xap_terms_free(theirs);
    return same;
}

bool glass_same(xap_db *ours, xap_db *theirs, const uint32_t *slots, size_t slot_count, growing *why)
{
    pair p = {ours, theirs, why};
    bool same = same_totals(p) && same_all_terms(p) && same_documents(p, slots, slot_count) && same_metadata(p);
    for (size_t i = 0; same && i < slot_count; i++)
        same = same_values(p, slots[i]);
    return same;
}

/* ---- the checker ------------------------------------------------------------------------------------------------- */

bool glass_has_checker(void)
{
    return access(CHECKER, X_OK) == 0;
}

/* The number at the end of what it prints; 0 where it found no fault, -1 where it did not come to its end. */
static long count_faults(const char *path, growing *report)
{
    const char *const arguments[] = {CHECKER, path, NULL};
    process_result result;
    long faults = -1;
    if (!process_run(arguments, NULL, &result))
        return -1;
    const char *total = strstr(result.out, "Total errors found: ");
    if (result.status == 0 && strstr(result.out, "No errors found") != NULL && result.err_bytes == 0)
        faults = 0;
    else if (result.status == 1 && total != NULL)
        faults = strtol(strchr(total, ':') + 1, NULL, 10);
    growing_add(report, result.out, result.out_bytes);
    growing_add(report, result.err, result.err_bytes);
    process_dispose(&result);
    return faults;
}

bool glass_is_sound(const char *ours, const char *theirs, growing *why)
{
    growing report = {0}, other = {0};
    if (!glass_has_checker())
        return true;
    long faults = count_faults(ours, &report);
    bool sound = faults == 0 || (faults > 0 && faults == count_faults(theirs, &other));
    if (!sound) {
        (void)glass_differ(why, "%s finds %ld faults", CHECKER, faults);
        growing_add_str(why, report.data);
    }
    growing_dispose(&report);
    growing_dispose(&other);
    return sound;
}
