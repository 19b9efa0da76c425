#include "tests/e2e/page-checks.h"
#include "tests/e2e/screenshot.h"
#include <string.h>

#define TARGET_MM 20
#define GAP_MM 2.9 /* 3 mm less the rounding to pixels */
#define CONTRAST 7

typedef struct Check {
	GtkWidget *window;
	const McPageLimits *limits;
	McScreenshot *picture;
	GPtrArray *targets; /* borrowed */
	guint wrong;
} Check;

static G_GNUC_PRINTF(2, 3) void complain(Check *check, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_test_message("%s: %s", check->limits->name, text);
	check->wrong++;
}

/* The first text in it, for messages. */
static const char *
text_of(GtkWidget *widget)
{
	if (GTK_IS_LABEL(widget))
		return gtk_label_get_text(GTK_LABEL(widget));
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child != NULL;
	     child = gtk_widget_get_next_sibling(child)) {
		const char *text = text_of(child);

		if (text != NULL && text[0] != '\0')
			return text;
	}
	return NULL;
}

static graphene_rect_t
bounds_in(GtkWidget *widget, GtkWidget *in)
{
	graphene_rect_t bounds;

	g_assert_true(gtk_widget_compute_bounds(widget, in, &bounds));
	return bounds;
}

/* Of the longest text in it. */
static gint
lines_of(GtkWidget *widget)
{
	gint most = 0;

	if (GTK_IS_LABEL(widget))
		return pango_layout_get_line_count(gtk_label_get_layout(GTK_LABEL(widget)));
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child != NULL;
	     child = gtk_widget_get_next_sibling(child))
		most = MAX(most, lines_of(child));
	return most;
}

static void
check_target(Check *check, GtkWidget *button)
{
	graphene_rect_t bounds = bounds_in(button, check->window);
	gdouble mm = check->limits->pixels_per_mm;
	gdouble width_mm = (gdouble)bounds.size.width / mm,
	        height_mm = (gdouble)bounds.size.height / mm;
	const char *text = text_of(button);

	if (width_mm < TARGET_MM - 0.2 || height_mm < TARGET_MM - 0.2)
		complain(check, "target \"%s\" is %.1f x %.1f mm", text, width_mm, height_mm);
	if (text == NULL &&
	    !gtk_test_accessible_has_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL))
		complain(check, "a button has no name");
	if (gtk_widget_get_ancestor(button, GTK_TYPE_SCROLLED_WINDOW) == NULL &&
	    (bounds.origin.x < 0 || bounds.origin.y < 0 ||
	        bounds.origin.x + bounds.size.width > gtk_widget_get_width(check->window) + 1 ||
	        bounds.origin.y + bounds.size.height > gtk_widget_get_height(check->window) + 1))
		complain(check, "target \"%s\" reaches beyond the glass", text);
	if (gtk_widget_has_css_class(button, "tool") && lines_of(button) > 1)
		complain(check, "the words of \"%s\" make it a higher button than it should be", text);
	g_ptr_array_add(check->targets, button);
}

/* A last line of one Chinese character looks like a mistake, and is read like one. */
static gboolean
ends_alone(PangoLayout *layout)
{
	const PangoLayoutLine *line =
	    pango_layout_get_line_readonly(layout, pango_layout_get_line_count(layout) - 1);
	const char *text = pango_layout_get_text(layout) + line->start_index;
	const char *end = text + line->length;
	guint letters = 0;

	if (line->is_paragraph_start ||
	    g_unichar_get_script(g_utf8_get_char(text)) != G_UNICODE_SCRIPT_HAN)
		return FALSE;
	for (; text < end; text = g_utf8_next_char(text))
		letters += g_unichar_isalnum(g_utf8_get_char(text)) ? 1 : 0;
	return letters < 2;
}

static void
check_label(Check *check, GtkWidget *label)
{
	PangoLayout *layout = gtk_label_get_layout(GTK_LABEL(label));
	const char *text = gtk_label_get_text(GTK_LABEL(label));
	graphene_rect_t bounds = bounds_in(label, check->window);
	gint width, height;
	gdouble contrast;

	if (text[strspn(text, " ")] == '\0')
		return;
	pango_layout_get_pixel_size(layout, &width, &height);
	if (pango_layout_is_ellipsized(layout))
		complain(check, "\"%s\" is ellipsised", text);
	if (width > bounds.size.width + 1 || height > bounds.size.height + 1)
		complain(check, "\"%s\" is clipped", text);
	if (ends_alone(layout))
		complain(check, "the last character of \"%s\" stands alone", text);
	if (check->limits->may_scroll)
		return;
	contrast = mc_screenshot_contrast(check->picture, &bounds);
	if (contrast < CONTRAST)
		complain(check, "\"%s\" has a contrast of %.1f", text, contrast);
}

static void
check_scroll(Check *check, GtkWidget *scroll)
{
	GtkAdjustment *across = gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(scroll));
	GtkAdjustment *down = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scroll));
	gdouble over = gtk_adjustment_get_upper(down) - gtk_adjustment_get_page_size(down);

	if (gtk_adjustment_get_upper(across) > gtk_adjustment_get_page_size(across) + 1)
		complain(check, "the content is wider than the glass");
	if (over > 1 && !check->limits->may_scroll)
		complain(check, "the content is %.0f pixels higher than the glass", over);
}

static void
walk(Check *check, GtkWidget *widget, gboolean inside_button)
{
	/* What lies below an overlay is dimmed on purpose and cannot be touched. */
	if (!gtk_widget_get_mapped(widget) || !gtk_widget_get_can_target(widget))
		return;
	if (GTK_IS_BUTTON(widget)) {
		check_target(check, widget);
		inside_button = TRUE;
	} else if (GTK_IS_LABEL(widget)) {
		check_label(check, widget);
	} else if (GTK_IS_SCROLLED_WINDOW(widget)) {
		check_scroll(check, widget);
	} else if (GTK_IS_EDITABLE(widget) && !check->limits->entries_allowed) {
		complain(check, "there is an entry field");
	} else if (inside_button && gtk_widget_get_focusable(widget)) {
		complain(check, "something inside a button takes the focus");
	}
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child != NULL;
	     child = gtk_widget_get_next_sibling(child))
		walk(check, child, inside_button);
}

static gdouble
gap(const graphene_rect_t *a, const graphene_rect_t *b)
{
	gdouble across = MAX((gdouble)(b->origin.x - a->origin.x - a->size.width),
	    (gdouble)(a->origin.x - b->origin.x - b->size.width));
	gdouble down = MAX((gdouble)(b->origin.y - a->origin.y - a->size.height),
	    (gdouble)(a->origin.y - b->origin.y - b->size.height));

	return MAX(across, down);
}

static void
check_gaps(Check *check)
{
	for (guint i = 0; i < check->targets->len; i++)
		for (guint j = i + 1; j < check->targets->len; j++) {
			GtkWidget *one = check->targets->pdata[i], *other = check->targets->pdata[j];
			graphene_rect_t a = bounds_in(one, check->window), b = bounds_in(other, check->window);
			gdouble mm = gap(&a, &b) / check->limits->pixels_per_mm;

			if (mm < GAP_MM)
				complain(
				    check, "\"%s\" and \"%s\" are %.1f mm apart", text_of(one), text_of(other), mm);
		}
}

static void
painted(GdkFrameClock *clock, gpointer data)
{
	(*(guint *)data)++;
}

void
mc_pages_settle(GtkWidget *window)
{
	GdkFrameClock *clock = gtk_widget_get_frame_clock(window);
	guint frames = 0;
	gulong handler = g_signal_connect(clock, "after-paint", G_CALLBACK(painted), &frames);

	/* The first frame lays out, what it changed is drawn by the second; pictures come with an idle
	 * call and the frame after it. */
	while (frames < 3) {
		gtk_widget_queue_draw(window);
		gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_PAINT);
		g_main_context_iteration(NULL, TRUE);
	}
	g_signal_handler_disconnect(clock, handler);
	while (g_main_context_iteration(NULL, FALSE))
		;
}

void
mc_pages_check(GtkWidget *window, const McPageLimits *limits)
{
	Check check = {.window = window, .limits = limits, .targets = g_ptr_array_new()};
	g_autofree char *folder = g_build_filename(g_getenv("MC_BUILD"), "screenshots", NULL);
	g_autofree char *file = g_strdup_printf("%s/%s.png", folder, limits->name);

	g_mkdir_with_parents(folder, 0755);
	check.picture = mc_screenshot_take(window);
	mc_screenshot_save(check.picture, file);
	walk(&check, window, FALSE);
	if (!limits->may_scroll)
		check_gaps(&check);
	mc_screenshot_free(check.picture);
	g_ptr_array_unref(check.targets);
	if (check.wrong > 0)
		g_test_fail();
}
