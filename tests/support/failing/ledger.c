#include "tests/support/failing/ledger.h"

#include <assert.h>
#include <fcntl.h>
#include <glib.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

static_assert(offsetof(McLedger, failed) == 72 && offsetof(McLedger, steering) == 92,
    "tests/e2e/failing.py knows these places");

McLedger *
mc_ledger_new(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	McLedger *ledger = NULL;

	g_assert_cmpint(file, >=, 0);
	g_assert_cmpint(ftruncate(file, sizeof *ledger), ==, 0);
	ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	g_assert_true(ledger != MAP_FAILED);
	close(file);
	return ledger;
}

void
mc_ledger_free(McLedger *ledger)
{
	if (ledger != NULL)
		munmap(ledger, sizeof *ledger);
}
