/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching: Xapian::Enquire and what it finds, Xapian::MSet. */
#include "lib/xapian_c/internal.h"

struct xap_enquire {
    Xapian::Enquire enquire;
};

/* The numbers are kept beside, so that asking for them cannot fail. */
struct xap_mset {
    Xapian::MSet mset;
    uint32_t size;
    uint32_t lower_bound, estimated, upper_bound;
};

xap_status xap_enquire_new(xap_db *db, xap_enquire **out, xap_error *err)
{
    return xap::make(out, err, [&] { return new xap_enquire{Xapian::Enquire(db->db)}; });
}

xap_status xap_enquire_set_query(xap_enquire *enquire, xap_query *query, xap_error *err)
{
    return xap::guard(err, [&] { enquire->enquire.set_query(query->query); });
}

xap_status xap_enquire_set_bm25(xap_enquire *enquire, double k1, double k2, double k3, double b, double min_normlen,
                                xap_error *err)
{
    return xap::guard(err,
                      [&] { enquire->enquire.set_weighting_scheme(Xapian::BM25Weight(k1, k2, k3, b, min_normlen)); });
}

xap_status xap_enquire_set_boolean(xap_enquire *enquire, xap_error *err)
{
    return xap::guard(err, [&] { enquire->enquire.set_weighting_scheme(Xapian::BoolWeight()); });
}

xap_status xap_enquire_sort_by_value_then_relevance(xap_enquire *enquire, uint32_t slot, bool reverse, xap_error *err)
{
    return xap::guard(err, [&] { enquire->enquire.set_sort_by_value_then_relevance(slot, reverse); });
}

xap_status xap_enquire_sort_by_relevance_then_value(xap_enquire *enquire, uint32_t slot, bool reverse, xap_error *err)
{
    return xap::guard(err, [&] { enquire->enquire.set_sort_by_relevance_then_value(slot, reverse); });
}

xap_status xap_enquire_set_time_limit(xap_enquire *enquire, double seconds, xap_error *err)
{
    return xap::guard(err, [&] { enquire->enquire.set_time_limit(seconds); });
}

xap_status xap_enquire_mset(xap_enquire *enquire, uint32_t first, uint32_t max_items, uint32_t check_at_least,
                            xap_mset **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        Xapian::MSet mset = enquire->enquire.get_mset(first, max_items, check_at_least);
        return new xap_mset{mset, mset.size(), mset.get_matches_lower_bound(), mset.get_matches_estimated(),
                            mset.get_matches_upper_bound()};
    });
}

struct xap_tally {
    Xapian::ValueCountMatchSpy spy;
    Xapian::TermIterator it = {};
    bool begun = false;
    std::string value = {};
};

xap_status xap_tally_new(uint32_t slot, xap_tally **out, xap_error *err)
{
    return xap::make(out, err, [&] { return new xap_tally{Xapian::ValueCountMatchSpy(slot)}; });
}

xap_status xap_enquire_add_tally(xap_enquire *enquire, xap_tally *tally, xap_error *err)
{
    return xap::guard(err, [&] { enquire->enquire.add_matchspy(&tally->spy); });
}

xap_status xap_tally_next(xap_tally *tally, const char **value, size_t *value_bytes, uint32_t *documents,
                          xap_error *err)
{
    return xap::guard(err, [&] {
        if (!tally->begun)
            tally->it = tally->spy.values_begin();
        else if (tally->it != Xapian::TermIterator())
            ++tally->it;
        tally->begun = true;
        if (tally->it == Xapian::TermIterator())
            return XAP_DONE;
        tally->value = *tally->it;
        *documents = tally->it.get_termfreq();
        xap::lend(tally->value, value, value_bytes);
        return XAP_OK;
    });
}

void xap_tally_free(xap_tally *tally)
{
    delete tally;
}

void xap_enquire_free(xap_enquire *enquire)
{
    delete enquire;
}

uint32_t xap_mset_size(const xap_mset *mset)
{
    return mset->size;
}

uint32_t xap_mset_matches_lower_bound(const xap_mset *mset)
{
    return mset->lower_bound;
}

uint32_t xap_mset_matches_estimated(const xap_mset *mset)
{
    return mset->estimated;
}

uint32_t xap_mset_matches_upper_bound(const xap_mset *mset)
{
    return mset->upper_bound;
}

namespace {

Xapian::MSetIterator item(xap_mset *mset, uint32_t index)
{
    if (index >= mset->size) /* Xapian does not look */
        throw Xapian::InvalidArgumentError("The result has no item of this number");
    return mset->mset[index];
}

} // namespace

xap_status xap_mset_item(xap_mset *mset, uint32_t index, uint32_t *docid, double *weight, xap_error *err)
{
    return xap::guard(err, [&] {
        Xapian::MSetIterator found = item(mset, index);
        *docid = *found;
        *weight = found.get_weight();
    });
}

xap_status xap_mset_fetch(xap_mset *mset, xap_error *err)
{
    return xap::guard(err, [&] { mset->mset.fetch(); });
}

xap_status xap_mset_document(xap_mset *mset, uint32_t index, xap_doc **out, xap_error *err)
{
    return xap::make(out, err, [&] { return new xap_doc{item(mset, index).get_document(), {}, {}}; });
}

void xap_mset_free(xap_mset *mset)
{
    delete mset;
}
