#include "ui/glass/glass.h"
#include "ui/glass/table.h"
#include "ui/glass/touch.h"
#include "ui/glass/veil.h"
#include "ui/resources/resources.h"
#include "ui/widgets/build.h"
#include "ui/words/language.h"

/* The glass that we design for is 286 mm wide; on a much larger one everything grows with it. */
#define DESIGN_SHORT_SIDE_MM 286
#define WIDEST_SHORT_SIDE_MM 340
#define MM_PER_INCH 25.4
#define DEFAULT_DPI 96
#define WINDOWED_HEIGHT 960

struct _McGlass {
	GtkWindow parent_instance;
	McGlassSource source;
	McStage stage;
	GtkWidget *overlay, *place, *sheet, *veil, *ribbon;
	McOverlay veil_kind;
	GtkCssProvider *look, *scale;
};

G_DEFINE_FINAL_TYPE(McGlass, mc_glass, GTK_TYPE_WINDOW)

static void
act(const McAct *what, gpointer data)
{
	McGlass *glass = data;

	glass->source.act(what, glass->source.data);
}

/* ---- size ---- */

static GdkMonitor *
first_monitor(void)
{
	GListModel *monitors = gdk_display_get_monitors(gdk_display_get_default());
	g_autoptr(GdkMonitor) monitor = g_list_model_get_item(monitors, 0);

	return monitor; /* the display holds it */
}

static gdouble
monitor_dpi(GdkMonitor *monitor, gint width)
{
	gint width_mm = monitor != NULL ? gdk_monitor_get_width_mm(monitor) : 0;
	gdouble dpi = width_mm > 0 ? width * MM_PER_INCH / width_mm : 0;

	/* Projectors and virtual screens say 0, or something absurd. */
	return dpi >= 40 && dpi <= 300 ? dpi : DEFAULT_DPI;
}

static void
set_size(McGlass *glass, const McGlassOptions *options)
{
	GdkMonitor *monitor = first_monitor();
	GdkRectangle field = {0, 0, 1080, 1920};
	gdouble dpi;
	g_autofree char *css = NULL;
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	if (monitor != NULL)
		gdk_monitor_get_geometry(monitor, &field);
	if (options->width > 0 && options->height > 0) {
		field.width = options->width;
		field.height = options->height;
	} else if (options->windowed) {
		field.height = MIN(WINDOWED_HEIGHT, field.height * 88 / 100);
		field.width = field.height * 9 / 16;
	}
	dpi = options->dots_per_inch > 0 ? options->dots_per_inch : monitor_dpi(monitor, field.width);
	if (options->windowed)
		dpi = field.width * MM_PER_INCH / DESIGN_SHORT_SIDE_MM;
	dpi = MAX(dpi, MIN(field.width, field.height) * MM_PER_INCH / WIDEST_SHORT_SIDE_MM);
	glass->stage.layout = field.width > field.height ? MC_LAYOUT_LANDSCAPE : MC_LAYOUT_PORTRAIT;
	glass->stage.pixels_per_mm = dpi / MM_PER_INCH;
	css =
	    g_strdup_printf("window.mc { -gtk-dpi: %s; }", g_ascii_dtostr(number, sizeof number, dpi));
	gtk_css_provider_load_from_data(glass->scale, css, -1);
	gtk_window_set_default_size(GTK_WINDOW(glass), field.width, field.height);
	gtk_window_set_resizable(GTK_WINDOW(glass), FALSE);
	if (!options->windowed && options->width == 0)
		gtk_window_fullscreen(GTK_WINDOW(glass));
}

/* ---- what shows ---- */

static void
show_page(McGlass *glass, const McView *view)
{
	const McSheetKind *kind = mc_page_table(view->page);

	mc_language_set(view->language);
	mc_set_class(GTK_WIDGET(glass), "large", view->text_size == MC_TEXT_LARGE);
	if (glass->sheet != NULL)
		gtk_box_remove(GTK_BOX(glass->place), glass->sheet);
	glass->sheet = mc_sheet_new(kind, &glass->stage, view);
	gtk_widget_set_vexpand(glass->sheet, TRUE);
	mc_append(glass->place, glass->sheet);
	gtk_widget_set_visible(glass->ribbon, view->demonstration);
	mc_label_set(glass->ribbon, _("Demonstration. This is not a real check."));
}

static void
show_veil(McGlass *glass, const McView *view, gboolean anew)
{
	if (!anew && glass->veil != NULL && glass->veil_kind == view->overlay) {
		mc_veil_update(glass->veil, view);
		return;
	}
	if (glass->veil != NULL)
		gtk_overlay_remove_overlay(GTK_OVERLAY(glass->overlay), glass->veil);
	glass->veil = mc_veil_new(&glass->stage, view);
	glass->veil_kind = view->overlay;
	if (glass->veil != NULL)
		gtk_overlay_add_overlay(GTK_OVERLAY(glass->overlay), glass->veil);
	/* Neither finger nor keyboard reaches the page below. */
	gtk_widget_set_can_target(glass->place, glass->veil == NULL);
	gtk_widget_set_can_focus(glass->place, glass->veil == NULL);
}

void
mc_glass_changed(McGlass *glass, guint changes)
{
	const McView *view = glass->source.view(glass->source.data);

	if (changes & (MC_CHANGE_PAGE | MC_CHANGE_WIPE))
		show_page(glass, view);
	else if (changes & MC_CHANGE_VIEW)
		mc_sheet_update(MC_SHEET(glass->sheet), view);
	if (changes & (MC_CHANGE_PAGE | MC_CHANGE_WIPE | MC_CHANGE_OVERLAY))
		show_veil(glass, view, (changes & MC_CHANGE_PAGE) != 0);
}

GtkWidget *
mc_glass_sheet(McGlass *glass)
{
	return glass->sheet;
}

/* ---- the window ---- */

/* The inspector's chord works in release builds unless the class says no. */
static gboolean
mc_glass_enable_debugging(GtkWindow *window, gboolean toggle)
{
	return FALSE;
}

static gboolean
mc_glass_close_request(GtkWindow *window)
{
	return TRUE;
}

static void
mc_glass_dispose(GObject *object)
{
	McGlass *glass = MC_GLASS(object);
	GdkDisplay *display = gtk_widget_get_display(GTK_WIDGET(glass));

	if (glass->look != NULL) {
		gtk_style_context_remove_provider_for_display(display, GTK_STYLE_PROVIDER(glass->look));
		gtk_style_context_remove_provider_for_display(display, GTK_STYLE_PROVIDER(glass->scale));
	}
	g_clear_object(&glass->look);
	g_clear_object(&glass->scale);
	G_OBJECT_CLASS(mc_glass_parent_class)->dispose(object);
}

static void
mc_glass_class_init(McGlassClass *class)
{
	G_OBJECT_CLASS(class)->dispose = mc_glass_dispose;
	GTK_WINDOW_CLASS(class)->enable_debugging = mc_glass_enable_debugging;
	GTK_WINDOW_CLASS(class)->close_request = mc_glass_close_request;
}

static void
mc_glass_init(McGlass *glass)
{
	GtkWidget *column = mc_column_new(NULL);
	GdkDisplay *display = gtk_widget_get_display(GTK_WIDGET(glass));

	glass->look = gtk_css_provider_new();
	glass->scale = gtk_css_provider_new();
	gtk_css_provider_load_from_resource(glass->look, MC_RESOURCES "/medcheck.css");
	gtk_style_context_add_provider_for_display(
	    display, GTK_STYLE_PROVIDER(glass->look), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
	gtk_style_context_add_provider_for_display(
	    display, GTK_STYLE_PROVIDER(glass->scale), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
	glass->overlay = gtk_overlay_new();
	glass->place = mc_column_new(NULL);
	glass->ribbon = mc_label_centred_new("", "demonstration");
	gtk_widget_set_vexpand(glass->place, TRUE);
	mc_append(column, glass->ribbon);
	mc_append(column, glass->place);
	gtk_overlay_set_child(GTK_OVERLAY(glass->overlay), column);
	gtk_window_set_child(GTK_WINDOW(glass), glass->overlay);
	gtk_window_set_decorated(GTK_WINDOW(glass), FALSE);
	gtk_widget_add_css_class(GTK_WIDGET(glass), "mc");
}

void
mc_glass_start(void)
{
	g_setenv("GTK_THEME", "Empty", TRUE);
	/* The locale is the program's, and not the caller's. */
	gtk_disable_setlocale();
	gtk_init();
	mc_resources_register();
}

McGlass *
mc_glass_new(const McGlassSource *source, const McGlassOptions *options)
{
	McGlass *glass = g_object_new(MC_TYPE_GLASS, NULL);
	const McView *view = source->view(source->data);

	glass->source = *source;
	glass->stage.act = act;
	glass->stage.data = glass;
	mc_language_set(view->language);
	gtk_window_set_title(GTK_WINDOW(glass), _("Driver medical check"));
	gtk_window_set_decorated(GTK_WINDOW(glass), options->windowed);
	set_size(glass, options);
	mc_touch_listen(GTK_WINDOW(glass), &glass->source, &glass->stage);
	mc_glass_changed(glass, MC_CHANGE_PAGE | MC_CHANGE_OVERLAY);
	return glass;
}
