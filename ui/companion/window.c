#include "ui/companion/window.h"
#include "ui/companion/picture.h"

#include <string.h>

#define SPACE 8

struct McCompanionWindow {
	void (*send)(const char *line, gpointer data);
	gpointer data;
	McCompanionState state;
	gboolean showing; /* widgets change because the state did, not by the visitor's hand */
	GtkWidget *person, *card, *put, *lift;
	GtkWidget *present, *glasses, *head, *headphones, *plate;
	GtkWidget *sight, *sight_words, *sound, *sound_words, *message;
	GtkWidget *plugs[4];
};

/* Of the bench, in the order of the lists. */
static const char *const person_names[] = {"visitor", "sharp", "needs-glasses", "one-line-weak",
    "deaf-one-ear", "guesser", "leaves", NULL};
static const char *const person_labels[] = {"由我操作 · Me, by hand", "视力听力好 · Sharp",
    "需戴眼镜 · Needs glasses", "差一行 · One line weak", "一耳聋 · Deaf in one ear",
    "乱答 · Guesser", "中途离开 · Leaves", NULL};
static const char *const card_names[] = {"sharp", "expired", "long-term", "j", "i", "y", NULL};
static const char *const card_labels[] = {"居民身份证 · Resident", "已过期 · Expired",
    "长期(70岁以上) · Long-term, over 70", "港澳台居住证 · J", "外国人永居证2017 · I",
    "外国人永居证2023 · Y", NULL};
static const char *const device_names[] = {"vision", "audiometer", "reader", "stature"};
static const char *const device_labels[] = {"视力仪 · Vision tester", "听力计 · Audiometer",
    "读卡器 · Card reader", "身高仪 · Height unit"};

/* ---- the visitor's hand ---- */

static void
send(McCompanionWindow *self, const char *line)
{
	gtk_label_set_label(GTK_LABEL(self->message), "");
	self->send(line, self->data);
}

static void
on_button(GtkButton *button, gpointer data)
{
	send(data, g_object_get_data(G_OBJECT(button), "line"));
}

static GtkWidget *
button(McCompanionWindow *self, const char *label, const char *line)
{
	GtkWidget *widget = gtk_button_new_with_label(label);

	g_object_set_data(G_OBJECT(widget), "line", (gpointer)line);
	g_signal_connect(widget, "clicked", G_CALLBACK(on_button), self);
	return widget;
}

static void
on_toggled(GtkCheckButton *check, gpointer data)
{
	McCompanionWindow *self = data;
	gboolean on = gtk_check_button_get_active(check);

	if (!self->showing)
		send(self, g_object_get_data(G_OBJECT(check), on ? "on" : "off"));
}

static GtkWidget *
check(McCompanionWindow *self, const char *label, const char *on, const char *off)
{
	GtkWidget *widget = gtk_check_button_new_with_label(label);

	g_object_set_data_full(G_OBJECT(widget), "on", g_strdup(on), g_free);
	g_object_set_data_full(G_OBJECT(widget), "off", g_strdup(off), g_free);
	g_signal_connect(widget, "toggled", G_CALLBACK(on_toggled), self);
	return widget;
}

static void
on_person_chosen(GtkDropDown *list, GParamSpec *property, gpointer data)
{
	McCompanionWindow *self = data;
	guint index = gtk_drop_down_get_selected(list);
	g_autofree char *line = NULL;

	if (self->showing || index >= G_N_ELEMENTS(person_names) - 1)
		return;
	line = g_strdup_printf("person %s", person_names[index]);
	send(self, line);
}

static void
on_put(GtkButton *put, gpointer data)
{
	McCompanionWindow *self = data;
	guint index = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->card));
	g_autofree char *line =
	    g_strdup_printf("card put %s", card_names[MIN(index, G_N_ELEMENTS(card_names) - 2)]);

	send(self, line);
}

/* ---- pictures ---- */

static void
draw_sight(GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
	mc_companion_draw_sight(cairo, width, height, &((McCompanionWindow *)data)->state);
}

static void
draw_sound(GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
	mc_companion_draw_sound(cairo, width, height, &((McCompanionWindow *)data)->state);
}

/* The largest optotype, of practice, takes 220. */
#define PICTURE_WIDTH 226
#define SIGHT_HEIGHT 226
#define SOUND_HEIGHT 130

static GtkWidget *
picture(GtkDrawingAreaDrawFunc draw, McCompanionWindow *self, const char *label, int height)
{
	GtkWidget *area = gtk_drawing_area_new();

	gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), PICTURE_WIDTH);
	gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), height);
	gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw, self, NULL);
	gtk_accessible_update_property(GTK_ACCESSIBLE(area), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
	return area;
}

/* ---- the four fields of the window ---- */

static GtkWidget *
field(GtkWidget *row, const char *title)
{
	GtkWidget *frame = gtk_frame_new(title);
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, SPACE);

	gtk_widget_set_margin_start(box, SPACE);
	gtk_widget_set_margin_end(box, SPACE);
	gtk_widget_set_margin_top(box, SPACE / 2);
	gtk_widget_set_margin_bottom(box, SPACE);
	gtk_frame_set_child(GTK_FRAME(frame), box);
	gtk_widget_set_hexpand(frame, TRUE);
	gtk_box_append(GTK_BOX(row), frame);
	return box;
}

static GtkWidget *
row_of(GtkWidget *box)
{
	GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, SPACE);

	gtk_box_append(GTK_BOX(box), row);
	return row;
}

static void
build_person(McCompanionWindow *self, GtkWidget *row)
{
	GtkWidget *box = field(row, "人 · Person");
	GtkWidget *checks = gtk_grid_new();

	self->person = gtk_drop_down_new_from_strings(person_labels);
	g_signal_connect(self->person, "notify::selected", G_CALLBACK(on_person_chosen), self);
	gtk_box_append(GTK_BOX(box), self->person);
	self->present = check(self, "在座 · There", "come-back", "walk-away");
	self->glasses = check(self, "戴眼镜 · Glasses", "glasses on", "glasses off");
	self->head = check(self, "头就位 · Head in", "head in", "head out");
	self->headphones = check(self, "戴耳机 · Headphones", "headphones on", "headphones off");
	gtk_grid_attach(GTK_GRID(checks), self->present, 0, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(checks), self->glasses, 1, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(checks), self->head, 0, 1, 1, 1);
	self->plate = check(self, "站上底板 · On the plate", "step on", "step off");
	gtk_grid_attach(GTK_GRID(checks), self->headphones, 1, 1, 1, 1);
	gtk_grid_attach(GTK_GRID(checks), self->plate, 0, 2, 2, 1);
	gtk_box_append(GTK_BOX(box), checks);
}

static void
build_card(McCompanionWindow *self, GtkWidget *row)
{
	GtkWidget *box = field(row, "身份证 · Identity card"), *buttons;

	self->card = gtk_drop_down_new_from_strings(card_labels);
	gtk_box_append(GTK_BOX(box), self->card);
	buttons = row_of(box);
	self->put = gtk_button_new_with_label("放上 · Put down");
	g_signal_connect(self->put, "clicked", G_CALLBACK(on_put), self);
	self->lift = button(self, "拿起 · Lift", "card lift");
	gtk_box_append(GTK_BOX(buttons), self->put);
	gtk_box_append(GTK_BOX(buttons), self->lift);
}

static void
build_plugs(McCompanionWindow *self, GtkWidget *row)
{
	GtkWidget *box = field(row, "插头 · Plugged in");

	for (guint i = 0; i < G_N_ELEMENTS(self->plugs); i++) {
		g_autofree char *on = g_strdup_printf("plug %s", device_names[i]);
		g_autofree char *off = g_strdup_printf("unplug %s", device_names[i]);

		self->plugs[i] = check(self, device_labels[i], on, off);
		gtk_box_append(GTK_BOX(box), self->plugs[i]);
	}
}

static void
build_eyes(McCompanionWindow *self, GtkWidget *row)
{
	GtkWidget *box = field(row, "看到 · In the vision tester"), *side = row_of(box);
	GtkWidget *pad = gtk_grid_new();

	self->sight = picture(draw_sight, self, "看到 · What is seen", SIGHT_HEIGHT);
	gtk_box_append(GTK_BOX(side), self->sight);
	gtk_grid_set_row_spacing(GTK_GRID(pad), SPACE / 2);
	gtk_grid_set_column_spacing(GTK_GRID(pad), SPACE / 2);
	gtk_grid_attach(GTK_GRID(pad), button(self, "↑ 上 Up", "key up"), 1, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "↖", "key upleft"), 0, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "↗", "key upright"), 2, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "↙", "key downleft"), 0, 2, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "↘", "key downright"), 2, 2, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "← 左 Left", "key left"), 0, 1, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "→ 右 Right", "key right"), 2, 1, 1, 1);
	gtk_grid_attach(GTK_GRID(pad), button(self, "↓ 下 Down", "key down"), 1, 2, 1, 1);
	gtk_grid_attach(
	    GTK_GRID(pad), button(self, "看不见 · I cannot see it", "key cannot"), 0, 3, 3, 1);
	gtk_box_append(GTK_BOX(side), pad);
	self->sight_words = gtk_label_new(NULL);
	gtk_label_set_xalign(GTK_LABEL(self->sight_words), 0);
	gtk_box_append(GTK_BOX(box), self->sight_words);
}

static void
build_ears(McCompanionWindow *self, GtkWidget *row)
{
	GtkWidget *box = field(row, "听到 · In the headphones"), *keys;

	self->sound = picture(draw_sound, self, "听到 · What is heard", SOUND_HEIGHT);
	gtk_box_append(GTK_BOX(box), self->sound);
	keys = row_of(box);
	gtk_box_set_homogeneous(GTK_BOX(keys), TRUE);
	gtk_box_append(GTK_BOX(keys), button(self, "按左键 · Press left", "press left"));
	gtk_box_append(GTK_BOX(keys), button(self, "按右键 · Press right", "press right"));
	self->sound_words = gtk_label_new(NULL);
	gtk_label_set_xalign(GTK_LABEL(self->sound_words), 0);
	gtk_box_append(GTK_BOX(box), self->sound_words);
}

McCompanionWindow *
mc_companion_window_new(
    GtkApplication *application, void (*send_line)(const char *line, gpointer data), gpointer data)
{
	McCompanionWindow *self = g_new0(McCompanionWindow, 1);
	GtkWidget *window = gtk_application_window_new(application);
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, SPACE);

	self->send = send_line;
	self->data = data;
	gtk_window_set_title(GTK_WINDOW(window), "模拟的人 · The simulated person");
	gtk_widget_set_margin_start(box, SPACE);
	gtk_widget_set_margin_end(box, SPACE);
	gtk_widget_set_margin_top(box, SPACE);
	gtk_widget_set_margin_bottom(box, SPACE);
	gtk_window_set_child(GTK_WINDOW(window), box);
	self->message = gtk_label_new(NULL);
	build_person(self, row_of(box));
	build_card(self, gtk_widget_get_last_child(box));
	build_plugs(self, gtk_widget_get_last_child(box));
	build_eyes(self, row_of(box));
	build_ears(self, gtk_widget_get_last_child(box));
	gtk_label_set_xalign(GTK_LABEL(self->message), 0);
	gtk_label_set_wrap(GTK_LABEL(self->message), TRUE);
	gtk_box_append(GTK_BOX(box), self->message);
	gtk_window_present(GTK_WINDOW(window));
	return self;
}

void
mc_companion_window_free(McCompanionWindow *self)
{
	g_free(self);
}

/* ---- the bench's state ---- */

static void
show_person(McCompanionWindow *self, const McCompanionState *state)
{
	for (guint i = 0; person_names[i] != NULL; i++)
		if (strcmp(person_names[i], state->person) == 0)
			gtk_drop_down_set_selected(GTK_DROP_DOWN(self->person), i);
	gtk_check_button_set_active(GTK_CHECK_BUTTON(self->present), state->present);
	gtk_check_button_set_active(GTK_CHECK_BUTTON(self->glasses), state->glasses);
	gtk_check_button_set_active(GTK_CHECK_BUTTON(self->head), state->head_in);
	gtk_check_button_set_active(GTK_CHECK_BUTTON(self->headphones), state->headphones_on);
	gtk_check_button_set_active(GTK_CHECK_BUTTON(self->plate), state->on_plate);
}

static void
show_sight(McCompanionWindow *self, const McCompanionState *state)
{
	g_autofree char *words = NULL;
	const char *eye = state->sight.eye == MC_EYE_LEFT ? "左眼 · left eye" : "右眼 · right eye";

	if (state->shows)
		words = g_strdup_printf("%s, %.1f", eye, 5.0 - state->sight.size_milli_log_mar / 1000.0);
	gtk_label_set_label(GTK_LABEL(self->sight_words), words != NULL ? words : "暗 · dark");
	gtk_widget_queue_draw(self->sight);
}

static void
show_sound(McCompanionWindow *self, const McCompanionState *state)
{
	const McCompanionSound *sound = &state->sound;
	const char *ear = sound->ear == MC_EAR_LEFT ? "左耳 · left ear" : "右耳 · right ear";
	g_autoptr(GString) words = g_string_new(NULL);

	if (!state->plays)
		g_string_assign(words, "静音 · mute");
	else if (sound->silent)
		g_string_assign(words, "无声 · a silent turn");
	else
		g_string_printf(words, "%s, %d Hz, %.1f dB HL", ear, sound->frequency_hz,
		    sound->level_deci_db_hl / 10.0);
	if (state->plays && sound->masked)
		g_string_append_printf(words, "; 掩蔽 · masking %.1f dB", sound->masking_deci_db / 10.0);
	gtk_label_set_label(GTK_LABEL(self->sound_words), words->str);
	gtk_widget_queue_draw(self->sound);
}

void
mc_companion_window_show_state(McCompanionWindow *self, const McCompanionState *state)
{
	const gboolean plugged[] = {state->vision_plugged, state->audiometer_plugged,
	    state->reader_plugged, state->stature_plugged};
	gboolean lies = strcmp(state->card, "none") != 0;

	self->state = *state;
	self->showing = TRUE;
	show_person(self, state);
	for (guint i = 0; i < G_N_ELEMENTS(plugged); i++)
		gtk_check_button_set_active(GTK_CHECK_BUTTON(self->plugs[i]), plugged[i]);
	gtk_widget_set_sensitive(self->put, !lies);
	gtk_widget_set_sensitive(self->lift, lies);
	show_sight(self, state);
	show_sound(self, state);
	self->showing = FALSE;
}

void
mc_companion_window_show_refusal(McCompanionWindow *self, const char *why)
{
	gtk_label_set_label(GTK_LABEL(self->message), why);
}
