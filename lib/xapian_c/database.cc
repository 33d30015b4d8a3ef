/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a database: Xapian::Database, all but its iterators. */
#include "lib/xapian_c/internal.h"

xap_status xap_db_open(const char *path, xap_db **out, xap_error *err)
{
    return xap::make(out, err, [&] { return new xap_db{Xapian::Database(path), {}, {}, {}, Xapian::BAD_VALUENO, 0}; });
}

xap_status xap_db_open_remote(const char *host, uint32_t port, uint32_t timeout_ms, xap_db **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        return new xap_db{Xapian::Remote::open(host, port, timeout_ms, timeout_ms), {}, {}, {}, Xapian::BAD_VALUENO, 0};
    });
}

xap_status xap_db_new(xap_db **out, xap_error *err)
{
    return xap::make(out, err, [] { return new xap_db; });
}

xap_status xap_db_add(xap_db *db, xap_db *other, xap_error *err)
{
    return xap::guard(err, [&] { db->db.add_database(other->db); });
}

void xap_db_free(xap_db *db)
{
    delete db;
}

xap_status xap_db_doc_count(xap_db *db, uint32_t *count, xap_error *err)
{
    return xap::guard(err, [&] { *count = db->db.get_doccount(); });
}

xap_status xap_db_last_docid(xap_db *db, uint32_t *docid, xap_error *err)
{
    return xap::guard(err, [&] { *docid = db->db.get_lastdocid(); });
}

xap_status xap_db_average_length(xap_db *db, double *length, xap_error *err)
{
    return xap::guard(err, [&] { *length = db->db.get_avlength(); });
}

xap_status xap_db_doc_length(xap_db *db, uint32_t docid, uint32_t *length, xap_error *err)
{
    return xap::guard(err, [&] { *length = db->db.get_doclength(docid); });
}

xap_status xap_db_term_freq(xap_db *db, const char *term, size_t term_bytes, uint32_t *documents, xap_error *err)
{
    return xap::guard(err, [&] { *documents = db->db.get_termfreq(xap::string_of(term, term_bytes)); });
}

xap_status xap_db_collection_freq(xap_db *db, const char *term, size_t term_bytes, uint32_t *occurrences,
                                  xap_error *err)
{
    return xap::guard(err, [&] { *occurrences = db->db.get_collection_freq(xap::string_of(term, term_bytes)); });
}

xap_status xap_db_term_exists(xap_db *db, const char *term, size_t term_bytes, bool *exists, xap_error *err)
{
    return xap::guard(err, [&] { *exists = db->db.term_exists(xap::string_of(term, term_bytes)); });
}

xap_status xap_db_document(xap_db *db, uint32_t docid, xap_doc **out, xap_error *err)
{
    return xap::make(out, err, [&] { return new xap_doc{db->db.get_document(docid), {}, {}}; });
}

xap_status xap_db_metadata(xap_db *db, const char *key, size_t key_bytes, const char **value, size_t *value_bytes,
                           xap_error *err)
{
    return xap::guard(err, [&] {
        db->text = db->db.get_metadata(xap::string_of(key, key_bytes));
        xap::lend(db->text, value, value_bytes);
    });
}

xap_status xap_db_uuid(xap_db *db, const char **uuid, size_t *bytes, xap_error *err)
{
    return xap::guard(err, [&] {
        db->text = db->db.get_uuid();
        xap::lend(db->text, uuid, bytes);
    });
}

xap_status xap_db_revision(xap_db *db, uint64_t *revision, xap_error *err)
{
    return xap::guard(err, [&] { *revision = db->db.get_revision(); });
}

xap_status xap_db_reopen(xap_db *db, bool *changed, xap_error *err)
{
    return xap::guard(err, [&] { *changed = db->db.reopen(); });
}

xap_status xap_db_value_bounds(xap_db *db, uint32_t slot, const char **lower, size_t *lower_bytes, const char **upper,
                               size_t *upper_bytes, xap_error *err)
{
    return xap::guard(err, [&] {
        db->text = db->db.get_value_lower_bound(slot);
        db->upper = db->db.get_value_upper_bound(slot);
        xap::lend(db->text, lower, lower_bytes);
        xap::lend(db->upper, upper, upper_bytes);
    });
}

xap_status xap_db_value_count(xap_db *db, uint32_t slot, uint32_t *documents, xap_error *err)
{
    return xap::guard(err, [&] { *documents = db->db.get_value_freq(slot); });
}
