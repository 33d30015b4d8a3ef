/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaces operator new and delete, for tests: every allocation is counted, and a chosen one fails. The counters are
 * plain; the tests that use them have one thread. */
#include <cstdlib>
#include <new>

#include "lib/xapian_c/testing.h"

namespace {

size_t count, failing;
bool failing_on, sparing;

void *allocate(size_t bytes) noexcept
{
    if (!sparing) {
        count++;
        if (failing && (count == failing || (failing_on && count > failing)))
            return nullptr;
    }
    return malloc(bytes ? bytes : 1);
}

void *allocate_or_throw(size_t bytes)
{
    void *memory = allocate(bytes);
    if (!memory)
        throw std::bad_alloc();
    return memory;
}

} // namespace

void xap_testing_fail_allocation(size_t number, bool and_all_after)
{
    count = 0;
    failing = number;
    failing_on = and_all_after;
}

void xap_testing_spare_allocations(bool spare)
{
    sparing = spare;
}

size_t xap_testing_allocations(void)
{
    return count;
}

void *operator new(size_t bytes)
{
    return allocate_or_throw(bytes);
}

void *operator new[](size_t bytes)
{
    return allocate_or_throw(bytes);
}

void *operator new(size_t bytes, const std::nothrow_t &) noexcept
{
    return allocate(bytes);
}

void *operator new[](size_t bytes, const std::nothrow_t &) noexcept
{
    return allocate(bytes);
}

void operator delete(void *memory) noexcept
{
    free(memory);
}

void operator delete[](void *memory) noexcept
{
    free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    free(memory);
}

void operator delete[](void *memory, size_t) noexcept
{
    free(memory);
}
