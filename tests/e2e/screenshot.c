#include "tests/e2e/screenshot.h"
#include <math.h>
#include <png.h>

struct McScreenshot {
	GdkTexture *texture;
	gint width, height;
	guint32 *pixels; /* native-endian ARGB, premultiplied */
};

McScreenshot *
mc_screenshot_take(GtkWidget *window)
{
	McScreenshot *picture = g_new0(McScreenshot, 1);
	g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(window);
	GskRenderNode *node = NULL;

	picture->width = gtk_widget_get_width(window);
	picture->height = gtk_widget_get_height(window);
	/* The paintable is empty until the window has been drawn after its last change. */
	while (node == NULL) {
		GtkSnapshot *snapshot = gtk_snapshot_new();

		gdk_paintable_snapshot(paintable, snapshot, picture->width, picture->height);
		node = gtk_snapshot_free_to_node(snapshot);
		if (node == NULL) {
			gtk_widget_queue_draw(window);
			g_main_context_iteration(NULL, TRUE);
		}
	}
	picture->texture = gsk_renderer_render_texture(gtk_native_get_renderer(GTK_NATIVE(window)),
	    node, &GRAPHENE_RECT_INIT(0, 0, (gfloat)picture->width, (gfloat)picture->height));
	gsk_render_node_unref(node);
	picture->pixels = g_new(guint32, (gsize)picture->width * (gsize)picture->height);
	gdk_texture_download(
	    picture->texture, (guchar *)picture->pixels, (gsize)picture->width * sizeof(guint32));
	return picture;
}

void
mc_screenshot_free(McScreenshot *picture)
{
	g_object_unref(picture->texture);
	g_free(picture->pixels);
	g_free(picture);
}

void
mc_screenshot_save(const McScreenshot *picture, const char *file)
{
	/* What GTK writes is a quarter smaller and takes longer than all the checks of the page. */
	png_image image = {.version = PNG_IMAGE_VERSION,
	    .width = (png_uint_32)picture->width,
	    .height = (png_uint_32)picture->height,
	    .format = G_BYTE_ORDER == G_LITTLE_ENDIAN ? PNG_FORMAT_BGRA : PNG_FORMAT_ARGB,
	    .flags = PNG_IMAGE_FLAG_FAST};

	if (png_image_write_to_file(&image, file, FALSE, picture->pixels, 0, NULL) == 0)
		g_error("%s: %s", file, image.message);
}

static gdouble
linear(guint32 channel)
{
	gdouble value = (channel & 0xff) / 255.0;

	return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static gdouble
luminance(guint32 pixel)
{
	return 0.2126 * linear(pixel >> 16) + 0.7152 * linear(pixel >> 8) + 0.0722 * linear(pixel);
}

static guint32
commonest(GHashTable *counts)
{
	GHashTableIter iter;
	gpointer colour, count;
	guint32 best = 0;
	guint most = 0;

	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &colour, &count))
		if (GPOINTER_TO_UINT(count) > most) {
			most = GPOINTER_TO_UINT(count);
			best = GPOINTER_TO_UINT(colour);
		}
	return best;
}

gdouble
mc_screenshot_contrast(const McScreenshot *picture, const graphene_rect_t *rectangle)
{
	gint left = MAX(0, (gint)rectangle->origin.x), top = MAX(0, (gint)rectangle->origin.y);
	gint right = MIN(picture->width, (gint)(rectangle->origin.x + rectangle->size.width));
	gint bottom = MIN(picture->height, (gint)(rectangle->origin.y + rectangle->size.height));
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
	GHashTableIter iter;
	gpointer colour;
	gdouble ground, widest = 1;

	for (gint y = top; y < bottom; y++)
		for (gint x = left; x < right; x++) {
			gpointer key = GUINT_TO_POINTER(picture->pixels[y * picture->width + x]);

			g_hash_table_insert(counts, key,
			    GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1));
		}
	if (g_hash_table_size(counts) == 0)
		return 21;
	ground = luminance(commonest(counts));
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &colour, NULL)) {
		gdouble other = luminance(GPOINTER_TO_UINT(colour));

		widest = MAX(widest, (MAX(ground, other) + 0.05) / (MIN(ground, other) + 0.05));
	}
	return widest;
}
