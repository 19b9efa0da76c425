#ifndef MC_DRIVERS_BUS_TRANSPORT_H
#define MC_DRIVERS_BUS_TRANSPORT_H

/* One claimed USB interface as a driver needs it. Everything is asynchronous: a transfer ends with
 * exactly one call of its done function, from the main loop, never from inside a call here. The
 * adapter for libusb is in usb-transport.c; tests bring their own. */

#include <glib.h>

typedef enum McTransferStatus {
	MC_TRANSFER_DONE, /* a short or an empty answer is done, too: look at the length */
	MC_TRANSFER_STALLED, /* the endpoint is halted until clear_halt() */
	MC_TRANSFER_TIMED_OUT, /* bytes that came before are handed over */
	MC_TRANSFER_CANCELLED,
	MC_TRANSFER_GONE, /* the device left the bus */
	MC_TRANSFER_OVERFLOWED, /* the device sent more than was asked for */
	MC_TRANSFER_FAILED, /* error on the wire: cable, crash */
} McTransferStatus;

#define MC_PIPES_MAX 2

/* What the descriptors say of the interface; addresses in ascending order, IN with bit 7. */
typedef struct McEndpoints {
	guint16 vendor_id, product_id;
	guint8 interface_class, interface_subclass, interface_protocol, interface_number;
	gint management_interface; /* of a CDC line, claimed as well; -1 = none */
	char port[32]; /* where it is plugged in: "1-2.4" = bus 1, port 4 of the hub at port 2 */
	guint bulk_out_count, bulk_in_count;
	guint8 bulk_out[MC_PIPES_MAX], bulk_in[MC_PIPES_MAX];
	guint16 bulk_in_packet; /* bytes a packet; a read's capacity is a multiple of it */
	guint8 interrupt_in; /* 0 = none */
	guint16 interrupt_packet;
	guint16 device_release; /* bcdDevice */
	guint8 maker_string, product_string, serial_string; /* descriptor indices, 0 = none */
} McEndpoints;

typedef struct McControlSetup {
	guint8 request_type, request; /* bit 7 of the type set: IN */
	guint16 value, index;
} McControlSetup;

/* bytes: what was received, valid during the call; NULL for OUT. length: bytes moved. */
typedef void (*McTransferDone)(
    McTransferStatus status, const guint8 *bytes, gsize length, gpointer data);

typedef struct McFlight McFlight;
typedef struct McTransport McTransport;
struct McTransport {
	gpointer self;
	McEndpoints endpoints;
	McFlight *flight; /* hears of every transfer that ends; its owner's, NULL = nobody */
	guint64 transfers, faults; /* ended since it was opened; faults: neither done nor cancelled */

	/* Each returns an id for cancel(), never 0. Timeouts are real time, 0 = none. OUT bytes are
	 * copied. length: of the data stage; bytes NULL for IN. */
	guint64 (*control)(gpointer self, const McControlSetup *setup, const guint8 *bytes,
	    guint16 length, guint timeout_ms, McTransferDone done, gpointer data);
	guint64 (*send)(gpointer self, guint8 endpoint, const guint8 *bytes, gsize length,
	    guint timeout_ms, McTransferDone done, gpointer data);
	/* On the interrupt endpoint an interrupt transfer, else bulk. */
	guint64 (*receive)(gpointer self, guint8 endpoint, gsize capacity, guint timeout_ms,
	    McTransferDone done, gpointer data);
	/* Isochronous OUT: count packets of lengths[i] bytes, one a frame of the bus, behind the last
	 * transfer of the endpoint. No timeout: the bus sets the pace. FAILED: a packet missed its
	 * frame. */
	guint64 (*stream)(gpointer self, guint8 endpoint, const guint8 *bytes, const guint16 *lengths,
	    guint count, McTransferDone done, gpointer data);
	/* done() follows with CANCELLED, or with what came first. Harmless for ids that have ended. */
	void (*cancel)(gpointer self, guint64 id);
	/* Makes a halted endpoint work again and resets its toggle; FALSE when the device refuses. */
	gboolean (*clear_halt)(gpointer self, guint8 endpoint);
	/* One more interface, until the close; FALSE: another program has it. */
	gboolean (*claim)(gpointer self, guint8 interface_number);
	/* The alternate setting of a claimed interface; FALSE when the device refuses. */
	gboolean (*choose_setting)(gpointer self, guint8 interface_number, guint8 setting);
	/* Ends everything: no done function is called any more and the transport is freed. closed()
	 * follows (never from inside) when the interface can be claimed again; NULL = nobody waits. */
	void (*close)(gpointer self, void (*closed)(gpointer data), gpointer data);
};

/* An MC_ERROR for a transfer that did not end as it should; what: "bulk-IN of the answer" … */
GError *mc_transfer_error(McTransferStatus status, const char *what);

#endif
