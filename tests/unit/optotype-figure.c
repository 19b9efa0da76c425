/* The optotype on the glass, which explains and never measures, has the shape of those that do:
 * read back from what GTK rendered, at several sizes, both kinds, all openings. */

#include "app/observe/geometry.h"
#include "ui/widgets/figures.h"

#define SHARE 0.62 /* of the widget, the optotype's side */

typedef struct Shot {
	guchar *pixels; /* premultiplied: the last byte says how much is covered */
	gsize stride;
} Shot;

static double
ink_at(const void *data, int32_t x, int32_t y)
{
	const Shot *shot = data;

	return shot->pixels[(gsize)y * shot->stride + (gsize)x * 4 + 3] / 255.0;
}

static void
settle(GtkWidget *widget)
{
	while (!gtk_widget_get_mapped(widget) || gtk_widget_get_width(widget) == 0)
		g_main_context_iteration(NULL, TRUE);
}

static Shot
shoot(GtkWidget *widget)
{
	gint width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
	GtkSnapshot *snapshot = gtk_snapshot_new();
	GskRenderer *renderer = gtk_native_get_renderer(gtk_widget_get_native(widget));
	GskRenderNode *node = NULL;
	GdkTexture *texture = NULL;
	Shot shot = {.stride = (gsize)width * 4};

	shot.pixels = g_malloc0(shot.stride * (gsize)height);
	GTK_WIDGET_GET_CLASS(widget)->snapshot(widget, snapshot);
	node = gtk_snapshot_free_to_node(snapshot);
	g_assert_nonnull(node);
	texture = gsk_renderer_render_texture(
	    renderer, node, &GRAPHENE_RECT_INIT(0, 0, (gfloat)width, (gfloat)height));
	gdk_texture_download(texture, shot.pixels, shot.stride);
	g_object_unref(texture);
	gsk_render_node_unref(node);
	return shot;
}

static void
measure(McGeometry *geometry, GtkWidget *figure, McOptotype optotype, McDirection direction)
{
	gint width = gtk_widget_get_width(figure), height = gtk_widget_get_height(figure);
	McGeometryInk ink = {.at = ink_at,
	    .width_px = width,
	    .height_px = height,
	    .centre_x_px = width / 2.0,
	    .centre_y_px = height / 2.0,
	    .stroke_px = SHARE * MIN(width, height) / 5};
	Shot shot;

	mc_optotype_figure_set(figure, optotype, direction, "to be measured");
	shot = shoot(figure);
	ink.data = &shot;
	g_assert_true(mc_geometry_add(geometry, optotype, mc_optotype_eighths(direction), &ink));
	g_free(shot.pixels);
	geometry->drawn++;
}

static void
test_figure(gconstpointer data)
{
	gint side = GPOINTER_TO_INT(data);
	GtkWidget *window = gtk_window_new();
	GtkWidget *figure = mc_optotype_figure_new(MC_OPTOTYPE_TUMBLING_E, MC_DIRECTION_RIGHT, "");
	McGeometry geometry = {0};

	gtk_widget_set_size_request(figure, side, side);
	gtk_window_set_child(GTK_WINDOW(window), figure);
	gtk_window_present(GTK_WINDOW(window));
	settle(figure);
	for (gint kind = MC_OPTOTYPE_TUMBLING_E; kind <= MC_OPTOTYPE_LANDOLT_C; kind++)
		for (gint i = 0; i < mc_optotype_directions((McOptotype)kind); i++)
			measure(&geometry, figure, (McOptotype)kind, (McDirection)i);
	g_test_message("side %d: stroke %.4f, gap %.4f, side %.3f", side, geometry.stroke, geometry.gap,
	    geometry.side);
	g_assert_cmpint(geometry.drawn, ==, 12);
	g_assert_cmpfloat(geometry.stroke, <=, 0.02);
	g_assert_cmpfloat(geometry.gap, <=, 0.02);
	g_assert_cmpfloat(geometry.side, <=, 0.05);
	gtk_window_destroy(GTK_WINDOW(window));
}

int
main(int argc, char **argv)
{
	GtkCssProvider *black = NULL;

	g_test_init(&argc, &argv, NULL);
	gtk_init();
	black = gtk_css_provider_new();
	gtk_css_provider_load_from_data(black, "optotype { color: #000; }", -1);
	gtk_style_context_add_provider_for_display(gdk_display_get_default(), GTK_STYLE_PROVIDER(black),
	    GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
	g_object_unref(black);
	g_test_add_data_func("/optotype-figure/97", GINT_TO_POINTER(97), test_figure);
	g_test_add_data_func("/optotype-figure/200", GINT_TO_POINTER(200), test_figure);
	g_test_add_data_func("/optotype-figure/331", GINT_TO_POINTER(331), test_figure);
	return g_test_run();
}
