/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random queries, asked of two databases. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/glass_same.h"

#define TERMS_MAX 400
#define PARTS_MAX 4
#define DEPTH 3

typedef struct words {
    growing bytes;
    size_t starts[TERMS_MAX + 1];
    size_t count;
} words;

typedef struct asker {
    xap_db *ours, *theirs;
    const uint32_t *slots;
    size_t slot_count;
    chance *dice;
    words some;     /* of all terms */
    words together; /* of one document */
    uint32_t last;  /* docid */
    bool windows;
    growing *why;
} asker;

/* Keeps a term, or puts it in the place of another one, so that all `seen` have the same chance to be kept. */
static void keep(words *list, const char *term, size_t bytes, size_t seen, chance *dice)
{
    if (list->count < TERMS_MAX) {
        growing_add(&list->bytes, term, bytes);
        list->starts[++list->count] = list->bytes.len;
        return;
    }
    size_t place = chance_below(dice, seen);
    size_t held = place < TERMS_MAX ? list->starts[place + 1] - list->starts[place] : 0;
    if (held != bytes) /* only the first of each length, which is enough of a choice */
        return;
    for (size_t i = 0; i < bytes; i++)
        list->bytes.data[list->starts[place] + i] = term[i];
}

static void keep_all(words *list, xap_terms *terms, chance *dice)
{
    const char *term;
    size_t bytes;
    growing_clear(&list->bytes);
    list->count = list->starts[0] = 0;
    for (size_t seen = 1; xap_terms_next(terms, &term, &bytes, NULL) == XAP_OK; seen++)
        keep(list, term, bytes, seen, dice);
    xap_terms_free(terms);
}

/* ---- queries ----------------------------------------------------------------------------------------------------- */

static xap_query *draw_term(asker *a, const words *list)
{
    xap_query *made = NULL;
    size_t place = list->count == 0 ? 0 : chance_below(a->dice, list->count);
    xap_status status = list->count == 0 ? xap_query_new_term("absent", 6, 1, &made, NULL)
                                         : xap_query_new_term(list->bytes.data + list->starts[place],
                                                              list->starts[place + 1] - list->starts[place],
                                                              (uint32_t)(1 + chance_below(a->dice, 3)), &made, NULL);
    return status == XAP_OK ? made : NULL;
}

static xap_query *draw_window(asker *a)
{
    static const uint32_t windows[] = {0, 2, 3, 5, 10, 100, 1000, 1000000};
    xap_query *parts[PARTS_MAX], *made = NULL;
    size_t count = 2 + chance_below(a->dice, PARTS_MAX - 1);
    const words *list = chance_one_in(a->dice, 4) ? &a->some : &a->together;
    uint32_t window = windows[chance_below(a->dice, sizeof windows / sizeof windows[0])];
    xap_op op = chance_one_in(a->dice, 2) ? XAP_OP_PHRASE : XAP_OP_NEAR;
    for (size_t i = 0; i < count; i++)
        parts[i] = draw_term(a, list);
    if (window < count)
        window = 0;
    if (xap_query_new_op(op, parts, count, window, &made, NULL) != XAP_OK)
        made = NULL;
    for (size_t i = 0; i < count; i++)
        xap_query_free(parts[i]);
    return made;
}

/* Copies a value of a random document; "m" where there is none. */
static void draw_bound(asker *a, uint32_t slot, growing *out)
{
    xap_doc *doc = NULL;
    const char *value = "";
    size_t bytes = 0;
    growing_clear(out);
    if (a->last > 0 && xap_db_document(a->theirs, (uint32_t)(1 + chance_below(a->dice, a->last)), &doc, NULL) == XAP_OK)
        (void)(xap_doc_value(doc, slot, &value, &bytes, NULL) == XAP_OK);
    if (bytes > 0)
        growing_add(out, value, chance_one_in(a->dice, 3) ? 1 + chance_below(a->dice, bytes) : bytes);
    else
        growing_add(out, "m", 1);
    xap_doc_free(doc);
}

static xap_query *draw_range(asker *a)
{
    growing lower = {0}, upper = {0};
    xap_query *made = NULL;
    uint32_t slot = a->slots[chance_below(a->dice, a->slot_count)];
    draw_bound(a, slot, &lower);
    draw_bound(a, slot, &upper);
    xap_status status;
    switch (chance_below(a->dice, 3)) {
    case 0:
        status = xap_query_new_value_ge(slot, lower.data, lower.len, &made, NULL);
        break;
    case 1:
        status = xap_query_new_value_le(slot, upper.data, upper.len, &made, NULL);
        break;
    default:
        status = xap_query_new_value_range(slot, lower.data, lower.len, upper.data, upper.len, &made, NULL);
        break;
    }
    growing_dispose(&lower);
    growing_dispose(&upper);
    return status == XAP_OK ? made : NULL;
}

static xap_query *draw_query(asker *a, int depth)
{
    /* No XOR: of windows, it ends Xapian 1.4.22 with a null pointer, whatever made the database. */
    static const xap_op ops[] = {XAP_OP_AND, XAP_OP_OR,      XAP_OP_AND_NOT, XAP_OP_AND_MAYBE, XAP_OP_FILTER,
                                 XAP_OP_MAX, XAP_OP_SYNONYM, XAP_OP_AND,     XAP_OP_OR};
    xap_query *parts[2], *made = NULL;
    size_t kind = chance_below(a->dice, 10);
    if (kind < 2 && a->windows)
        return draw_window(a);
    if (kind == 2 && a->slot_count > 0)
        return draw_range(a);
    if (kind < 5 || depth == 0)
        return draw_term(a, chance_one_in(a->dice, 2) ? &a->some : &a->together);
    xap_op op = ops[chance_below(a->dice, sizeof ops / sizeof ops[0])];
    for (size_t i = 0; i < 2; i++) /* below SYNONYM nothing but terms: its weights of anything else are estimates */
        parts[i] = op == XAP_OP_SYNONYM ? draw_term(a, &a->some) : draw_query(a, depth - 1);
    if (xap_query_new_op(op, parts, 2, 0, &made, NULL) != XAP_OK)
        made = NULL;
    xap_query_free(parts[0]);
    xap_query_free(parts[1]);
    return made;
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

typedef struct demand {
    uint32_t first, items, check_at_least;
    bool boolean;
} demand;

static demand draw_demand(asker *a)
{
    demand wanted = {.items = 10};
    if (chance_one_in(a->dice, 4))
        wanted.first = (uint32_t)chance_below(a->dice, 30);
    if (chance_one_in(a->dice, 2))
        wanted.items = wanted.check_at_least = a->last + 1;
    wanted.boolean = chance_one_in(a->dice, 6);
    return wanted;
}

static xap_mset *ask(xap_db *db, xap_query *query, demand wanted)
{
    xap_enquire *enquire = NULL;
    xap_mset *mset = NULL;
    if (xap_enquire_new(db, &enquire, NULL) != XAP_OK || xap_enquire_set_query(enquire, query, NULL) != XAP_OK ||
        (wanted.boolean && xap_enquire_set_boolean(enquire, NULL) != XAP_OK) ||
        xap_enquire_mset(enquire, wanted.first, wanted.items, wanted.check_at_least, &mset, NULL) != XAP_OK)
        mset = NULL;
    xap_enquire_free(enquire);
    return mset;
}

static bool same_answer(xap_mset *ours, xap_mset *theirs, growing *why)
{
    if (ours == NULL || theirs == NULL)
        return glass_differ(why, "%s fails", ours == NULL ? "ours" : "theirs");
    if (xap_mset_size(ours) != xap_mset_size(theirs) ||
        xap_mset_matches_lower_bound(ours) != xap_mset_matches_lower_bound(theirs) ||
        xap_mset_matches_estimated(ours) != xap_mset_matches_estimated(theirs) ||
        xap_mset_matches_upper_bound(ours) != xap_mset_matches_upper_bound(theirs))
        return glass_differ(why, "%u of %u <= %u <= %u in place of %u of %u <= %u <= %u", xap_mset_size(ours),
                            xap_mset_matches_lower_bound(ours), xap_mset_matches_estimated(ours),
                            xap_mset_matches_upper_bound(ours), xap_mset_size(theirs),
                            xap_mset_matches_lower_bound(theirs), xap_mset_matches_estimated(theirs),
                            xap_mset_matches_upper_bound(theirs));
    for (uint32_t i = 0; i < xap_mset_size(ours); i++) {
        uint32_t a = 0, b = 0;
        double x = 0, y = 0;
        if (xap_mset_item(ours, i, &a, &x, NULL) != XAP_OK || xap_mset_item(theirs, i, &b, &y, NULL) != XAP_OK ||
            a != b || x != y)
            return glass_differ(why, "at %u: %u, %.17g in place of %u, %.17g", i, a, x, b, y);
    }
    return true;
}

static bool same_find(asker *a, size_t *matches)
{
    xap_query *query = draw_query(a, DEPTH);
    demand wanted = draw_demand(a);
    const char *description = "";
    if (query == NULL)
        return glass_differ(a->why, "a query cannot be made");
    xap_mset *theirs = ask(a->theirs, query, wanted), *ours = ask(a->ours, query, wanted);
    bool same = same_answer(ours, theirs, a->why);
    if (!same && xap_query_description(query, &description, NULL) == XAP_OK)
        (void)glass_differ(a->why, "%.800s\n%u + %u, at least %u", description, wanted.first, wanted.items,
                           wanted.check_at_least);
    if (matches != NULL && theirs != NULL)
        *matches += xap_mset_size(theirs);
    xap_mset_free(ours);
    xap_mset_free(theirs);
    xap_query_free(query);
    return same;
}

/* Both find the same first term that is not before a drawn one, with its last bytes changed or gone. */
static bool same_skip(asker *a)
{
    xap_terms *ours = NULL, *theirs = NULL;
    growing term = {0};
    const char *x = "", *y = "";
    size_t bytes = 0, their_bytes = 0;
    size_t place = chance_below(a->dice, a->some.count);
    growing_add(&term, a->some.bytes.data + a->some.starts[place], a->some.starts[place + 1] - a->some.starts[place]);
    term.data[term.len - 1] = (char)(term.data[term.len - 1] + (int)chance_below(a->dice, 3) - 1);
    bool same = xap_db_all_terms(a->ours, "", 0, &ours, NULL) == XAP_OK &&
                xap_db_all_terms(a->theirs, "", 0, &theirs, NULL) == XAP_OK &&
                xap_terms_skip_to(ours, term.data, term.len, NULL) == XAP_OK &&
                xap_terms_skip_to(theirs, term.data, term.len, NULL) == XAP_OK &&
                xap_terms_next(ours, &x, &bytes, NULL) == xap_terms_next(theirs, &y, &their_bytes, NULL) &&
                bytes == their_bytes;
    for (size_t i = 0; same && i < bytes; i++)
        same = x[i] == y[i];
    if (!same) {
        growing_add_str(a->why, "skipping to ");
        glass_show(a->why, term.data, term.len);
    }
    xap_terms_free(ours);
    xap_terms_free(theirs);
    growing_dispose(&term);
    return same;
}

bool glass_same_answers(xap_db *ours, xap_db *theirs, const uint32_t *slots, size_t slot_count, chance *dice,
                        size_t queries, bool windows, size_t *matches, growing *why)
{
    asker a = {.ours = ours,
               .theirs = theirs,
               .slots = slots,
               .slot_count = slot_count,
               .dice = dice,
               .windows = windows,
               .why = why};
    xap_terms *terms = NULL;
    bool same =
        xap_db_last_docid(theirs, &a.last, NULL) == XAP_OK && xap_db_all_terms(theirs, "", 0, &terms, NULL) == XAP_OK;
    if (same)
        keep_all(&a.some, terms, dice);
    for (size_t i = 0; same && i < queries; i++) {
        if (i % 8 == 0 && a.last > 0 &&
            xap_db_term_list(theirs, (uint32_t)(1 + chance_below(dice, a.last)), &terms, NULL) == XAP_OK)
            keep_all(&a.together, terms, dice);
        same = same_find(&a, matches) && (a.some.count == 0 || same_skip(&a));
    }
    growing_dispose(&a.some.bytes);
    growing_dispose(&a.together.bytes);
    return same;
}
