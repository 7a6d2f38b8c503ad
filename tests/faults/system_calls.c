/* Lets the system calls of one process fail, or kills it at one of them (preloaded, inert until `fault_arm`).

Counted are the calls that change a file below one folder, so that a moment is a number and can be repeated, and every
layer is met: SQLite, Python, fsync. A write is torn: half of it reaches the file. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char below[4096];
static long moment = -1; /* the number of the call that fails; none if negative */
static int failure;      /* its error; 0 kills the process */
static int lasts;        /* all later calls fail as well */
static long seen;

void fault_arm(const char *folder, long at, int error, int forever)
{
    snprintf(below, sizeof below, "%s", folder);
    seen = 0;
    failure = error;
    lasts = forever;
    moment = at;
}

long fault_seen(void) { return seen; }

static int is_below(const char *path) { return strncmp(path, below, strlen(below)) == 0; }

static int is_inside(int fd)
{
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_below(path);
}

/* Return whether this call, the first of which is number 0, is the one that fails. */
static int strikes(int concerns)
{
    if (!concerns)
        return 0;
    long number = __atomic_fetch_add(&seen, 1, __ATOMIC_SEQ_CST);
    return number == moment || (lasts && number > moment);
}

static int fail(void)
{
    if (!failure)
        kill(getpid(), SIGKILL);
    errno = failure;
    return -1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ARMED (moment >= 0)

static __typeof__(&write) real_write;

/* Python's signal handler writes: a look-up in it would wait for the lock of the one that the signal came upon. */
__attribute__((constructor)) static void find_write(void) { real_write = REAL(write); }

ssize_t write(int fd, const void *data, size_t size)
{
    if (!real_write)
        find_write();
    if (ARMED && strikes(is_inside(fd))) {
        real_write(fd, data, size / 2);
        return fail();
    }
    return real_write(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    if (ARMED && strikes(is_inside(fd))) {
        REAL(pwrite64)(fd, data, size / 2, offset);
        return fail();
    }
    return REAL(pwrite64)(fd, data, size, offset);
}

#define OF_FILE(name, parameters, arguments) \
    int name parameters { return ARMED && strikes(is_inside(fd)) ? fail() : REAL(name) arguments; }
#define OF_PATH(name, parameters, arguments) \
    int name parameters { return ARMED && strikes(is_below(path)) ? fail() : REAL(name) arguments; }

OF_FILE(fsync, (int fd), (fd))
OF_FILE(fdatasync, (int fd), (fd))
OF_FILE(ftruncate, (int fd, off_t length), (fd, length))
OF_FILE(ftruncate64, (int fd, off64_t length), (fd, length))
OF_PATH(truncate, (const char *path, off_t length), (path, length))
OF_PATH(truncate64, (const char *path, off64_t length), (path, length))
OF_PATH(unlink, (const char *path), (path))
OF_PATH(rename, (const char *path, const char *target), (path, target))
OF_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
