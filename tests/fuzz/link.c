/* Both readers of the socket between glass and recorder. What is read must be written back and read
 * again. */

#include "fuzz.h"

#include "app/link/codec.h"
#include <string.h>

static void
try_request(const char *line, gsize length)
{
	McLinkRequest request;
	McLinkRequest again;

	if (mc_link_request_read(line, length, &request, NULL)) {
		g_autofree char *text = mc_link_request_write(request.id, &request.request, NULL);

		g_assert_nonnull(text);
		g_assert_true(mc_link_request_read(text, strlen(text), &again, NULL));
		mc_link_request_clear(&again);
	}
	mc_link_request_clear(&request);
}

static void
try_message(const char *line, gsize length)
{
	g_autoptr(McLinkMessage) message = mc_link_message_read(line, length, NULL);
	g_autoptr(McLinkMessage) again = NULL;
	g_autofree char *text = message == NULL ? NULL : mc_link_message_write(message, NULL);

	if (message == NULL)
		return;
	g_assert_nonnull(text);
	again = mc_link_message_read(text, strlen(text), NULL);
	g_assert_nonnull(again);
	g_assert_cmpint(again->kind, ==, message->kind);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_request((const char *)data, size);
	try_message((const char *)data, size);
	return 0;
}
