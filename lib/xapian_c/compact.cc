/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compaction and merging: Xapian::Database::compact. */
#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

#include "lib/xapian_c/internal.h"
#include "lib/xapian_c/xap_write.h"

namespace {

unsigned level(xap_compaction how)
{
    switch (how) {
    case XAP_COMPACT_STANDARD:
        return Xapian::Compactor::STANDARD;
    case XAP_COMPACT_FULL:
        return Xapian::Compactor::FULL;
    case XAP_COMPACT_FULLER:
        return Xapian::Compactor::FULLER;
    }
    throw Xapian::InvalidArgumentError("There is no such compaction");
}

/* Xapian would write into a folder that is there, over its files, and would follow a stub. */
void refuse_existing(const char *destination)
{
    struct stat status;
    if (lstat(destination, &status) == 0)
        throw Xapian::DatabaseCreateError(destination, EEXIST);
    if (errno != ENOENT)
        throw Xapian::DatabaseCreateError(destination, errno);
}

class watch : public Xapian::Compactor {
  public:
    watch(xap_stop_fn stop, void *context) : stop_(stop), context_(context)
    {
    }
    void set_status(const std::string &, const std::string &) override
    {
        if (stop_ && stop_(context_))
            throw xap::stopped();
    }

  private:
    xap_stop_fn stop_;
    void *context_;
};

} // namespace

xap_status xap_db_compact(xap_db *db, const char *destination, xap_compaction how, bool renumber, xap_stop_fn stop,
                          void *context, xap_error *err)
{
    return xap::guard(err, [&] {
        unsigned flags = level(how) | (renumber ? 0u : static_cast<unsigned>(Xapian::DBCOMPACT_NO_RENUMBER));
        refuse_existing(destination);
        watch compactor(stop, context);
        db->db.compact(destination, flags, 0, compactor);
    });
}
