/* A whole USBTMC conversation with a device that answers anything, at any time: the bytes say which
 * of the waiting transfers ends next, how, and with what. */

#include "fuzz.h"

#include "drivers/bus/usbtmc.h"

#include <string.h>

#define WAITING_MAX 16
#define EXCHANGES_MAX 12
#define ANSWER_MAX 4096

typedef struct Waiting {
	McTransferDone done;
	gpointer data;
	gsize capacity;
	gboolean is_in;
} Waiting;

typedef struct Talk {
	const uint8_t *bytes;
	size_t left;
	McTransport transport;
	McUsbtmc *usbtmc;
	Waiting waiting[WAITING_MAX];
	guint count, exchanges;
	gboolean broken;
	guint8 setup_tag, out_tag; /* as the host has last said them */
} Talk;

static guint8
next(Talk *self)
{
	if (self->left == 0)
		return 0;
	self->left--;
	return *self->bytes++;
}

static guint64
wait(Talk *self, McTransferDone done, gpointer data, gsize capacity, gboolean is_in)
{
	g_assert_cmpuint(self->count, <, WAITING_MAX);
	self->waiting[self->count++] = (Waiting){done, data, capacity, is_in};
	return self->count;
}

static guint64
fake_control(gpointer self, const McControlSetup *setup, const guint8 *bytes, guint16 length,
    guint timeout_ms, McTransferDone done, gpointer data)
{
	((Talk *)self)->setup_tag = (guint8)setup->value;
	return wait(self, done, data, length, TRUE);
}

static guint64
fake_send(gpointer self, guint8 endpoint, const guint8 *bytes, gsize length, guint timeout_ms,
    McTransferDone done, gpointer data)
{
	g_assert_cmpuint(length, >=, 12);
	((Talk *)self)->out_tag = bytes[1];
	return wait(self, done, data, length, FALSE);
}

static guint64
fake_receive(gpointer self, guint8 endpoint, gsize capacity, guint timeout_ms, McTransferDone done,
    gpointer data)
{
	return wait(self, done, data, capacity, TRUE);
}

static gboolean
fake_clear_halt(gpointer self, guint8 endpoint)
{
	return next(self) != 0xFF;
}

static void on_answered(const char *answer, gpointer data);

static void
say(Talk *self)
{
	if (self->broken || self->exchanges++ == EXCHANGES_MAX)
		return;
	mc_usbtmc_read_status(self->usbtmc);
	if (!self->broken && !mc_usbtmc_is_busy(self->usbtmc))
		mc_usbtmc_exchange(
		    self->usbtmc, "*IDN?", self->exchanges % 4 != 0, 1000, on_answered, self);
}

static void
on_answered(const char *answer, gpointer data)
{
	if (answer != NULL)
		g_assert_cmpuint(strlen(answer), <=, ANSWER_MAX);
	say(data);
}

static void
on_cleared(gpointer data)
{
	say(data);
}

static void
on_status(guint8 status_byte, gpointer data)
{
	Talk *self = data;

	g_assert_false(self->broken);
	if (self->exchanges++ < EXCHANGES_MAX)
		mc_usbtmc_read_status(self->usbtmc);
}

static void
on_broken(const GError *error, gpointer data)
{
	Talk *self = data;

	g_assert_false(self->broken);
	g_assert_nonnull(error);
	self->broken = TRUE;
}

/* The tags of today, where the bytes ask for it: else nothing would ever get far. */
static void
take_bytes(Talk *self, guint8 *buffer, gsize length, guint8 how)
{
	for (gsize i = 0; i < length; i++)
		buffer[i] = next(self);
	if ((how & 0x80) == 0 || length < 2)
		return;
	if (length == 2)
		buffer[0] = 0x80 | self->setup_tag;
	else if (length == 3)
		buffer[1] = self->setup_tag;
	else {
		buffer[1] = self->out_tag;
		buffer[2] = self->out_tag ^ 0xFF;
	}
}

static void
end_one(Talk *self)
{
	guint8 buffer[ANSWER_MAX + 512];
	guint8 how = next(self);
	guint index = next(self) % self->count;
	Waiting ended = self->waiting[index];
	McTransferStatus status =
	    (how & 7) == 7 ? (McTransferStatus)(next(self) % 7) : MC_TRANSFER_DONE;
	gsize length = ended.capacity;

	self->waiting[index] = self->waiting[--self->count];
	if (ended.is_in) {
		length = MIN(MIN((gsize)next(self), ended.capacity), sizeof buffer);
		take_bytes(self, buffer, length, how);
	}
	ended.done(status, ended.is_in ? buffer : NULL, length, ended.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const McUsbtmcListener listener = {on_status, on_broken};
	Talk talk = {.bytes = data, .left = size};

	talk.transport = (McTransport){
	    .self = &talk,
	    .endpoints = {.bulk_out = {0x01},
	        .bulk_in = {0x82},
	        .bulk_in_packet = 512,
	        .interrupt_packet = 2},
	    .control = fake_control,
	    .send = fake_send,
	    .receive = fake_receive,
	    .clear_halt = fake_clear_halt,
	};
	talk.transport.endpoints.interrupt_in = (next(&talk) & 1) != 0 ? 0x83 : 0;
	talk.usbtmc = mc_usbtmc_new(&talk.transport, &listener, &talk);
	mc_usbtmc_clear(talk.usbtmc, on_cleared, &talk);
	while (talk.left > 0 && talk.count > 0 && !talk.broken)
		end_one(&talk);
	mc_usbtmc_free(talk.usbtmc);
	return 0;
}
