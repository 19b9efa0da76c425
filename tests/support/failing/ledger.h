#ifndef MC_TESTS_SUPPORT_FAILING_LEDGER_H
#define MC_TESTS_SUPPORT_FAILING_LEDGER_H

/* The page that a test and the program under it share: which call is to fail, and how many there
 * have been. A file mapped by both, so that it outlives a killed program. */

#include <stdint.h>

typedef enum McCallKind {
	MC_CALL_STORAGE, /* write, pwrite, fsync, fdatasync, ftruncate, rename: of files and folders */
	/* socket, bind, listen, accept, connect, send, sendmsg, recv, recvmsg, and read and write on
	 * sockets */
	MC_CALL_SOCKET,
	/* open, openat, fopen, opendir, mkdir, mkdirat, unlink, unlinkat, remove: of what lies in the
	 * folder of the ledger, so that what a library opens for itself does not count */
	MC_CALL_NAME,
	MC_CALL_READING, /* read, pread: of files there */
} McCallKind;
#define MC_CALL_KINDS 4

/* What the kernel says of its clock. */
typedef enum McSteering {
	MC_STEERING_AS_IT_IS,
	MC_STEERING_NOBODY,
	MC_STEERING_REFERENCE,
} McSteering;

#define MC_LEDGER_VARIABLE "MEDCHECK_FAILING_LEDGER"

typedef struct McLedger {
	uint32_t fail_at[MC_CALL_KINDS]; /* 1 = the first call; 0 = none */
	uint32_t fail_count[MC_CALL_KINDS]; /* so many from there on */
	int32_t error[MC_CALL_KINDS]; /* errno */
	/* The start (1 = the first) from which on storage fails; 0 = none. Sets fail_at then. */
	uint32_t full_at_start;
	uint32_t starts; /* so far */
	uint32_t made[MC_CALL_KINDS]; /* calls so far */
	uint32_t failed[MC_CALL_KINDS];
	uint32_t flushes; /* fsync and fdatasync among them that went well */
	uint32_t steering; /* McSteering */
	int64_t wall_shift_s; /* added to what the program takes for civil time */
} McLedger;

/* Makes the file anew, all zero, and maps it. Aborts the test on failure. */
McLedger *mc_ledger_new(const char *path);
void mc_ledger_free(McLedger *ledger);

#endif
