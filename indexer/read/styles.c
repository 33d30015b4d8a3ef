/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Styles by name. Invariant: a question costs a search for each of at most PARENTS_MAX styles, whatever refers to
 * what. */
#include "indexer/read/styles.h"

#include <stdlib.h>
#include <string.h>

#define PARENTS_MAX 32
#define STYLES_MAX ((size_t)1 << 20)
#define NAMES_BYTES_MAX ((size_t)256 << 20)

struct dictum__style {
    int family;
    size_t name, name_bytes, parent, parent_bytes; /* in `names` */
    size_t number;                                 /* in the order of the document */
    dictum__style_rank rank;
    dictum__shown shown;
    const dictum_styles *styles;
};

void dictum__styles_init(dictum_styles *styles)
{
    *styles = (dictum_styles){.items = NULL};
    dictum__buf_init(&styles->names, NAMES_BYTES_MAX);
}

void dictum__styles_dispose(dictum_styles *styles)
{
    free(styles->items);
    dictum__buf_dispose(&styles->names);
}

dictum_status dictum__styles_status(const dictum_styles *styles, dictum_error *err)
{
    return styles->failed || dictum__buf_status(&styles->names) == DICTUM_NOMEM ? dictum__nomem(err) : DICTUM_OK;
}

static bool grow(dictum_styles *styles)
{
    size_t room = styles->room == 0 ? 64 : styles->room * 2;
    struct dictum__style *items = room > STYLES_MAX ? NULL : realloc(styles->items, room * sizeof(*items));

    if (items == NULL) {
        styles->failed = styles->failed || room <= STYLES_MAX;
        return false;
    }
    styles->items = items;
    styles->room = room;
    return true;
}

void dictum__styles_add(dictum_styles *styles, int family, dictum_slice name, dictum_slice parent)
{
    size_t at = styles->names.len;

    if (styles->count == styles->room && !grow(styles)) {
        return;
    }
    dictum__buf_append_slice(&styles->names, name);
    dictum__buf_append_slice(&styles->names, parent);
    if (dictum__buf_status(&styles->names) != DICTUM_OK) {
        return;
    }
    styles->items[styles->count] = (struct dictum__style){.family = family,
                                                          .name = at,
                                                          .name_bytes = name.len,
                                                          .parent = at + name.len,
                                                          .parent_bytes = parent.len,
                                                          .number = styles->count,
                                                          .styles = styles};
    styles->count++;
    styles->sorted = false;
}

void dictum__styles_set(dictum_styles *styles, dictum__style_rank rank, dictum__shown shown)
{
    if (styles->count > 0) {
        styles->items[styles->count - 1].rank = rank;
        styles->items[styles->count - 1].shown = shown;
    }
}

void dictum__styles_show(dictum_styles *styles, dictum__shown shown)
{
    if (styles->count > 0) {
        styles->items[styles->count - 1].shown = shown;
    }
}

static int compare(int family, dictum_slice name, const struct dictum__style *style)
{
    size_t common = name.len < style->name_bytes ? name.len : style->name_bytes;
    int order = family != style->family ? (family > style->family) - (family < style->family)
                : common == 0           ? 0
                                        : memcmp(name.data, style->styles->names.data + style->name, common);

    return order != 0 ? order : (name.len > style->name_bytes) - (name.len < style->name_bytes);
}

static int compare_styles(const void *a, const void *b)
{
    const struct dictum__style *one = a, *other = b;
    dictum_slice name = {one->styles->names.data + one->name, one->name_bytes};
    int order = compare(one->family, name, other);

    return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

/* The last style of this name. */
static const struct dictum__style *find(dictum_styles *styles, int family, dictum_slice name)
{
    size_t low = 0, high = styles->count;

    if (styles->count == 0 || name.len == 0) {
        return NULL;
    }
    if (!styles->sorted) {
        qsort(styles->items, styles->count, sizeof(*styles->items), compare_styles);
        styles->sorted = true;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(family, name, &styles->items[middle]) >= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 && compare(family, name, &styles->items[low - 1]) == 0 ? &styles->items[low - 1] : NULL;
}

static const struct dictum__style *parent_of(dictum_styles *styles, const struct dictum__style *style)
{
    return find(styles, style->family, (dictum_slice){styles->names.data + style->parent, style->parent_bytes});
}

dictum__style_rank dictum__styles_rank(dictum_styles *styles, int family, dictum_slice name)
{
    const struct dictum__style *style = find(styles, family, name);

    for (size_t i = 0; style != NULL && i < PARENTS_MAX; i++) {
        if (style->rank != DICTUM__STYLE_OTHER) {
            return style->rank;
        }
        style = parent_of(styles, style);
    }
    return DICTUM__STYLE_OTHER;
}

dictum__shown dictum__styles_shown(dictum_styles *styles, int family, dictum_slice name)
{
    const struct dictum__style *style = find(styles, family, name);

    for (size_t i = 0; style != NULL && i < PARENTS_MAX; i++) {
        if (style->shown != DICTUM__SHOWN_UNSAID) {
            return style->shown;
        }
        style = parent_of(styles, style);
    }
    return DICTUM__SHOWN_UNSAID;
}
