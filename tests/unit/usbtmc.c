/* The conversation above the bytes, on a transport that a test plays by hand: answers in parts,
 * status with and without a notification endpoint, a clear that takes its time, a queue of
 * commands. */
#include "app/base/error.h"
#include "drivers/bus/scpi.h"
#include "drivers/bus/usbtmc-wire.h"

#include <string.h>

#define OUT 0x01
#define IN 0x82
#define INTERRUPT 0x83

typedef struct Pending {
	guint8 endpoint; /* 0: control */
	guint8 request;
	guint16 value;
	GByteArray *sent;
	McTransferDone done;
	gpointer data;
} Pending;

typedef struct Fixture {
	McTransport transport;
	GQueue pending; /* Pending, oldest first */
	guint cleared_halts;
	McUsbtmc *usbtmc;
	McScpi *scpi;
	guint statuses, broken, cleared, answered;
	guint8 status_byte;
	gboolean asks; /* as the drivers do when it gives notice */
	gint error_code;
	GString *answers; /* joined with "|" */
} Fixture;

/* ---- transport ---- */

static void
pending_free(gpointer data)
{
	Pending *pending = data;

	if (pending->sent != NULL)
		g_byte_array_unref(pending->sent);
	g_free(pending);
}

static guint64
push(Fixture *f, Pending pending)
{
	g_queue_push_tail(&f->pending, g_memdup2(&pending, sizeof pending));
	return 1;
}

static guint64
fake_control(gpointer self, const McControlSetup *setup, const guint8 *bytes, guint16 length,
    guint timeout_ms, McTransferDone done, gpointer data)
{
	g_assert_cmphex(setup->request_type, ==, MC_USBTMC_REQUEST_TYPE);
	return push(self, (Pending){0, setup->request, setup->value, NULL, done, data});
}

static guint64
fake_send(gpointer self, guint8 endpoint, const guint8 *bytes, gsize length, guint timeout_ms,
    McTransferDone done, gpointer data)
{
	GByteArray *sent = g_byte_array_new();

	g_byte_array_append(sent, bytes, (guint)length);
	return push(self, (Pending){endpoint, 0, 0, sent, done, data});
}

static guint64
fake_receive(gpointer self, guint8 endpoint, gsize capacity, guint timeout_ms, McTransferDone done,
    gpointer data)
{
	g_assert_cmpuint(capacity % (endpoint == IN ? 64 : 2), ==, 0);
	return push(self, (Pending){endpoint, 0, 0, NULL, done, data});
}

static void
fake_cancel(gpointer self, guint64 id)
{
}

static gboolean
fake_clear_halt(gpointer self, guint8 endpoint)
{
	((Fixture *)self)->cleared_halts++;
	return TRUE;
}

/* Ends the oldest transfer on the endpoint. */
static void
end(Fixture *f, guint8 endpoint, McTransferStatus status, const void *bytes, gsize length)
{
	for (GList *at = f->pending.head; at != NULL; at = at->next) {
		Pending *pending = at->data;

		if (pending->endpoint != endpoint)
			continue;
		g_queue_delete_link(&f->pending, at);
		pending->done(status, bytes, length, pending->data);
		pending_free(pending);
		return;
	}
	g_error("nothing is under way on endpoint %02x", endpoint);
}

static const Pending *
peek(Fixture *f, guint8 endpoint)
{
	for (GList *at = f->pending.head; at != NULL; at = at->next)
		if (((Pending *)at->data)->endpoint == endpoint)
			return at->data;
	return NULL;
}

static const Pending *
must_peek(Fixture *f, guint8 endpoint)
{
	const Pending *pending = peek(f, endpoint);

	if (pending == NULL)
		g_error("nothing is pending on end point %02x", endpoint);
	return pending;
}

/* Takes a message of the host and gives its tag. */
static guint8
take_message(Fixture *f, const char *line)
{
	const Pending *pending = must_peek(f, OUT);
	guint8 tag;

	tag = pending->sent->data[1];
	if (line != NULL) {
		g_assert_cmpuint(pending->sent->data[0], ==, 1);
		g_assert_cmpint(
		    strncmp((char *)pending->sent->data + MC_USBTMC_HEADER, line, strlen(line)), ==, 0);
	} else {
		g_assert_cmpuint(pending->sent->len, ==, MC_USBTMC_HEADER); /* a request for the answer */
	}
	end(f, OUT, MC_TRANSFER_DONE, NULL, pending->sent->len);
	return tag;
}

static void
answer(Fixture *f, guint8 tag, const char *text, gboolean end_of_message)
{
	g_autoptr(GByteArray) bytes = mc_usbtmc_encode_message(tag, text);

	bytes->data[0] = 2;
	bytes->data[8] = end_of_message ? 1 : 0;
	if (!end_of_message) { /* without the line end */
		bytes->data[4]--;
		g_byte_array_set_size(bytes, MC_USBTMC_HEADER + (guint)strlen(text));
	}
	end(f, IN, MC_TRANSFER_DONE, bytes->data, bytes->len);
}

/* ---- what is told ---- */

static void
on_answered(const char *text, gpointer data)
{
	Fixture *f = data;

	f->answered++;
	g_string_append_printf(f->answers, "%s|", text == NULL ? "-" : text);
}

static void
on_status(guint8 status_byte, gpointer data)
{
	Fixture *f = data;

	f->statuses++;
	f->status_byte = status_byte;
	if (f->asks)
		mc_scpi_ask(f->scpi, "SENS:COND?", on_answered, f);
	if (f->asks && (status_byte & 0x80) != 0)
		mc_scpi_ask(f->scpi, "SYST:POW?", on_answered, f);
}

static void
on_broken(const GError *error, gpointer data)
{
	Fixture *f = data;

	f->broken++;
	f->error_code = error->code;
}

static void
on_cleared(gpointer data)
{
	((Fixture *)data)->cleared++;
}

static const McUsbtmcListener listener = {.status = on_status, .broken = on_broken};

static void
set_up(Fixture *f, gconstpointer with_interrupt)
{
	f->transport = (McTransport){
	    .self = f,
	    .endpoints = {.bulk_out_count = 1,
	        .bulk_in_count = 1,
	        .bulk_out = {OUT},
	        .bulk_in = {IN},
	        .bulk_in_packet = 64,
	        .interrupt_in = with_interrupt != NULL ? INTERRUPT : 0,
	        .interrupt_packet = 2},
	    .control = fake_control,
	    .send = fake_send,
	    .receive = fake_receive,
	    .cancel = fake_cancel,
	    .clear_halt = fake_clear_halt,
	};
	g_queue_init(&f->pending);
	f->answers = g_string_new(NULL);
	f->usbtmc = mc_usbtmc_new(&f->transport, &listener, f);
	f->scpi = mc_scpi_new(f->usbtmc);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
	mc_scpi_free(f->scpi);
	mc_usbtmc_free(f->usbtmc);
	g_queue_clear_full(&f->pending, pending_free);
	g_string_free(f->answers, TRUE);
}

/* ---- tests ---- */

static void
test_queue(Fixture *f, gconstpointer unused)
{
	mc_scpi_say(f->scpi, "*RST", on_answered, f);
	mc_scpi_say(f->scpi, "*IDN?", on_answered, f);
	mc_scpi_say(f->scpi, "CAL:CORR?", on_answered, f);
	take_message(f, "*RST\n");
	g_assert_null(peek(f, IN)); /* a command is not asked for an answer */
	take_message(f, "*IDN?\n");
	answer(f, take_message(f, NULL), "maker,model", TRUE);
	take_message(f, "CAL:CORR?\n");
	answer(f, take_message(f, NULL), "1,-4", TRUE);
	g_assert_cmpstr(f->answers->str, ==, "-|maker,model|1,-4|");
	g_assert_true(g_queue_is_empty(&f->pending));
}

/* EOM is not set: asked on until it is. */
static void
test_parts(Fixture *f, gconstpointer unused)
{
	mc_scpi_say(f->scpi, "SENS:PRES?", on_answered, f);
	take_message(f, "SENS:PRES?\n");
	answer(f, take_message(f, NULL), "7,0,", FALSE);
	answer(f, take_message(f, NULL), "1,2,", FALSE);
	g_assert_cmpuint(f->answered, ==, 0);
	answer(f, take_message(f, NULL), "3,4", TRUE);
	g_assert_cmpstr(f->answers->str, ==, "7,0,1,2,3,4|");
}

/* One that never ends is cut off. */
static void
test_endless(Fixture *f, gconstpointer unused)
{
	g_autofree char *text = g_strnfill(200, 'x');

	mc_scpi_say(f->scpi, "*IDN?", on_answered, f);
	take_message(f, "*IDN?\n");
	while (f->broken == 0)
		answer(f, take_message(f, NULL), text, FALSE);
	g_assert_cmpint(f->error_code, ==, MC_ERROR_PROTOCOL);
	g_assert_cmpuint(f->answered, ==, 0);
}

static void
test_empty_part(Fixture *f, gconstpointer unused)
{
	mc_scpi_say(f->scpi, "*IDN?", on_answered, f);
	take_message(f, "*IDN?\n");
	answer(f, take_message(f, NULL), "", FALSE);
	g_assert_cmpuint(f->broken, ==, 1);
}

static void
test_zero_byte(Fixture *f, gconstpointer unused)
{
	guint8 bytes[16] = {2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 'a', 0, 'b', '\n'};

	mc_scpi_say(f->scpi, "*IDN?", on_answered, f);
	take_message(f, "*IDN?\n");
	bytes[1] = take_message(f, NULL);
	bytes[2] = (guint8)~bytes[1];
	end(f, IN, MC_TRANSFER_DONE, bytes, sizeof bytes);
	g_assert_cmpuint(f->broken, ==, 1);
}

static void
test_service(Fixture *f, gconstpointer unused)
{
	static const guint8 notice[] = {0x81, 0x49};

	for (guint i = 0; i < 3; i++) {
		end(f, INTERRUPT, MC_TRANSFER_DONE, notice, sizeof notice);
		g_assert_cmpuint(f->statuses, ==, i + 1);
	}
	g_assert_cmphex(f->status_byte, ==, 0x49);
	end(f, INTERRUPT, MC_TRANSFER_STALLED, NULL, 0);
	g_assert_cmpuint(f->broken, ==, 1);
	g_assert_cmpuint(f->cleared_halts, ==, 1);
	g_assert_null(peek(f, INTERRUPT));
}

/* Takes the question and answers it. */
static void
answer_question(Fixture *f, const char *line)
{
	take_message(f, line);
	answer(f, take_message(f, NULL), "0", TRUE);
}

/* However often it gives notice while an answer is under way, each question is asked once more,
 * because what changed meanwhile must not be missed, and no oftener. */
static void
test_one_question(Fixture *f, gconstpointer unused)
{
	static const guint8 notice[] = {0x81, 0xC2};

	f->asks = TRUE;
	for (guint i = 0; i < 100; i++)
		end(f, INTERRUPT, MC_TRANSFER_DONE, notice, sizeof notice);
	answer_question(f, "SENS:COND?\n");
	answer_question(f, "SYST:POW?\n");
	/* the first was under way already when the second notice came */
	answer_question(f, "SENS:COND?\n");
	g_assert_null(peek(f, OUT));
	end(f, INTERRUPT, MC_TRANSFER_DONE, notice, sizeof notice);
	answer_question(f, "SENS:COND?\n");
	answer_question(f, "SYST:POW?\n");
	g_assert_null(peek(f, OUT));
	g_assert_cmpuint(f->answered, ==, 5);
	g_assert_cmpuint(f->broken, ==, 0);
}

/* One that gives notice without end is broken, and is neither listened to nor told any more (O11).
 */
static void
test_storm(Fixture *f, gconstpointer answers)
{
	static const guint8 notice[] = {0x81, 0x42};
	guint given = 0;

	f->asks = TRUE;
	for (; given < 10000 && f->broken == 0; given++) {
		end(f, INTERRUPT, MC_TRANSFER_DONE, notice, sizeof notice);
		if (g_strcmp0(answers, "answers") == 0 && f->broken == 0)
			answer_question(f, "SENS:COND?\n");
	}
	g_assert_cmpuint(f->broken, ==, 1);
	g_assert_cmpint(f->error_code, ==, MC_ERROR_PROTOCOL);
	g_assert_cmpuint(given, <, 10000);
	g_assert_cmpuint(f->statuses, ==, given - 1);
	g_assert_null(peek(f, INTERRUPT));
}

static void
test_status_by_notice(Fixture *f, gconstpointer unused)
{
	guint8 reply[3] = {MC_USBTMC_SUCCESS, 0, 0};
	guint8 notice[2] = {0, 0x08};

	for (guint i = 0; i < 3; i++) {
		mc_usbtmc_read_status(f->usbtmc);
		reply[1] = (guint8)must_peek(f, 0)->value;
		notice[0] = 0x80 | reply[1];
		mc_usbtmc_read_status(f->usbtmc); /* one is on its way: asks nothing */
		if (i == 1) { /* either may come first */
			end(f, INTERRUPT, MC_TRANSFER_DONE, notice, sizeof notice);
			end(f, 0, MC_TRANSFER_DONE, reply, sizeof reply);
		} else {
			end(f, 0, MC_TRANSFER_DONE, reply, sizeof reply);
			end(f, INTERRUPT, MC_TRANSFER_DONE, notice, sizeof notice);
		}
		g_assert_null(peek(f, 0));
		g_assert_cmpuint(f->statuses, ==, i + 1);
	}
	mc_usbtmc_read_status(f->usbtmc);
	reply[0] = MC_USBTMC_INTERRUPT_IN_BUSY;
	reply[1] = (guint8)must_peek(f, 0)->value;
	end(f, 0, MC_TRANSFER_DONE, reply, sizeof reply);
	mc_usbtmc_read_status(f->usbtmc);
	g_assert_nonnull(peek(f, 0)); /* not awaited any more */
	end(f, 0, MC_TRANSFER_DONE, reply, 2);
	g_assert_cmpint(f->error_code, ==, MC_ERROR_PROTOCOL);
}

static void
test_status_by_reply(Fixture *f, gconstpointer unused)
{
	guint8 reply[3] = {MC_USBTMC_SUCCESS, 0, 0x41};

	mc_usbtmc_read_status(f->usbtmc);
	reply[1] = (guint8)must_peek(f, 0)->value;
	end(f, 0, MC_TRANSFER_DONE, reply, sizeof reply);
	g_assert_cmpuint(f->statuses, ==, 1);
	g_assert_cmphex(f->status_byte, ==, 0x41);
	mc_usbtmc_read_status(f->usbtmc);
	end(f, 0, MC_TRANSFER_DONE, reply, sizeof reply); /* the tag of the last one */
	g_assert_cmpuint(f->broken, ==, 1);
}

/* Pending, with old bytes to be read, then over. */
static void
test_clear(Fixture *f, gconstpointer unused)
{
	static const guint8 success[2] = {MC_USBTMC_SUCCESS, 0};
	static const guint8 pending[2] = {MC_USBTMC_PENDING, 0};
	static const guint8 full[2] = {MC_USBTMC_PENDING, 1};

	mc_usbtmc_clear(f->usbtmc, on_cleared, f);
	g_assert_cmpuint(must_peek(f, 0)->request, ==, MC_USBTMC_INITIATE_CLEAR);
	end(f, 0, MC_TRANSFER_DONE, success, 1);
	g_assert_cmpuint(must_peek(f, 0)->request, ==, MC_USBTMC_CHECK_CLEAR_STATUS);
	end(f, 0, MC_TRANSFER_DONE, pending, 2);
	end(f, 0, MC_TRANSFER_DONE, full, 2);
	end(f, IN, MC_TRANSFER_DONE, "old", 3);
	g_assert_cmpuint(f->cleared, ==, 0);
	end(f, 0, MC_TRANSFER_DONE, success, 2);
	g_assert_cmpuint(f->cleared, ==, 1);
	g_assert_cmpuint(f->cleared_halts, ==, 2);
	g_assert_cmpuint(f->broken, ==, 0);
}

static void
test_endless_clear(Fixture *f, gconstpointer unused)
{
	static const guint8 pending[2] = {MC_USBTMC_PENDING, 0};
	static const guint8 success[1] = {MC_USBTMC_SUCCESS};

	mc_usbtmc_clear(f->usbtmc, on_cleared, f);
	end(f, 0, MC_TRANSFER_DONE, success, 1);
	while (f->broken == 0)
		end(f, 0, MC_TRANSFER_DONE, pending, 2);
	g_assert_cmpint(f->error_code, ==, MC_ERROR_TIMEOUT);
}

/* Each way in which a transfer can end badly has its error (O11). */
static void
test_errors(Fixture *f, gconstpointer unused)
{
	static const struct {
		McTransferStatus status;
		McErrorCode code;
	} ends[] = {
	    {MC_TRANSFER_STALLED, MC_ERROR_PROTOCOL},
	    {MC_TRANSFER_TIMED_OUT, MC_ERROR_TIMEOUT},
	    {MC_TRANSFER_GONE, MC_ERROR_DEVICE_GONE},
	    {MC_TRANSFER_OVERFLOWED, MC_ERROR_PROTOCOL},
	    {MC_TRANSFER_FAILED, MC_ERROR_PROTOCOL},
	};

	for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autoptr(GError) error = mc_transfer_error(ends[i].status, "answer");

		g_assert_error(error, MC_ERROR, (gint)ends[i].code);
	}
	mc_scpi_say(f->scpi, "*RST", on_answered, f);
	end(f, OUT, MC_TRANSFER_TIMED_OUT, NULL, 0);
	g_assert_cmpuint(f->broken, ==, 1);
	g_assert_cmpint(f->error_code, ==, MC_ERROR_TIMEOUT);
	g_assert_cmpuint(f->answered, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, interrupt, test) g_test_add(path, Fixture, interrupt, set_up, test, tear_down)
	ADD("/usbtmc/queue", NULL, test_queue);
	ADD("/usbtmc/parts", NULL, test_parts);
	ADD("/usbtmc/endless", NULL, test_endless);
	ADD("/usbtmc/empty-part", NULL, test_empty_part);
	ADD("/usbtmc/zero-byte", NULL, test_zero_byte);
	ADD("/usbtmc/service", "with", test_service);
	ADD("/usbtmc/one-question", "with", test_one_question);
	ADD("/usbtmc/storm", "with", test_storm);
	ADD("/usbtmc/storm-with-answers", "answers", test_storm);
	ADD("/usbtmc/status-by-notice", "with", test_status_by_notice);
	ADD("/usbtmc/status-by-reply", NULL, test_status_by_reply);
	ADD("/usbtmc/clear", NULL, test_clear);
	ADD("/usbtmc/endless-clear", NULL, test_endless_clear);
	ADD("/usbtmc/errors", NULL, test_errors);
	return g_test_run();
}
