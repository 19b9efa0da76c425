#include "app/tools/observe-crew.h"

#include "app/base/error.h"
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* People of one task: small enough that no worker waits long for the last. */
#define CHUNK 250

typedef struct Task {
	guint scenario;
	gint first, count;
	McTally tally;
} Task;

/* Shared by the workers: each takes the next task that nobody has. */
typedef struct Board {
	atomic_uint next;
	guint tasks;
	Task task[];
} Board;

static guint
count_tasks(guint count, const gint *runs)
{
	guint tasks = 0;

	for (guint i = 0; i < count; i++)
		tasks += (guint)((runs[i] + CHUNK - 1) / CHUNK);
	return tasks;
}

static Board *
make_board(guint count, const gint *runs, gsize *size)
{
	guint tasks = count_tasks(count, runs);
	Board *board = NULL;

	*size = sizeof *board + tasks * sizeof board->task[0];
	board = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED)
		return NULL;
	for (guint i = 0; i < count; i++) {
		for (gint first = 0; first < runs[i]; first += CHUNK) {
			Task *task = &board->task[board->tasks++];

			task->scenario = i;
			task->first = first;
			task->count = MIN(CHUNK, runs[i] - first);
		}
	}
	return board;
}

static void
work(Board *board, const McScenario *scenarios)
{
	for (;;) {
		guint i = atomic_fetch_add(&board->next, 1);
		Task *task = NULL;

		if (i >= board->tasks)
			return;
		task = &board->task[i];
		mc_scenario_run(&scenarios[task->scenario], task->first, task->count, &task->tally);
	}
}

static gboolean
wait_for(const pid_t *pids, guint count)
{
	gboolean good = TRUE;

	for (guint i = 0; i < count; i++) {
		int status = 0;

		while (waitpid(pids[i], &status, 0) < 0 && errno == EINTR)
			;
		good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return good;
}

gboolean
mc_observe_crew_run(const McScenario *scenarios, guint count, const gint *runs, guint workers,
    McTally *tally, GError **error)
{
	gsize size = 0;
	Board *board = make_board(count, runs, &size);
	g_autofree pid_t *pids = g_new0(pid_t, workers);
	guint started = 0;
	gboolean good = board != NULL;

	for (; good && started < workers; started++) {
		pids[started] = fork();
		if (pids[started] == 0) {
			work(board, scenarios);
			_exit(0);
		}
		if (pids[started] < 0) {
			good = FALSE;
			break;
		}
	}
	good = wait_for(pids, started) && good;
	memset(tally, 0, count * sizeof *tally);
	/* In the order of the tasks: a sum of fractions is the same with any number of workers. */
	for (guint i = 0; good && i < board->tasks; i++)
		mc_tally_add(&tally[board->task[i].scenario], &board->task[i].tally);
	if (board != NULL)
		munmap(board, size);
	if (!good)
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "a worker did not start or did not finish");
	return good;
}
