/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/queries.h"

#include <string.h>

#include "lib/schema.h"

/* So many are joined at a time where there may be thousands. */
#define TOGETHER 64

dictum_status dictum__query_failed(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "make the query");
}

dictum_status dictum__term_query(dictum_buf *room, const char *prefix, dictum_slice form, xap_query **out,
                                 dictum_error *err)
{
    xap_error xerr;
    dictum__schema_term(room, prefix, form);
    if (dictum__buf_status(room) != DICTUM_OK)
        return dictum__nomem(err);
    if (xap_query_new_term(room->data, room->len, 1, out, &xerr) != XAP_OK)
        return dictum__query_failed(&xerr, err);
    return DICTUM_OK;
}

dictum_status dictum__everything_query(xap_query **out, dictum_error *err)
{
    xap_error xerr;
    return xap_query_new_term("", 0, 1, out, &xerr) == XAP_OK ? DICTUM_OK : dictum__query_failed(&xerr, err);
}

dictum_status dictum__nothing_query(xap_query **out, dictum_error *err)
{
    xap_error xerr;
    return xap_query_new_nothing(out, &xerr) == XAP_OK ? DICTUM_OK : dictum__query_failed(&xerr, err);
}

dictum_status dictum__join_queries(xap_op op, xap_query **parts, size_t count, xap_query **out, dictum_error *err)
{
    return dictum__join_in_window(op, parts, count, 0, out, err);
}

dictum_status dictum__join_in_window(xap_op op, xap_query **parts, size_t count, uint32_t window, xap_query **out,
                                     dictum_error *err)
{
    xap_error xerr;
    *out = NULL;
    if (count == 1) {
        *out = parts[0];
        return DICTUM_OK;
    }
    xap_status status = xap_query_new_op(op, parts, count, window, out, &xerr);
    for (size_t i = 0; i < count; i++)
        xap_query_free(parts[i]);
    return status == XAP_OK ? DICTUM_OK : dictum__query_failed(&xerr, err);
}

dictum_status dictum__join_two_queries(xap_op op, xap_query *left, xap_query *right, xap_query **out, dictum_error *err)
{
    xap_query *parts[2] = {left, right};
    return dictum__join_queries(op, parts, 2, out, err);
}

dictum_status dictum__close_query(xap_query **query, dictum_error *err)
{
    xap_error xerr;
    xap_query *open = *query, *none = NULL;
    *query = NULL;
    if (xap_query_new_term(DICTUM__TERM_NONE, strlen(DICTUM__TERM_NONE), 1, &none, &xerr) == XAP_OK)
        return dictum__join_two_queries(XAP_OP_OR, open, none, query, err);
    xap_query_free(open);
    return dictum__query_failed(&xerr, err);
}

dictum_status dictum__scale_query(xap_query **query, double factor, dictum_error *err)
{
    xap_error xerr;
    xap_query *scaled;
    xap_status status = xap_query_new_scaled(*query, factor, &scaled, &xerr);
    xap_query_free(*query);
    *query = scaled;
    return status == XAP_OK ? DICTUM_OK : dictum__query_failed(&xerr, err);
}

void dictum__free_queries(xap_query **queries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        xap_query_free(queries[i]);
}

dictum_status dictum__join_many_queries(xap_op op, xap_query **parts, size_t count, xap_query **out, dictum_error *err)
{
    *out = NULL;
    while (count > TOGETHER) {
        size_t groups = 0;
        for (size_t first = 0, size; first < count; first += size) {
            xap_query *group = NULL;
            size = count - first < TOGETHER ? count - first : TOGETHER;
            dictum_status status = dictum__join_queries(op, parts + first, size, &group, err);
            if (status != DICTUM_OK) {
                dictum__free_queries(parts, groups);
                dictum__free_queries(parts + first + size, count - first - size);
                return status;
            }
            parts[groups++] = group;
        }
        count = groups;
    }
    return dictum__join_queries(op, parts, count, out, err);
}
