#include "drivers/camera/identity.h"

#include <stdlib.h>
#include <string.h>

gboolean
mc_camera_is_test(const char *source)
{
	return strcmp(source, MC_CAMERA_TEST_SOURCE) == 0 || strcmp(source, MC_CAMERA_TEST_MJPEG) == 0;
}

/* One line of sysfs; what could not stand in a record is left out. */
static void
read_text(const char *folder, const char *name, char *out, gsize size)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = NULL;
	g_autofree char *valid = NULL;

	out[0] = '\0';
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return;
	valid = g_utf8_make_valid(g_strstrip(text), -1);
	for (const char *at = valid; *at != '\0'; at++)
		if ((guchar)*at < ' ' || *at == 0x7f)
			return;
	if (strlen(valid) < size)
		g_strlcpy(out, valid, size);
}

static guint16
read_id(const char *folder, const char *name)
{
	char text[8];

	read_text(folder, name, text, sizeof text);
	return (guint16)strtoul(text, NULL, 16);
}

void
mc_camera_identify(const char *source, McDeviceInfo *info)
{
	g_autofree char *node = realpath(source, NULL);
	g_autofree char *name = node == NULL ? NULL : g_path_get_basename(node);
	g_autofree char *device = NULL;

	if (mc_camera_is_test(source)) {
		g_strlcpy(info->model, "test pattern", sizeof info->model);
		g_strlcpy(info->serial, "test-pattern", sizeof info->serial);
		return;
	}
	if (name == NULL)
		return;
	/* The node's device is an interface; what it belongs to stands above. */
	device = g_build_filename("/sys/class/video4linux", name, "device", "..", NULL);
	info->vendor_id = read_id(device, "idVendor");
	info->product_id = read_id(device, "idProduct");
	read_text(device, "manufacturer", info->maker, sizeof info->maker);
	read_text(device, "product", info->model, sizeof info->model);
	read_text(device, "serial", info->serial, sizeof info->serial);
}
