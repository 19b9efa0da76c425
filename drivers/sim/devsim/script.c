#include "drivers/sim/devsim/script.h"

#include <gio/gio.h>
#include <string.h>

#define WAIT_MAX_MS 3600000

struct McDevsimScript {
	McSimRig *rig;
	char *path;
	char **lines;
	guint next; /* of the lines */
	guint timer; /* source */
};

static gboolean
refuse(const McDevsimScript *self, const char *why, GError **error)
{
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s, line %u: %s", self->path,
	    self->next, why);
	return FALSE;
}

static gboolean on_waited(gpointer data);

/* Up to the next wait, whose timer then runs. */
static gboolean
go_on(McDevsimScript *self, GError **error)
{
	while (self->lines[self->next] != NULL) {
		const char *line = g_strstrip(self->lines[self->next++]);
		g_autofree char *reply = NULL;
		guint64 ms = 0;

		if (*line == '\0' || *line == '#')
			continue;
		if (g_str_has_prefix(line, "wait ")) {
			if (!g_ascii_string_to_unsigned(line + strlen("wait "), 10, 0, WAIT_MAX_MS, &ms, NULL))
				return refuse(self, "wait wants milliseconds, an hour at most", error);
			self->timer = g_timeout_add((guint)ms, on_waited, self);
			return TRUE;
		}
		reply = mc_sim_rig_command(self->rig, line);
		if (!g_str_has_prefix(reply, "ok"))
			return refuse(self, reply, error);
	}
	return TRUE;
}

static gboolean
on_waited(gpointer data)
{
	McDevsimScript *self = data;
	g_autoptr(GError) error = NULL;

	self->timer = 0;
	if (!go_on(self, &error))
		g_printerr("medcheck-devsim: %s\n", error->message);
	return G_SOURCE_REMOVE;
}

McDevsimScript *
mc_devsim_script_new(McSimRig *rig, const char *path, GError **error)
{
	McDevsimScript *self;
	g_autofree char *content = NULL;

	if (!g_file_get_contents(path, &content, NULL, error))
		return NULL;
	self = g_new0(McDevsimScript, 1);
	self->rig = rig;
	self->path = g_strdup(path);
	self->lines = g_strsplit(content, "\n", -1);
	if (!go_on(self, error))
		g_clear_pointer(&self, mc_devsim_script_free);
	return self;
}

void
mc_devsim_script_free(McDevsimScript *self)
{
	if (self == NULL)
		return;
	if (self->timer != 0)
		g_source_remove(self->timer);
	g_strfreev(self->lines);
	g_free(self->path);
	g_free(self);
}
