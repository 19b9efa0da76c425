#ifndef MC_TESTS_SUPPORT_USB_HOST_TMC_HOST_H
#define MC_TESTS_SUPPORT_USB_HOST_TMC_HOST_H

/* A plain host for tests of the simulated devices: synchronous libusb, no code of the product.
 * Everything that must not fail ends the test. */

#include <glib.h>
#include <libusb.h>

#define TMC_OUT 0x01
#define TMC_IN 0x82
#define TMC_INTERRUPT 0x83

typedef struct TmcHost {
	libusb_context *usb;
	libusb_device_handle *handle;
	guint8 tag;
} TmcHost;

/* NULL when the device cannot be opened or claimed now; result then says why. */
libusb_device_handle *usb_host_open(
    libusb_context *usb, guint16 vendor_id, guint16 product_id, int *result);

void tmc_host_open(TmcHost *host, guint16 product_id);
void tmc_host_close(TmcHost *host);

/* Both give libusb's result. */
int tmc_host_try_write(TmcHost *host, const char *line, guint timeout_ms);
int tmc_host_try_read(TmcHost *host, char *answer, gsize size, guint timeout_ms);

void tmc_host_write(TmcHost *host, const char *line);
/* Free with g_free(); without the line end. */
char *tmc_host_query(TmcHost *host, const char *line);
/* The next notification: bNotify1 in the high byte, the status byte in the low one. */
guint tmc_host_notification(TmcHost *host);
/* INITIATE_CLEAR, and then until it is over. */
void tmc_host_clear(TmcHost *host);
/* READ_STATUS_BYTE, by way of the interrupt endpoint. */
guint8 tmc_host_status(TmcHost *host);

#endif
