/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one file may cost. What is beyond is a problem of that file: a bomb, a loop, or a document larger than anybody
 * expected. */
#ifndef DICTUM_INDEXER_LIMITS_H
#define DICTUM_INDEXER_LIMITS_H

/* 0 stands for what is usual. */
typedef struct dictum_limits {
    unsigned cpu_seconds; /* processor time on one file; each MB that the file gives brings a second more */
    unsigned memory_mb;   /* address space of a reader process */
    unsigned output_mb;   /* what one file may give: statements and complaints */
} dictum_limits;

#define DICTUM__CPU_SECONDS 60
#define DICTUM__MEMORY_MB 2048
#define DICTUM__OUTPUT_MB 8192
/* So long, for each second of processor time that a file may take, may its reader say nothing. A clock on the wall runs
 * on while other processes have the processor: what can be read must not depend on how busy the machine is. */
#define DICTUM__SILENCE_MS_A_SECOND 10000u
/* No limit can be set higher. */
#define DICTUM__LIMIT_MAX 1000000

#endif
