#include "ui/widgets/illustration.h"
#include "ui/resources/resources.h"
#include "ui/widgets/build.h"

struct _McIllustration {
	GtkWidget parent_instance;
	char *path;
	GdkTexture *texture; /* rendered for width */
	gint width;
	gint wanted; /* width */
	guint later;
};

G_DEFINE_FINAL_TYPE(McIllustration, mc_illustration, GTK_TYPE_WIDGET)

/* Every picture is drawn in a field of this shape. */
#define FIELD_WIDTH 260
#define FIELD_HEIGHT 220

static void
render(McIllustration *self, gint width)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GdkPixbuf) pixbuf =
	    gdk_pixbuf_new_from_resource_at_scale(self->path, width, -1, TRUE, &error);

	g_clear_object(&self->texture);
	self->width = width;
	if (pixbuf == NULL)
		g_warning("picture %s cannot be shown (librsvg2-common?): %s", self->path, error->message);
	else
		self->texture = gdk_texture_new_for_pixbuf(pixbuf);
}

/* The picture loader is not waited for: the page is readable before it. */
static gboolean
render_later(gpointer data)
{
	McIllustration *self = data;

	self->later = 0;
	render(self, self->wanted);
	gtk_widget_queue_draw(GTK_WIDGET(self));
	return G_SOURCE_REMOVE;
}

static void
mc_illustration_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McIllustration *self = MC_ILLUSTRATION(widget);
	gint place_width = gtk_widget_get_width(widget), place_height = gtk_widget_get_height(widget);
	gint width = MIN(place_width, place_height * FIELD_WIDTH / FIELD_HEIGHT);
	gint height = width * FIELD_HEIGHT / FIELD_WIDTH;
	gint left = (place_width - width) / 2, top = (place_height - height) / 2;
	gint pixels = width * gtk_widget_get_scale_factor(widget);

	if (pixels <= 0)
		return;
	if (self->width != pixels && self->later == 0) {
		self->wanted = pixels;
		self->later = g_idle_add(render_later, self);
	}
	if (self->texture != NULL)
		gtk_snapshot_append_texture(snapshot, self->texture,
		    &GRAPHENE_RECT_INIT((gfloat)left, (gfloat)top, (gfloat)width, (gfloat)height));
}

static void
mc_illustration_finalize(GObject *object)
{
	McIllustration *self = MC_ILLUSTRATION(object);

	g_clear_handle_id(&self->later, g_source_remove);
	g_clear_object(&self->texture);
	g_free(self->path);
	G_OBJECT_CLASS(mc_illustration_parent_class)->finalize(object);
}

static void
mc_illustration_class_init(McIllustrationClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->finalize = mc_illustration_finalize;
	widget_class->snapshot = mc_illustration_snapshot;
	gtk_widget_class_set_css_name(widget_class, "illustration");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_illustration_init(McIllustration *self)
{
}

GtkWidget *
mc_illustration_new(const char *name, const char *description, const char *classes)
{
	McIllustration *self = g_object_new(MC_TYPE_ILLUSTRATION, NULL);

	mc_add_classes(GTK_WIDGET(self), classes);
	self->path = g_strdup_printf(MC_RESOURCES "/svg/%s.svg", name);
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
	return GTK_WIDGET(self);
}
