#include "ui/resources/resources.h"
#include <gio/gio.h>

/* Made by glib-compile-resources. */
void mc_ui_register_resource(void);

void
mc_resources_register(void)
{
	static gsize registered = 0;

	if (g_once_init_enter(&registered)) {
		mc_ui_register_resource();
		g_once_init_leave(&registered, 1);
	}
}
