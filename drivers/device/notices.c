#include "drivers/device/notices.h"

struct McNotices {
	GPtrArray *waiting; /* McNotice */
};

typedef struct McNotice {
	McNotices *notices;
	McDeviceDone done;
	gpointer data;
	GError *error;
	guint source;
} McNotice;

static void
notice_free(gpointer data)
{
	McNotice *notice = data;

	if (notice->source != 0)
		g_source_remove(notice->source);
	g_clear_error(&notice->error);
	g_free(notice);
}

McNotices *
mc_notices_new(void)
{
	McNotices *self = g_new0(McNotices, 1);

	self->waiting = g_ptr_array_new_with_free_func(notice_free);
	return self;
}

void
mc_notices_free(McNotices *self)
{
	g_ptr_array_unref(self->waiting);
	g_free(self);
}

static gboolean
on_notice(gpointer data)
{
	McNotice *notice = data;
	guint index = 0;

	notice->source = 0;
	if (g_ptr_array_find(notice->notices->waiting, notice, &index))
		g_ptr_array_steal_index_fast(notice->notices->waiting, index);
	notice->done(notice->error, notice->data);
	notice_free(notice);
	return G_SOURCE_REMOVE;
}

void
mc_notices_tell(McNotices *self, McDeviceDone done, gpointer data, const GError *error)
{
	McNotice *notice = g_new0(McNotice, 1);

	notice->notices = self;
	notice->done = done;
	notice->data = data;
	notice->error = error == NULL ? NULL : g_error_copy(error);
	notice->source = g_idle_add(on_notice, notice);
	g_ptr_array_add(self->waiting, notice);
}
