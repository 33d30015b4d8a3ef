/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fence around a process that reads: what it may use, and what it may ask the system for. A hostile file that gets
 * a format library to do its will can then do no more than give wrong text, for itself and what is read after it by the
 * same process.
 *
 * It takes away, each as far as the kernel lets it:
 *  - by resource limits: core dumps, files of any size, further processes, more than a few descriptors, more memory and
 *    processor time than the limits say;
 *  - by capabilities: whatever root may do beyond the owner of its files;
 *  - by Landlock: the file system, but for reading in the few folders that hold libraries and their data;
 *  - by seccomp: all system calls but those that memory, time and the reading of open files need. What a library may
 *    try without harm (writing a cache, asking for a terminal's size) fails as if it were not permitted; the
 *    network, other programs, further processes and threads, signals to others and all else end the process with
 *    SIGSYS.
 *
 * What is to be read comes as open descriptors. Under AddressSanitizer, whose shadow is larger than any memory, the
 * address space has no limit. */
#ifndef DICTUM_INDEXER_READ_FENCE_H
#define DICTUM_INDEXER_READ_FENCE_H

#include <stdint.h>

#include "indexer/limits.h"

#if defined(__SANITIZE_ADDRESS__)
#define DICTUM__SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DICTUM__SANITIZED 1
#endif
#endif

typedef enum dictum__fence_part {
    DICTUM__FENCE_LIMITS = 1,
    DICTUM__FENCE_MEMORY = 2,
    DICTUM__FENCE_PRIVILEGES = 4,
    DICTUM__FENCE_FILES = 8, /* Landlock */
    DICTUM__FENCE_CALLS = 16 /* seccomp */
} dictum__fence_part;
#define DICTUM__FENCE_WHOLE 31

/* Closes all descriptors but standard input, output and error and `fd`, and puts the fence up for the rest of the
 * process's life. Gives the parts that are in force. A process without the memory for it ends with
 * DICTUM__READER_NOMEM, as does one that is aborted or goes astray for want of memory afterwards. */
unsigned dictum__fence_enter(int fd, const dictum_limits *limits);

/* The processor time that this process has used, in whole seconds begun; and how much it may have used before SIGXCPU
 * ends it. */
uint64_t dictum__fence_seconds_used(void);
void dictum__fence_set_seconds(uint64_t seconds);

#endif
