#include "drivers/bus/scpi.h"

#include "drivers/bus/scpi-answer.h"

#include <string.h>

typedef struct McScpiEntry {
	char *line;
	guint timeout_ms;
	McUsbtmcAnswered done;
	gpointer data;
} McScpiEntry;

struct McScpi {
	McUsbtmc *usbtmc;
	GQueue queue; /* McScpiEntry; the head is under way */
	gboolean under_way;
};

static void
entry_free(gpointer data)
{
	McScpiEntry *entry = data;

	g_free(entry->line);
	g_free(entry);
}

static void send_head(McScpi *self);

static void
on_exchanged(const char *answer, gpointer data)
{
	McScpi *self = data;
	McScpiEntry *entry = g_queue_pop_head(&self->queue);
	McUsbtmcAnswered done = entry->done;
	gpointer done_data = entry->data;

	self->under_way = FALSE;
	entry_free(entry);
	/* the next one first: done may free self */
	send_head(self);
	if (done != NULL)
		done(answer, done_data);
}

static void
send_head(McScpi *self)
{
	const McScpiEntry *entry = g_queue_peek_head(&self->queue);

	if (entry == NULL || self->under_way)
		return;
	self->under_way = TRUE;
	mc_usbtmc_exchange(self->usbtmc, entry->line, strchr(entry->line, '?') != NULL,
	    entry->timeout_ms, on_exchanged, self);
}

void
mc_scpi_say_slowly(
    McScpi *self, const char *line, guint timeout_ms, McUsbtmcAnswered done, gpointer data)
{
	McScpiEntry *entry = g_new0(McScpiEntry, 1);

	entry->line = g_strdup(line);
	entry->timeout_ms = timeout_ms;
	entry->done = done;
	entry->data = data;
	g_queue_push_tail(&self->queue, entry);
	send_head(self);
}

void
mc_scpi_say(McScpi *self, const char *line, McUsbtmcAnswered done, gpointer data)
{
	mc_scpi_say_slowly(self, line, MC_SCPI_TIMEOUT_MS, done, data);
}

static gboolean
waits(McScpi *self, const char *line, McUsbtmcAnswered done, gpointer data)
{
	const GList *first = self->queue.head;

	/* the head is under way: what it answers may be older than what is asked about now */
	for (const GList *at = first == NULL ? NULL : first->next; at != NULL; at = at->next) {
		const McScpiEntry *entry = at->data;

		if (entry->done == done && entry->data == data && strcmp(entry->line, line) == 0)
			return TRUE;
	}
	return FALSE;
}

void
mc_scpi_ask(McScpi *self, const char *line, McUsbtmcAnswered done, gpointer data)
{
	if (!waits(self, line, done, data))
		mc_scpi_say(self, line, done, data);
}

McScpi *
mc_scpi_new(McUsbtmc *usbtmc)
{
	McScpi *self = g_new0(McScpi, 1);

	self->usbtmc = usbtmc;
	g_queue_init(&self->queue);
	return self;
}

void
mc_scpi_free(McScpi *self)
{
	if (self == NULL)
		return;
	g_queue_clear_full(&self->queue, entry_free);
	g_free(self);
}

gboolean
mc_scpi_parse_error(const char *answer, gint *number, char text[MC_SCPI_ERROR_TEXT])
{
	McScpiFields fields;
	gint64 value = 0;

	if (!mc_scpi_split(answer, &fields) || fields.count != 2 || !fields.field[1].quoted ||
	    !mc_scpi_int(&fields, 0, -32768, 32767, &value) ||
	    !mc_scpi_text(&fields, 1, text, MC_SCPI_ERROR_TEXT))
		return FALSE;
	*number = (gint)value;
	return TRUE;
}

gboolean
mc_scpi_parse_power(const char *answer, guint *missing)
{
	McScpiFields fields;
	gint64 value = 0;

	if (!mc_scpi_split(answer, &fields) || fields.count != 1 ||
	    !mc_scpi_int(&fields, 0, 0, MC_POWER_MAINS + MC_POWER_INSIDE, &value))
		return FALSE;
	*missing = (guint)value;
	return TRUE;
}
