/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms, postings, positions and values: Xapian's iterators as calls of three outcomes.
 *
 * Invariant: a cursor's iterator is advanced by the call that needs the next item, never ahead, for advancing reads
 * the disk and may throw. A cursor that has thrown is not moved again: Xapian does not say where it stands then. */
#include "lib/xapian_c/internal.h"

#include <memory>
#include <utility>

namespace {

enum class place {
    ready, /* the iterator stands on an item that has not been given yet, or at the end */
    given, /* on the item given last */
    done,
    failed
};

template <typename Iterator> struct cursor_of {
    /* Our own copy, which goes last: a list over several databases points at the object that made it. */
    Xapian::Database db;
    Iterator it;
    place at = place::ready;

    explicit cursor_of(const Xapian::Database &source) : db(source)
    {
    }

    bool at_end() const
    {
        return it == Iterator();
    }

    void refuse_failed() const
    {
        if (at == place::failed)
            throw Xapian::InvalidOperationError("This iteration has failed before");
    }

    void refuse_unless_given() const
    {
        if (at != place::given)
            throw Xapian::InvalidOperationError("The iteration stands on no item");
    }
};

template <typename Iterator, typename Give>
xap_status next(cursor_of<Iterator> *cursor, xap_error *err, const Give &give) noexcept
{
    return xap::guard(err, [&] {
        cursor->refuse_failed();
        place before = std::exchange(cursor->at, place::failed);
        if (before == place::given)
            ++cursor->it;
        if (before == place::done || cursor->at_end()) {
            cursor->at = place::done;
            return XAP_DONE;
        }
        give();
        cursor->at = place::given;
        return XAP_OK;
    });
}

enum class terms_of { database, document, metadata };

} // namespace

struct xap_terms {
    cursor_of<Xapian::TermIterator> cursor;
    terms_of what;
    std::string term;

    xap_terms(const Xapian::Database &db, terms_of kind) : cursor(db), what(kind), term()
    {
    }
};

struct xap_postings {
    cursor_of<Xapian::PostingIterator> cursor;
};

struct xap_positions {
    cursor_of<Xapian::PositionIterator> cursor;
};

struct xap_values {
    cursor_of<Xapian::ValueIterator> cursor;
    std::string value;

    explicit xap_values(const Xapian::Database &db) : cursor(db), value()
    {
    }
};

xap_status xap_db_all_terms(xap_db *db, const char *prefix, size_t prefix_bytes, xap_terms **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        auto terms = std::make_unique<xap_terms>(db->db, terms_of::database);
        terms->cursor.it = terms->cursor.db.allterms_begin(xap::string_of(prefix, prefix_bytes));
        return terms.release();
    });
}

xap_status xap_db_term_list(xap_db *db, uint32_t docid, xap_terms **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        auto terms = std::make_unique<xap_terms>(db->db, terms_of::document);
        terms->cursor.it = terms->cursor.db.termlist_begin(docid);
        return terms.release();
    });
}

xap_status xap_db_metadata_keys(xap_db *db, const char *prefix, size_t prefix_bytes, xap_terms **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        auto terms = std::make_unique<xap_terms>(db->db, terms_of::metadata);
        terms->cursor.it = terms->cursor.db.metadata_keys_begin(xap::string_of(prefix, prefix_bytes));
        return terms.release();
    });
}

xap_status xap_terms_next(xap_terms *terms, const char **term, size_t *term_bytes, xap_error *err)
{
    return next(&terms->cursor, err, [&] {
        terms->term = *terms->cursor.it;
        xap::lend(terms->term, term, term_bytes);
    });
}

xap_status xap_terms_skip_to(xap_terms *terms, const char *term, size_t term_bytes, xap_error *err)
{
    return xap::guard(err, [&] {
        auto *cursor = &terms->cursor;
        cursor->refuse_failed();
        std::string wanted = xap::string_of(term, term_bytes);
        if (cursor->at == place::done || cursor->at_end() || wanted <= *cursor->it)
            return;
        cursor->at = place::failed;
        cursor->it.skip_to(wanted);
        cursor->at = place::ready;
    });
}

xap_status xap_terms_term_freq(xap_terms *terms, uint32_t *documents, xap_error *err)
{
    return xap::guard(err, [&] {
        terms->cursor.refuse_unless_given();
        if (terms->what == terms_of::metadata)
            throw Xapian::InvalidOperationError("A key of metadata is not a term");
        *documents = terms->cursor.it.get_termfreq();
    });
}

xap_status xap_terms_wdf(xap_terms *terms, uint32_t *wdf, xap_error *err)
{
    return xap::guard(err, [&] {
        terms->cursor.refuse_unless_given();
        if (terms->what != terms_of::document)
            throw Xapian::InvalidOperationError("Only a document's terms have a frequency within it");
        *wdf = terms->cursor.it.get_wdf();
    });
}

void xap_terms_free(xap_terms *terms)
{
    delete terms;
}

xap_status xap_db_postings(xap_db *db, const char *term, size_t term_bytes, xap_postings **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        auto postings = std::make_unique<xap_postings>(xap_postings{cursor_of<Xapian::PostingIterator>(db->db)});
        postings->cursor.it = postings->cursor.db.postlist_begin(xap::string_of(term, term_bytes));
        return postings.release();
    });
}

xap_status xap_postings_next(xap_postings *postings, uint32_t *docid, xap_error *err)
{
    return next(&postings->cursor, err, [&] { *docid = *postings->cursor.it; });
}

xap_status xap_postings_wdf(xap_postings *postings, uint32_t *wdf, xap_error *err)
{
    return xap::guard(err, [&] {
        postings->cursor.refuse_unless_given();
        *wdf = postings->cursor.it.get_wdf();
    });
}

void xap_postings_free(xap_postings *postings)
{
    delete postings;
}

xap_status xap_db_positions(xap_db *db, uint32_t docid, const char *term, size_t term_bytes, xap_positions **out,
                            xap_error *err)
{
    return xap::make(out, err, [&] {
        auto positions = std::make_unique<xap_positions>(xap_positions{cursor_of<Xapian::PositionIterator>(db->db)});
        positions->cursor.it = positions->cursor.db.positionlist_begin(docid, xap::string_of(term, term_bytes));
        return positions.release();
    });
}

xap_status xap_positions_next(xap_positions *positions, uint32_t *position, xap_error *err)
{
    return next(&positions->cursor, err, [&] { *position = *positions->cursor.it; });
}

void xap_positions_free(xap_positions *positions)
{
    delete positions;
}

xap_status xap_db_read_positions(xap_db *db, uint32_t docid, const char *term, size_t term_bytes, uint32_t *room,
                                 size_t cap, size_t *count, xap_error *err)
{
    return xap::guard(err, [&] {
        size_t found = 0;
        auto it = db->db.positionlist_begin(docid, xap::string_of(term, term_bytes));
        for (; it != Xapian::PositionIterator(); ++it, ++found)
            if (found < cap)
                room[found] = *it;
        *count = found;
    });
}

xap_status xap_db_value(xap_db *db, uint32_t slot, uint32_t docid, const char **value, size_t *value_bytes,
                        xap_error *err)
{
    return xap::guard(err, [&] {
        if (slot != db->slot || docid < db->asked) {
            db->slot = Xapian::BAD_VALUENO;
            db->values = db->db.valuestream_begin(slot);
            db->slot = slot;
        }
        db->asked = docid;
        if (db->values != Xapian::ValueIterator())
            db->values.skip_to(docid);
        bool found = db->values != Xapian::ValueIterator() && db->values.get_docid() == docid;
        db->text = found ? *db->values : std::string();
        xap::lend(db->text, value, value_bytes);
    });
}

xap_status xap_db_values(xap_db *db, uint32_t slot, xap_values **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        auto values = std::make_unique<xap_values>(db->db);
        values->cursor.it = values->cursor.db.valuestream_begin(slot);
        return values.release();
    });
}

xap_status xap_values_next(xap_values *values, uint32_t *docid, const char **value, size_t *value_bytes, xap_error *err)
{
    return next(&values->cursor, err, [&] {
        values->value = *values->cursor.it;
        *docid = values->cursor.it.get_docid();
        xap::lend(values->value, value, value_bytes);
    });
}

void xap_values_free(xap_values *values)
{
    delete values;
}
