#include "drivers/sim/vhci/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define HOST "/sys/devices/platform/vhci_hcd.0"
#define PATH_BYTES 256

gboolean
mc_vhci_kernel_is_usable(GError **error)
{
	if (access(HOST "/attach", W_OK) == 0)
		return TRUE;
	if (errno == ENOENT)
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
		    "this kernel has no vhci_hcd: modprobe vhci-hcd");
	else
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
		    "only root may plug in: write permission for " HOST "/attach is wanted");
	return FALSE;
}

gboolean
mc_vhci_kernel_attach(guint port, McSimSpeed speed, int socket)
{
	char line[64];
	int length =
	    snprintf(line, sizeof line, "%u %d %u %d", port - 1, socket, 1u << 16 | port, (int)speed);
	int file = open(HOST "/attach", O_WRONLY | O_CLOEXEC);
	gboolean done = file >= 0 && write(file, line, (size_t)length) == length;

	if (file >= 0)
		close(file);
	return done;
}

/* A sysfs attribute that starts with a number; 0 when there is none. */
static guint
read_number(const char *path)
{
	char text[32] = "";
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return 0;
	if (read(file, text, sizeof text - 1) < 0)
		text[0] = '\0';
	close(file);
	return (guint)g_ascii_strtoull(text, NULL, 10);
}

/* Each vhci_hcd has two buses, of which the one for USB 2 is ours. 0 = not found. */
static guint
bus_number(void)
{
	g_autoptr(GDir) folder = g_dir_open(HOST, 0, NULL);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_strconcat(HOST "/", name, "/speed", NULL);

		if (g_str_has_prefix(name, "usb") && read_number(path) == 480)
			return (guint)g_ascii_strtoull(name + strlen("usb"), NULL, 10);
	}
	return 0;
}

static guint
device_number(guint bus, guint port)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof path, HOST "/usb%u/%u-%u/devnum", bus, bus, port);
	return read_number(path);
}

guint
mc_vhci_kernel_device_number(guint port)
{
	return device_number(bus_number(), port);
}

static void
node_path(char path[PATH_BYTES], guint bus, guint device)
{
	snprintf(path, PATH_BYTES, "/dev/bus/usb/%03u/%03u", bus, device);
}

/* udev writes its record of a device when its rules have been applied. */
gboolean
mc_vhci_kernel_is_ready(guint port, gboolean is_allowed)
{
	guint bus = bus_number(), device = device_number(bus, port);
	char node[PATH_BYTES], record[PATH_BYTES];

	if (device == 0)
		return FALSE;
	node_path(node, bus, device);
	snprintf(record, sizeof record, "/run/udev/data/c189:%u", (bus - 1) * 128 + device - 1);
	return access(record, F_OK) == 0 && (access(node, R_OK | W_OK) == 0) == is_allowed;
}

int
mc_vhci_kernel_hold(guint port, guint interfaces)
{
	guint bus = bus_number();
	char node[PATH_BYTES];
	int file;

	node_path(node, bus, device_number(bus, port));
	file = open(node, O_RDWR | O_CLOEXEC);
	for (guint i = 0; file >= 0 && i < interfaces; i++) {
		struct usbdevfs_disconnect_claim claim = {
		    .interface = i, .flags = USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER, .driver = "usbfs"};

		if (ioctl(file, USBDEVFS_DISCONNECT_CLAIM, &claim) == 0)
			continue;
		close(file);
		file = -1;
	}
	return file;
}
