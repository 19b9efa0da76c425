#include "tests/support/ui-driver/ui-driver.h"

#define PATIENCE_S 30
#define POLL_MS 10
#define DEPTH_MAX 60

struct McUiDriver {
	GPid pid;
	AtspiAccessible *application;
};

static gboolean
beat(gpointer data)
{
	return G_SOURCE_CONTINUE;
}

void
mc_ui_wait(const char *what, McUiCondition condition, gpointer data)
{
	gint64 end = g_get_monotonic_time() + PATIENCE_S * G_USEC_PER_SEC;
	guint poll = g_timeout_add(POLL_MS, beat, NULL);

	while (!condition(data)) {
		if (g_get_monotonic_time() > end)
			g_error("waited %d s in vain for %s", PATIENCE_S, what);
		g_main_context_iteration(NULL, TRUE);
	}
	g_source_remove(poll);
}

static gboolean
find_application(gpointer data)
{
	McUiDriver *driver = data;
	g_autoptr(AtspiAccessible) desktop = atspi_get_desktop(0);
	gint count;

	/* GTK 4.8 changes its tree faster than the client's cache hears of it. */
	atspi_accessible_set_cache_mask(desktop, ATSPI_CACHE_NONE);
	count = atspi_accessible_get_child_count(desktop, NULL);
	for (gint i = 0; i < count; i++) {
		g_autoptr(AtspiAccessible) child = atspi_accessible_get_child_at_index(desktop, i, NULL);

		if (child != NULL && atspi_accessible_get_process_id(child, NULL) == (guint)driver->pid &&
		    atspi_accessible_get_child_count(child, NULL) > 0) {
			driver->application = g_steal_pointer(&child);
			return TRUE;
		}
	}
	return FALSE;
}

McUiDriver *
mc_ui_driver_new(GPid pid)
{
	McUiDriver *driver = g_new0(McUiDriver, 1);

	driver->pid = pid;
	atspi_init();
	mc_ui_wait("the program in the accessible tree", find_application, driver);
	return driver;
}

void
mc_ui_driver_free(McUiDriver *driver)
{
	if (driver == NULL)
		return;
	g_clear_object(&driver->application);
	g_free(driver);
}

/* Calls func for each node until it returns FALSE; says whether it came to the end. */
typedef gboolean (*Visit)(AtspiAccessible *node, gpointer data);

static gboolean
walk(AtspiAccessible *node, guint depth, Visit visit, gpointer data)
{
	gint count;

	if (depth > DEPTH_MAX)
		return TRUE;
	if (!visit(node, data))
		return FALSE;
	count = atspi_accessible_get_child_count(node, NULL);
	for (gint i = 0; i < count; i++) {
		g_autoptr(AtspiAccessible) child = atspi_accessible_get_child_at_index(node, i, NULL);

		/* A page may be rebuilt under the walk. */
		if (child != NULL && !walk(child, depth + 1, visit, data))
			return FALSE;
	}
	return TRUE;
}

typedef struct Search {
	McUiDriver *driver;
	AtspiRole role;
	const char *name;
	AtspiAccessible *found;
} Search;

static gboolean
matches(AtspiAccessible *node, gpointer data)
{
	Search *search = data;
	g_autofree char *name = NULL;

	if (atspi_accessible_get_role(node, NULL) != search->role)
		return TRUE;
	name = atspi_accessible_get_name(node, NULL);
	if (search->name != NULL && g_strcmp0(name, search->name) != 0)
		return TRUE;
	search->found = g_object_ref(node);
	return FALSE;
}

AtspiAccessible *
mc_ui_look(McUiDriver *driver, AtspiRole role, const char *name)
{
	Search search = {driver, role, name, NULL};

	walk(driver->application, 0, matches, &search);
	return search.found;
}

static gboolean
is_there(gpointer data)
{
	Search *search = data;

	search->found = mc_ui_look(search->driver, search->role, search->name);
	return search->found != NULL;
}

AtspiAccessible *
mc_ui_find(McUiDriver *driver, AtspiRole role, const char *name)
{
	Search search = {driver, role, name, NULL};
	g_autofree char *what = g_strdup_printf("role %d \"%s\"", (int)role, name);

	mc_ui_wait(what, is_there, &search);
	return search.found;
}

static gboolean
is_gone(gpointer data)
{
	Search *search = data;
	g_autoptr(AtspiAccessible) found = mc_ui_look(search->driver, search->role, search->name);

	return found == NULL;
}

void
mc_ui_gone(McUiDriver *driver, AtspiRole role, const char *name)
{
	Search search = {driver, role, name, NULL};
	g_autofree char *what = g_strdup_printf("the end of role %d \"%s\"", (int)role, name);

	mc_ui_wait(what, is_gone, &search);
}

static gboolean
press_now(gpointer data)
{
	Search *search = data;
	g_autoptr(AtspiAccessible) node = mc_ui_look(search->driver, search->role, search->name);
	g_autoptr(AtspiAction) action = node != NULL ? atspi_accessible_get_action_iface(node) : NULL;

	/* Once more when the page was rebuilt between looking and pressing. */
	return action != NULL && atspi_action_do_action(action, 0, NULL);
}

void
mc_ui_press(McUiDriver *driver, const char *name)
{
	Search search = {driver, ATSPI_ROLE_PUSH_BUTTON, name, NULL};
	g_autofree char *what = g_strdup_printf("the button \"%s\"", name);

	mc_ui_wait(what, press_now, &search);
}

static void
clear_node(gpointer data)
{
	g_free(((McUiNode *)data)->name);
}

static gboolean
collect(AtspiAccessible *node, gpointer data)
{
	GArray *nodes = data;
	g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface(node);
	AtspiRect *extents = component != NULL
	                         ? atspi_component_get_extents(component, ATSPI_COORD_TYPE_WINDOW, NULL)
	                         : NULL;
	McUiNode kept = {.role = atspi_accessible_get_role(node, NULL),
	    .name = atspi_accessible_get_name(node, NULL)};

	if (extents != NULL)
		kept.extents = *extents;
	g_free(extents);
	g_array_append_val(nodes, kept);
	return TRUE;
}

GArray *
mc_ui_nodes(McUiDriver *driver)
{
	GArray *nodes = g_array_new(FALSE, TRUE, sizeof(McUiNode));

	g_array_set_clear_func(nodes, clear_node);
	walk(driver->application, 0, collect, nodes);
	return nodes;
}
