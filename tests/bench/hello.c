/* The smallest GTK 4 program with a window of the kiosk's size: the floor that the kiosk's first
 * frame is held against. */
#include <gtk/gtk.h>

static void
activate(GtkApplication *application, gpointer data)
{
	GtkWidget *window = gtk_application_window_new(application);

	gtk_window_set_default_size(GTK_WINDOW(window), 1080, 1920);
	gtk_window_set_child(GTK_WINDOW(window), gtk_label_new("hello"));
	gtk_window_fullscreen(GTK_WINDOW(window));
	gtk_window_present(GTK_WINDOW(window));
}

int
main(int argc, char **argv)
{
	g_autoptr(GtkApplication) application =
	    gtk_application_new("cn.medcheck.bench.hello", G_APPLICATION_NON_UNIQUE);

	g_signal_connect(application, "activate", G_CALLBACK(activate), NULL);
	return g_application_run(G_APPLICATION(application), argc, argv);
}
