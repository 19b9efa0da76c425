#include "drivers/usbmon/usbmon.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <pcap/usb.h>
#include <string.h>

#define HEADER sizeof(pcap_usb_header_mmapped)
#define ENDPOINT_IN 0x80

struct McUsbmonWriter {
	pcap_t *form;
	pcap_dumper_t *dumper;
};

/* ---- writing ---- */

McUsbmonWriter *
mc_usbmon_writer_new(FILE *file)
{
	McUsbmonWriter *self = g_new0(McUsbmonWriter, 1);

	self->form = pcap_open_dead(DLT_USB_LINUX_MMAPPED, HEADER + MC_USBMON_BYTES_MAX);
	self->dumper = self->form == NULL ? NULL : pcap_dump_fopen(self->form, file);
	if (self->dumper != NULL)
		return self;
	if (self->form == NULL)
		fclose(file);
	else
		pcap_close(self->form);
	g_free(self);
	return NULL;
}

static pcap_usb_header_mmapped
header_of(const McUsbmonEvent *event, guint32 kept)
{
	gboolean is_in = (event->endpoint & ENDPOINT_IN) != 0;
	pcap_usb_header_mmapped header = {
	    .id = event->id,
	    .event_type = event->is_completion ? 'C' : 'S',
	    .transfer_type = (guint8)event->pipe,
	    .endpoint_number = event->endpoint,
	    .device_address = event->device,
	    .bus_id = event->bus,
	    .setup_flag = event->has_setup ? 0 : '-',
	    /* as the kernel marks it: no bytes here, they go or went the other way */
	    .data_flag = kept > 0 ? 0
	                 : is_in  ? '<'
	                          : '>',
	    .ts_sec = event->at_wall_us / G_USEC_PER_SEC,
	    .ts_usec = (gint32)(event->at_wall_us % G_USEC_PER_SEC),
	    .status = event->is_completion ? event->status : -EINPROGRESS,
	    .urb_len = event->length,
	    .data_len = kept,
	};

	if (event->has_setup)
		memcpy(&header.s.setup, event->setup, MC_USBMON_SETUP);
	return header;
}

void
mc_usbmon_write(McUsbmonWriter *self, const McUsbmonEvent *event)
{
	guint32 kept = event->bytes == NULL ? 0 : MIN(event->kept, MC_USBMON_BYTES_MAX);
	pcap_usb_header_mmapped header = header_of(event, kept);
	g_autofree guint8 *packet = g_malloc(HEADER + kept);
	struct pcap_pkthdr packet_header = {
	    .ts = {.tv_sec = header.ts_sec, .tv_usec = header.ts_usec},
	    .caplen = (guint32)HEADER + kept,
	    .len = (guint32)HEADER + MAX(kept, header.data_flag == 0 ? event->length : 0),
	};

	memcpy(packet, &header, HEADER);
	if (kept > 0)
		memcpy(packet + HEADER, event->bytes, kept);
	pcap_dump((u_char *)self->dumper, &packet_header, packet);
}

gboolean
mc_usbmon_flush(McUsbmonWriter *self)
{
	return pcap_dump_flush(self->dumper) == 0 && ferror(pcap_dump_file(self->dumper)) == 0;
}

void
mc_usbmon_writer_free(McUsbmonWriter *self)
{
	if (self == NULL)
		return;
	pcap_dump_close(self->dumper);
	pcap_close(self->form);
	g_free(self);
}

/* ---- reading ---- */

/* FALSE: not an event as the kernel writes them. */
static gboolean
take_packet(const guint8 *packet, guint32 size, McUsbmonEvent *event)
{
	pcap_usb_header_mmapped header;

	if (size < HEADER)
		return FALSE;
	memcpy(&header, packet, HEADER);
	if (header.transfer_type > MC_USBMON_BULK || strchr("SCE", header.event_type) == NULL ||
	    header.event_type == 0)
		return FALSE;
	*event = (McUsbmonEvent){
	    .id = header.id,
	    .is_completion = header.event_type != 'S',
	    .pipe = (McUsbmonPipe)header.transfer_type,
	    .endpoint = header.endpoint_number,
	    .bus = header.bus_id,
	    .device = header.device_address,
	    .status = header.status,
	    .has_setup = header.setup_flag == 0 && header.transfer_type == MC_USBMON_CONTROL,
	    .length = header.urb_len,
	    .kept = header.data_flag == 0 ? MIN(header.data_len, size - (guint32)HEADER) : 0,
	};
	if (event->has_setup)
		memcpy(event->setup, &header.s.setup, MC_USBMON_SETUP);
	event->bytes = event->kept > 0 ? packet + HEADER : NULL;
	return TRUE;
}

static gboolean
read_events(pcap_t *pcap, McUsbmonTake take, gpointer data, char **problem)
{
	struct pcap_pkthdr *header = NULL;
	const u_char *packet = NULL;
	int result;

	if (pcap_datalink(pcap) != DLT_USB_LINUX_MMAPPED) {
		*problem = g_strdup("a trace of something else than USB on Linux");
		return FALSE;
	}
	while ((result = pcap_next_ex(pcap, &header, &packet)) == 1) {
		McUsbmonEvent event;

		if (!take_packet(packet, header->caplen, &event)) {
			*problem = g_strdup("an event that is none of usbmon's");
			return FALSE;
		}
		event.at_wall_us = (gint64)header->ts.tv_sec * G_USEC_PER_SEC + header->ts.tv_usec;
		take(&event, data);
	}
	if (result == PCAP_ERROR_BREAK)
		return TRUE;
	*problem = g_strdup(pcap_geterr(pcap));
	return FALSE;
}

gboolean
mc_usbmon_read(gconstpointer file, gsize size, McUsbmonTake take, gpointer data, char **problem)
{
	char why[PCAP_ERRBUF_SIZE] = "an empty file";
	g_autofree guint8 *copy = g_memdup2(file, size); /* fmemopen() wants it writable */
	FILE *stream = size == 0 ? NULL : fmemopen(copy, size, "rb");
	pcap_t *pcap = stream == NULL ? NULL : pcap_fopen_offline(stream, why);
	gboolean fine;

	if (pcap == NULL) {
		*problem = g_strdup(why);
		if (stream != NULL)
			fclose(stream);
		return FALSE;
	}
	fine = read_events(pcap, take, data, problem);
	pcap_close(pcap); /* and the stream */
	return fine;
}
