/*
 * Sets the clock of one program and of nothing else: what it reads as the time of day is moved by
 * the seconds (a 64-bit integer, in this machine's order of bytes) in the file that CLOCK_OFFSET
 * names, whenever they change. Its steady clock is left alone, as setting a machine's clock does.
 *
 *   cc -shared -fPIC -O2 -o setclock.so setclock.c -ldl
 *   CLOCK_OFFSET=offset LD_PRELOAD=./setclock.so PROGRAM
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t none = 0;
static volatile int64_t *offset = &none;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  *(void **)&real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *name = getenv("CLOCK_OFFSET");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  void *seconds =
      file < 0 ? MAP_FAILED : mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
  if (seconds == MAP_FAILED) {
    abort();
  }
  offset = seconds;
  close(file);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (!real_clock_gettime) {
    *(void **)&real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  }
  int failed = real_clock_gettime(clock, now);
  if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    now->tv_sec += *offset;
  }
  return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec exact;
  int failed = clock_gettime(CLOCK_REALTIME, &exact);
  if (!failed) {
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
  }
  return failed;
}

time_t time(time_t *stored) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (stored) {
    *stored = exact.tv_sec;
  }
  return exact.tv_sec;
}
