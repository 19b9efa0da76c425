#ifndef MC_APP_BASE_FILE_H
#define MC_APP_BASE_FILE_H

#include <glib.h>

/* The bytes of a whole file. NULL with GLib's own file error where it cannot be read (G_FILE_ERROR:
 * the message names the file and why), with MC_ERROR_BAD_INPUT where it holds more than 16 MiB:
 * nothing that this product reads in one piece is that large, and a disk's mistake shall not take
 * the memory of a kiosk. */
GBytes *mc_file_bytes(const char *path, GError **error);

#endif
