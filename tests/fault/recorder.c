/* The real recorder dies by kill -9 at each place between a request and its reply. The glass asks
 * again, as it always does. Then: nothing is lost, nothing is doubled, the chain has no gap and the
 * record replays (B2, C17). */

#include "tests/desk/desk.h"
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <unistd.h>

/* One link of these before the end, so that a lost or doubled one shows. */
static void
check_world(McDesk *desk, gboolean is_finished)
{
	g_autoptr(McVisit) visit = NULL;

	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, is_finished ? 1 : 0);
	if (!is_finished)
		return;
	visit = mc_desk_record(desk);
	g_assert_cmpstr(visit->visit_id, ==, desk->visit_id);
	g_assert_cmpuint(visit->exams, ==, 3);
	/* Each exam was opened once, whatever happened in between. */
	g_assert_cmpuint(mc_desk_count(desk, "exam-opened", NULL), ==, 3);
	for (guint i = 0; i < visit->exams; i++)
		g_assert_cmpint(visit->exam[i]->result.outcome, ==, MC_OUTCOME_PASS);
}

static void
walk(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
}

/* A place to die at, and what to start from. */
typedef struct Death {
	const McDeskKit *kit;
	const char *at;
} Death;

static void
test_visit(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = mc_desk_new_program(death->kit, death->at);

	walk(desk);
	g_assert_cmpuint(desk->deaths, ==, 1);
	check_world(desk, TRUE);
}

static void
test_abort(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = mc_desk_new_program(death->kit, death->at);

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	g_assert_cmpuint(desk->deaths, ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 1);
	check_world(desk, FALSE);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_false(desk->reply->hello.resumable);
}

/* It dies between sealing a picture and naming it, or between the record and the courier: each
 * picture that the record names is there for the courier, once, and no other is left anywhere. */
static void
test_pictures(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = mc_desk_new_program(death->kit, NULL);
	g_autoptr(GPtrArray) held = NULL;
	g_autoptr(GPtrArray) spooled = NULL;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_kill_program(desk);
	mc_desk_have_pictures(desk);
	mc_desk_start_program(desk, death->at);
	mc_desk_arrive(desk, 0);
	mc_desk_open_watched(desk);
	for (guint i = 0; i < MC_MOVEMENTS; i++) {
		g_autofree char *text = g_strdup_printf("movement %u", i);

		mc_desk_take_picture(desk, text);
		mc_desk_answer(desk);
	}
	mc_desk_finish(desk);
	g_assert_cmpuint(desk->deaths, ==, 1);
	visit = mc_desk_record(desk);
	held = mc_desk_evidence(desk, "recorder");
	spooled = mc_desk_evidence(desk, "spool");
	g_assert_cmpuint(visit->evidences, ==, MC_MOVEMENTS);
	g_assert_cmpuint(held->len, ==, 0);
	g_assert_cmpuint(spooled->len, ==, MC_MOVEMENTS);
	for (guint i = 0; i < visit->evidences; i++)
		g_assert_true(g_ptr_array_find_with_equal_func(
		    spooled, visit->evidence[i].digest, g_str_equal, NULL));
	mc_desk_verify_chain(desk);
}

/* B2 on the staff's side: a wrong PIN is counted whatever happens to the recorder. */
static void
test_pin(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = mc_desk_new_program(death->kit, death->at);
	McRecorderRequest wrong = {.op = MC_RECORDER_STAFF_SIGN_IN, .staff_name = "lin", .pin = "0000"};
	guint tries = 0;

	do {
		g_assert_false(mc_desk_try(desk, &wrong));
		g_assert_cmpuint(++tries, <=, 5);
	} while (desk->reply->wait_seconds == 0);
	/* The try during which it died counted too. */
	g_assert_cmpuint(desk->deaths, ==, 1);
	g_assert_cmpuint(tries, ==, 4);
}

/* It dies while it takes a receipt: the record is accepted all the same, once. */
static void
test_receipt(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = mc_desk_new_program(death->kit, death->at);
	g_autoptr(McSigner) gateway = mc_desk_signer(desk, "gateway", "receipt");
	McRecorderRequest ask = {.op = MC_RECORDER_RECORD_STATE};
	McRecordState record;
	McReceipt receipt;

	mc_desk_visit(desk, 0);
	record = desk->reply->record;
	mc_desk_receipt(desk, &record, &receipt);
	mc_desk_deliver(desk, record.seq, &receipt, gateway);
	ask.seq = record.seq;
	do
		mc_desk_ask(desk, &ask);
	while (desk->reply->record.state != MC_RECEIPT_ACCEPTED);
	g_assert_cmpuint(desk->deaths, ==, 1);
	mc_desk_kill_program(desk);
	mc_desk_start_program(desk, NULL);
	mc_desk_ask(desk, &ask);
	g_assert_cmpint(desk->reply->record.state, ==, MC_RECEIPT_ACCEPTED);
	g_assert_cmpstr(desk->reply->record.digest, ==, record.digest);
}

/* SO_PEERCRED: a user who is not the glass's is not even heard. */
static void
test_wrong_user(gconstpointer kit)
{
	g_autoptr(McDesk) desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	g_autofree char *socket_path =
	    g_build_filename(desk->folder, "recorder", "recorder.sock", NULL);
	g_autofree char *text = NULL;
	g_autofree char *other = NULL;
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(socket_path);
	g_autoptr(GSocketConnection) connection = NULL;
	char answer[64] = "";
	gsize size = 0;

	g_file_get_contents(path, &text, NULL, NULL);
	other = g_strdup_printf("{\"glass_uid\": %u,%s", getuid() + 1u, strchr(text, '{') + 1);
	g_file_set_contents(path, other, -1, NULL);
	mc_desk_start_program(desk, NULL);
	while (connection == NULL)
		connection = g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, NULL);
	g_assert_true(g_input_stream_read_all(g_io_stream_get_input_stream(G_IO_STREAM(connection)),
	    answer, sizeof answer - 1, &size, NULL, NULL));
	g_assert_cmpstr(answer, ==, "{\"event\":\"busy\"}\n");
}

/* A second glass is sent away as long as the first lives, and let in when it is gone. */
static void
on_connected(gboolean is_connected, gpointer data)
{
	guint *count = data;

	*count += is_connected ? 1 : 0;
}

static void
test_one_glass(gconstpointer kit)
{
	static const McRecorderListener listener = {.connected = on_connected};
	g_autoptr(McDesk) desk = mc_desk_new_program(kit, NULL);
	g_autofree char *socket = g_build_filename(desk->folder, "recorder", "recorder.sock", NULL);
	g_autoptr(McLink) second = NULL;
	McRecorderPort *port = NULL;
	guint connected = 0;

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	second = mc_link_new(socket, desk->clock);
	port = mc_link_port(second);
	port->set_listener(port->self, &listener, &connected);
	for (guint i = 0; i < 5; i++) {
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_assert_false(port->is_connected(port->self));
	}
	g_clear_pointer(&desk->link, mc_link_free);
	while (connected == 0)
		g_main_context_iteration(NULL, TRUE);
}

/* Asked to end it ends, with status 0, and leaves no socket behind. */
static void
test_terminate(gconstpointer kit)
{
	g_autoptr(McDesk) desk = mc_desk_new_program(kit, NULL);
	g_autofree char *socket = g_build_filename(desk->folder, "recorder", "recorder.sock", NULL);

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_subprocess_send_signal(desk->program, SIGTERM);
	while (g_subprocess_get_identifier(desk->program) != NULL)
		g_main_context_iteration(NULL, TRUE);
	g_assert_true(g_subprocess_get_successful(desk->program));
	g_assert_false(g_file_test(socket, G_FILE_TEST_EXISTS));
}

static void
add_all(const McDeskKit *kit, const char *const *points, guint count, GTestDataFunc func)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat("/fault/recorder/", points[i], NULL);
		Death *death = g_new0(Death, 1);

		*death = (Death){kit, points[i]};
		g_test_add_data_func_full(name, death, func, g_free);
	}
}

int
main(int argc, char **argv)
{
	static const char *const visits[] = {
	    "visit-begin.before-commit:1",
	    "visit-begin.after-commit:1",
	    "visit-begin.after-spool:1",
	    "visit-begin.before-reply:1",
	    "visit-identify.before-commit:1",
	    "visit-identify.after-commit:1",
	    "visit-choose.after-commit:1",
	    "visit-declare.before-commit:1",
	    "exam-open.before-commit:1",
	    "exam-open.after-commit:2",
	    "exam-open.before-reply:3",
	    "exam-answer.before-commit:1",
	    "exam-answer.after-commit:1",
	    "exam-answer.after-commit:2",
	    "exam-answer.before-reply:7",
	    "exam-answer.before-commit:20",
	    "visit-finish.before-commit:1",
	    "visit-finish.after-commit:1",
	    "visit-finish.after-spool:1",
	    "visit-finish.before-reply:1",
	};
	static const char *const aborts[] = {"visit-abort.before-commit:1",
	    "visit-abort.after-commit:1", "visit-abort.after-spool:1", "visit-abort.before-reply:1"};
	static const char *const pictures[] = {"evidence.before-commit:1", "evidence.after-commit:1",
	    "evidence.before-reply:1", "evidence.before-commit:7", "visit-finish.before-commit:1",
	    "visit-finish.after-commit:1", "visit-finish.between-boxes:1",
	    "visit-finish.between-boxes:2", "visit-finish.between-boxes:7",
	    "visit-finish.before-reply:1"};
	static const char *const receipts[] = {"receipt.before-commit:1", "receipt.after-commit:1"};
	static const char *const pins[] = {"staff-sign-in.after-commit:1"};

	g_autoptr(McDeskKit) kit = NULL;
	g_autoptr(McDeskKit) hired = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
	hired = mc_desk_kit_new_hired();
	add_all(kit, visits, G_N_ELEMENTS(visits), test_visit);
	add_all(kit, aborts, G_N_ELEMENTS(aborts), test_abort);
	for (guint i = 0; i < G_N_ELEMENTS(pictures); i++) {
		g_autofree char *name = g_strconcat("/fault/recorder/pictures/", pictures[i], NULL);
		Death *death = g_new0(Death, 1);

		*death = (Death){kit, pictures[i]};
		g_test_add_data_func_full(name, death, test_pictures, g_free);
	}
	add_all(kit, receipts, G_N_ELEMENTS(receipts), test_receipt);
	g_test_add_data_func("/fault/recorder/wrong-user", kit, test_wrong_user);
	add_all(hired, pins, G_N_ELEMENTS(pins), test_pin);
	g_test_add_data_func("/fault/recorder/one-glass", kit, test_one_glass);
	g_test_add_data_func("/fault/recorder/terminate", kit, test_terminate);
	return g_test_run();
}
