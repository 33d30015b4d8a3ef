/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fence. Invariants: a part that the kernel refuses never keeps the others from being put up; and what a system
 * call is allowed for is not more than reading open files, memory, time and the libraries' own data. */
#include "indexer/read/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/capability.h>

#include <seccomp.h>

#include "indexer/protocol.h"

#define DESCRIPTORS_MAX 64
#define STACK_BYTES_MAX ((rlim_t)8 << 20)
/* Where a fault lies when a pointer was NULL that nobody looked at. */
#define NULL_PAGE_BYTES 65536

static void limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit now;

    if (getrlimit(resource, &now) == 0) {
        now.rlim_max = now.rlim_max < most ? now.rlim_max : most;
        now.rlim_cur = now.rlim_cur < most ? now.rlim_cur : most;
        (void)setrlimit(resource, &now);
    }
}

static void put_up_limits(void)
{
    /* Messages to a standard error that is a file are lost, rather than the end of the reader. */
    (void)signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_NOFILE, DESCRIPTORS_MAX);
    limit(RLIMIT_STACK, STACK_BYTES_MAX);
    (void)umask(077);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static unsigned limit_memory(unsigned memory_mb)
{
#ifdef DICTUM__SANITIZED
    (void)memory_mb;
    return 0;
#else
    limit(RLIMIT_AS, (rlim_t)memory_mb << 20);
    return DICTUM__FENCE_MEMORY;
#endif
}

static void close_descriptors(int kept)
{
    long most = sysconf(_SC_OPEN_MAX);

#ifdef SYS_close_range
    if ((kept <= STDERR_FILENO + 1 ||
         syscall(SYS_close_range, (unsigned)STDERR_FILENO + 1, (unsigned)kept - 1, 0U) == 0) &&
        syscall(SYS_close_range, (unsigned)(kept > STDERR_FILENO ? kept : STDERR_FILENO) + 1, ~0U, 0U) == 0) {
        return;
    }
#endif
    for (int fd = STDERR_FILENO + 1; fd < most; fd++) {
        if (fd != kept) {
            (void)close(fd);
        }
    }
}

/* ---- privileges -------------------------------------------------------------------------------------------- */

static unsigned drop_privileges(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{.effective = 0}};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return 0;
    }
    return syscall(SYS_capset, &head, none) == 0 ? DICTUM__FENCE_PRIVILEGES : 0;
}

/* ---- files: Landlock ---------------------------------------------------------------------------------------
 * See the kernel's Documentation/userspace-api/landlock.rst. What is handled here is forbidden but for the rules. */

#ifdef SYS_landlock_create_ruleset

#define ASK_VERSION 1U
#define RULE_PATH_BENEATH 1
#define READ_FILE (UINT64_C(1) << 2)
#define READ_FOLDER (UINT64_C(1) << 3)

typedef struct ruleset_attr {
    uint64_t files, network, scopes;
} ruleset_attr;

typedef struct path_attr {
    uint64_t allowed;
    int32_t folder;
} __attribute__((packed)) path_attr;

/* What each version of Landlock can forbid: rights of files and folders; from 4 on to bind and to connect over TCP,
 * from 6 on the sockets with abstract names and the signals of others. */
static ruleset_attr handled_by(long version)
{
    static const unsigned rights[] = {13, 14, 15, 15, 16};
    const long known = (long)(sizeof rights / sizeof rights[0]);
    unsigned count = rights[(version < known ? version : known) - 1];

    return (ruleset_attr){.files = (UINT64_C(1) << count) - 1,
                          .network = version >= 4 ? UINT64_C(3) : 0,
                          .scopes = version >= 6 ? UINT64_C(3) : 0};
}

static void let_read(int rules, const char *path)
{
    path_attr attr = {.allowed = READ_FILE | READ_FOLDER};

    attr.folder = open(path, O_RDONLY | O_CLOEXEC);
    if (attr.folder < 0) {
        return; /* there is no such folder here */
    }
    if (syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &attr, 0U) != 0) {
        attr.allowed = READ_FILE; /* it is a file */
        (void)syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &attr, 0U);
    }
    (void)close(attr.folder);
}

static unsigned shut_files(void)
{
    /* Libraries that are loaded when they are needed, such as those for charsets, and what they read: fonts, their
     * configuration, character maps, locales. */
    static const char *const readable[] = {
        "/usr", "/lib", "/lib32", "/lib64", DICTUM_TEXTCAT_DATA, "/etc/fonts", "/etc/ld.so.cache"};
    long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);
    ruleset_attr attr;
    int rules;
    bool shut;

    if (version < 1) {
        return 0;
    }
    attr = handled_by(version);
    rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0U);
    if (rules < 0) {
        return 0;
    }
    for (size_t i = 0; i < sizeof readable / sizeof readable[0]; i++) {
        let_read(rules, readable[i]);
    }
    shut = syscall(SYS_landlock_restrict_self, rules, 0U) == 0;
    (void)close(rules);
    return shut ? DICTUM__FENCE_FILES : 0;
}

#else

static unsigned shut_files(void)
{
    return 0;
}

#endif

/* ---- system calls: seccomp --------------------------------------------------------------------------------- */

/* Without these no library works; what they touch is the process's own, or open already. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(dup),
    SCMP_SYS(fadvise64),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(ppoll_time64),
    SCMP_SYS(fstat),
    SCMP_SYS(fstat64),
    SCMP_SYS(newfstatat),
    SCMP_SYS(fstatat64),
    SCMP_SYS(stat),
    SCMP_SYS(stat64),
    SCMP_SYS(lstat),
    SCMP_SYS(lstat64),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(getdents),
    SCMP_SYS(getdents64),
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(mmap2),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_getres_time64),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_nanosleep_time64),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrlimit),
    SCMP_SYS(ugetrlimit),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* What libraries may try and can do without. */
static const struct {
    int call, error;
} refused[] = {
    {SCMP_SYS(ioctl), ENOTTY},         {SCMP_SYS(getpeername), ENOTSOCK}, /* whether standard error is the journal's */
    {SCMP_SYS(getsockname), ENOTSOCK}, {SCMP_SYS(readlink), EACCES},      {SCMP_SYS(readlinkat), EACCES},
    {SCMP_SYS(getcwd), EACCES},        {SCMP_SYS(statfs), ENOSYS},        {SCMP_SYS(statfs64), ENOSYS},
    {SCMP_SYS(fstatfs), ENOSYS},       {SCMP_SYS(fstatfs64), ENOSYS},     {SCMP_SYS(openat2), ENOSYS},
    {SCMP_SYS(prctl), EPERM},          {SCMP_SYS(creat), EACCES}, /* caches of fonts */
    {SCMP_SYS(mkdir), EACCES},         {SCMP_SYS(mkdirat), EACCES},       {SCMP_SYS(unlink), EACCES},
    {SCMP_SYS(unlinkat), EACCES},      {SCMP_SYS(rename), EACCES},        {SCMP_SYS(renameat), EACCES},
    {SCMP_SYS(renameat2), EACCES},     {SCMP_SYS(link), EACCES},          {SCMP_SYS(linkat), EACCES},
    {SCMP_SYS(utimensat), EACCES},
};

static bool masked(scmp_filter_ctx filter, uint32_t action, int call, unsigned argument, uint64_t mask, uint64_t value)
{
    return seccomp_rule_add(filter, action, call, 1, SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, mask, value)) != -ENOMEM;
}

/* Opening a file to read it; to open it for anything else is not permitted. */
static bool add_opening(scmp_filter_ctx filter, int call, unsigned flags)
{
    const uint64_t changing = O_ACCMODE | O_CREAT | O_TRUNC; /* O_TMPFILE goes with writing only */
    const uint64_t bits[] = {O_CREAT, O_TRUNC};
    bool good = masked(filter, SCMP_ACT_ALLOW, call, flags, changing, O_RDONLY);

    for (uint64_t mode = 1; mode <= O_ACCMODE; mode++) {
        good = good && masked(filter, SCMP_ACT_ERRNO(EACCES), call, flags, O_ACCMODE, mode);
    }
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        good = good && masked(filter, SCMP_ACT_ERRNO(EACCES), call, flags, bits[i], bits[i]);
    }
    return good;
}

/* Calls that are for one descriptor, one process or one purpose only. */
static bool add_special(scmp_filter_ctx filter, int fd)
{
    static const uint64_t commands[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL};
    const struct {
        int call;
        unsigned count;
        struct scmp_arg_cmp arguments[2];
    } rules[] = {
        {SCMP_SYS(recvmsg), 1, {SCMP_A0(SCMP_CMP_EQ, (uint64_t)fd, 0)}},
        {SCMP_SYS(tgkill), 1, {SCMP_A0(SCMP_CMP_EQ, (uint64_t)getpid(), 0)}}, /* abort() */
        {SCMP_SYS(setrlimit), 1, {SCMP_A0(SCMP_CMP_EQ, RLIMIT_CPU, 0)}},
        {SCMP_SYS(setrlimit), 1, {SCMP_A0(SCMP_CMP_EQ, RLIMIT_AS, 0)}}, /* which none can raise without privileges */
        {SCMP_SYS(prlimit64), 2, {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU, 0)}},
        {SCMP_SYS(prlimit64), 2, {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A1(SCMP_CMP_EQ, RLIMIT_AS, 0)}},
        {SCMP_SYS(prlimit64), 2, {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A2(SCMP_CMP_EQ, 0, 0)}},
    };
    bool good = true;

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        good = good && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rules[i].call, rules[i].count,
                                              rules[i].arguments) != -ENOMEM;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                                        SCMP_A1(SCMP_CMP_EQ, commands[i], 0)) != -ENOMEM;
    }
    return good && add_opening(filter, SCMP_SYS(open), 1) && add_opening(filter, SCMP_SYS(openat), 2);
}

/* A call that this architecture has not cannot be added, and needs not. False where memory ran out. */
static bool fill_filter(scmp_filter_ctx filter, int fd)
{
    bool good = add_special(filter, fd);

    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != -ENOMEM;
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        good =
            good && seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)refused[i].error), refused[i].call, 0) != -ENOMEM;
    }
    return good;
}

static unsigned shut_calls(int fd)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int failed;

    if (filter == NULL || !fill_filter(filter, fd)) {
        _exit(DICTUM__READER_NOMEM);
    }
    (void)seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    /* The process has no secrets to keep from itself, so the processor need not be slowed down. */
    (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
    failed = seccomp_load(filter);
    seccomp_release(filter);
    if (failed == -ENOMEM) {
        _exit(DICTUM__READER_NOMEM);
    }
    return failed == 0 ? DICTUM__FENCE_CALLS : 0;
}

/* ---- want of memory ---------------------------------------------------------------------------------------- */

#ifndef DICTUM__SANITIZED

/* A library that gets no memory aborts, or stumbles over the NULL that it got: malloc() has left ENOMEM behind. */
static void on_crash(int number, siginfo_t *info, void *context)
{
    bool at_null = (number != SIGSEGV && number != SIGBUS) || (uintptr_t)info->si_addr < NULL_PAGE_BYTES;

    (void)context;
    if (errno == ENOMEM && at_null) {
        _exit(DICTUM__READER_NOMEM);
    }
    (void)raise(number); /* now as if there were no handler */
}

static void watch_memory(void)
{
    static const int signals[] = {SIGABRT, SIGTRAP, SIGSEGV, SIGBUS};
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_crash;
    action.sa_flags = (int)(SA_RESETHAND | SA_SIGINFO);
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        (void)sigaction(signals[i], &action, NULL);
    }
    errno = 0;
}

#else

static void watch_memory(void)
{
}

#endif

/* ---- all of it --------------------------------------------------------------------------------------------- */

unsigned dictum__fence_enter(int fd, const dictum_limits *limits)
{
    unsigned parts = DICTUM__FENCE_LIMITS;

    close_descriptors(fd);
    put_up_limits();
    parts |= drop_privileges();
    parts |= shut_files();
    parts |= shut_calls(fd);
    parts |= limit_memory(limits->memory_mb > 0 ? limits->memory_mb : DICTUM__MEMORY_MB); /* libseccomp needs some */
    watch_memory();
    return parts;
}

uint64_t dictum__fence_seconds_used(void)
{
    struct timespec used = {0, 0};

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec + (used.tv_nsec > 0);
}

void dictum__fence_set_seconds(uint64_t seconds)
{
    static uint64_t in_force; /* most files begin in the same second as the one before */
    struct rlimit now;

    if (seconds != in_force && getrlimit(RLIMIT_CPU, &now) == 0) {
        now.rlim_cur = now.rlim_max < seconds ? now.rlim_max : (rlim_t)seconds;
        in_force = setrlimit(RLIMIT_CPU, &now) == 0 ? seconds : 0;
    }
}
