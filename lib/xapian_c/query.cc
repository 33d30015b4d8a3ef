/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries: Xapian::Query. Query::MatchAll is not used: its count of references is shared by all threads. */
#include "lib/xapian_c/internal.h"

#include <cmath>
#include <vector>

namespace {

Xapian::Query::op operation(xap_op op)
{
    switch (op) {
    case XAP_OP_AND:
        return Xapian::Query::OP_AND;
    case XAP_OP_OR:
        return Xapian::Query::OP_OR;
    case XAP_OP_AND_NOT:
        return Xapian::Query::OP_AND_NOT;
    case XAP_OP_XOR:
        return Xapian::Query::OP_XOR;
    case XAP_OP_AND_MAYBE:
        return Xapian::Query::OP_AND_MAYBE;
    case XAP_OP_FILTER:
        return Xapian::Query::OP_FILTER;
    case XAP_OP_NEAR:
        return Xapian::Query::OP_NEAR;
    case XAP_OP_PHRASE:
        return Xapian::Query::OP_PHRASE;
    case XAP_OP_ELITE_SET:
        return Xapian::Query::OP_ELITE_SET;
    case XAP_OP_SYNONYM:
        return Xapian::Query::OP_SYNONYM;
    case XAP_OP_MAX:
        return Xapian::Query::OP_MAX;
    }
    throw Xapian::InvalidArgumentError("There is no such operator");
}

/* Xapian looks at the parts of NEAR and PHRASE, but not at what an OR among them consists of: an AND or a phrase there
 * would quietly give other documents than asked for. */
void refuse_without_positions(const Xapian::Query &query)
{
    size_t count = query.get_num_subqueries();
    for (size_t i = 0; i < count; i++) {
        const Xapian::Query part = query.get_subquery(i);
        if (part.get_type() == Xapian::Query::OP_OR)
            refuse_without_positions(part);
        else if (part.get_type() != Xapian::Query::LEAF_TERM)
            throw Xapian::UnimplementedError("An OR inside NEAR or PHRASE can hold terms only");
    }
}

xap_query *made(Xapian::Query query)
{
    return new xap_query{std::move(query), {}};
}

} // namespace

xap_status xap_query_new_term(const char *term, size_t term_bytes, uint32_t wqf, xap_query **out, xap_error *err)
{
    return xap::make(out, err, [&] { return made(Xapian::Query(xap::string_of(term, term_bytes), wqf)); });
}

xap_status xap_query_new_nothing(xap_query **out, xap_error *err)
{
    return xap::make(out, err, [] { return made(Xapian::Query()); });
}

xap_status xap_query_new_op(xap_op op, xap_query *const *parts, size_t count, uint32_t parameter, xap_query **out,
                            xap_error *err)
{
    return xap::make(out, err, [&] {
        std::vector<Xapian::Query> queries;
        queries.reserve(count);
        for (size_t i = 0; i < count; i++) {
            queries.push_back(parts[i]->query);
            if ((op == XAP_OP_NEAR || op == XAP_OP_PHRASE) && queries.back().get_type() == Xapian::Query::OP_OR)
                refuse_without_positions(queries.back());
        }
        return made(Xapian::Query(operation(op), queries.begin(), queries.end(), parameter));
    });
}

xap_status xap_query_new_scaled(xap_query *part, double factor, xap_query **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        if (!std::isfinite(factor)) /* Xapian refuses negative factors only */
            throw Xapian::InvalidArgumentError("A weight cannot be scaled by this factor");
        return made(Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, part->query, factor));
    });
}

xap_status xap_query_new_value_range(uint32_t slot, const char *lower, size_t lower_bytes, const char *upper,
                                     size_t upper_bytes, xap_query **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        return made(Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, xap::string_of(lower, lower_bytes),
                                  xap::string_of(upper, upper_bytes)));
    });
}

xap_status xap_query_new_value_ge(uint32_t slot, const char *lower, size_t lower_bytes, xap_query **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        return made(Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, xap::string_of(lower, lower_bytes)));
    });
}

xap_status xap_query_new_value_le(uint32_t slot, const char *upper, size_t upper_bytes, xap_query **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        return made(Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, xap::string_of(upper, upper_bytes)));
    });
}

xap_status xap_query_description(xap_query *query, const char **text, xap_error *err)
{
    return xap::guard(err, [&] {
        query->description = query->query.get_description();
        *text = query->description.c_str();
    });
}

void xap_query_free(xap_query *query)
{
    delete query;
}
