#include "drivers/sim/core/standard.h"

#include <errno.h>
#include <string.h>

enum {
	GET_STATUS = 0,
	CLEAR_FEATURE = 1,
	SET_FEATURE = 3,
	SET_ADDRESS = 5,
	GET_DESCRIPTOR = 6,
	GET_CONFIGURATION = 8,
	SET_CONFIGURATION = 9,
	GET_INTERFACE = 10,
	SET_INTERFACE = 11,
};
enum { TO_DEVICE = 0, TO_INTERFACE = 1, TO_ENDPOINT = 2 };
enum { DESCRIPTOR_DEVICE = 1, DESCRIPTOR_CONFIGURATION = 2, DESCRIPTOR_STRING = 3 };

#define DEVICE_DESCRIPTOR_BYTES 18
#define STRING_CHARACTERS_MAX 126

gboolean
mc_sim_standard_is_halted(const McSimStandard *state, guint8 endpoint)
{
	guint16 halted = (endpoint & 0x80) != 0 ? state->halted_in : state->halted_out;

	return ((halted >> (endpoint & 15)) & 1) != 0;
}

void
mc_sim_standard_set_halted(McSimStandard *state, guint8 endpoint, gboolean halted)
{
	guint16 *all = (endpoint & 0x80) != 0 ? &state->halted_in : &state->halted_out;
	guint16 bit = (guint16)(1u << (endpoint & 15));

	*all = halted ? (guint16)(*all | bit) : (guint16)(*all & ~bit);
}

static int
give(guint8 *data, guint length, const guint8 *bytes, guint count)
{
	guint given = MIN(length, count);

	if (given > 0)
		memcpy(data, bytes, given);
	return (int)given;
}

static int
give_string(const McSimModel *model, guint index, guint8 *data, guint length)
{
	const char *const texts[] = {model->maker, model->product, model->serial};
	static const guint8 languages[] = {4, DESCRIPTOR_STRING, 0x09, 0x04};
	guint8 descriptor[2 + 2 * STRING_CHARACTERS_MAX];
	const char *text;
	guint count;

	if (index == 0)
		return give(data, length, languages, sizeof languages);
	text = index <= G_N_ELEMENTS(texts) ? texts[index - 1] : NULL;
	if (text == NULL || *text == '\0')
		return -EPIPE;
	count = MIN((guint)strlen(text), STRING_CHARACTERS_MAX);
	descriptor[0] = (guint8)(2 + 2 * count);
	descriptor[1] = DESCRIPTOR_STRING;
	for (guint i = 0; i < count; i++) {
		descriptor[2 + 2 * i] = (guint8)text[i];
		descriptor[3 + 2 * i] = 0;
	}
	return give(data, length, descriptor, descriptor[0]);
}

static int
get_descriptor(const McSimModel *model, const guint8 setup[8], guint8 *data, guint length)
{
	switch (setup[3]) {
	case DESCRIPTOR_DEVICE:
		return give(data, length, model->device_descriptor, DEVICE_DESCRIPTOR_BYTES);
	case DESCRIPTOR_CONFIGURATION:
		return give(data, length, model->configuration, model->configuration_bytes);
	case DESCRIPTOR_STRING: return give_string(model, setup[2], data, length);
	default: return -EPIPE;
	}
}

static int
endpoint_request(McSimStandard *state, const guint8 setup[8], guint8 *data, guint length)
{
	guint8 endpoint = setup[4];
	guint8 status[2] = {mc_sim_standard_is_halted(state, endpoint) ? 1 : 0, 0};
	gboolean is_halt_feature = setup[2] == 0 && setup[3] == 0;

	if (setup[1] == GET_STATUS)
		return give(data, length, status, sizeof status);
	if ((setup[1] != CLEAR_FEATURE && setup[1] != SET_FEATURE) || !is_halt_feature)
		return -EPIPE;
	mc_sim_standard_set_halted(state, endpoint, setup[1] == SET_FEATURE);
	return 0;
}

int
mc_sim_standard_control(McSimStandard *state, const McSimModel *model, gpointer self,
    const guint8 setup[8], guint8 *data, guint length)
{
	static const guint8 zeros[2] = {0, 0};

	if ((setup[0] & 0x1f) == TO_ENDPOINT)
		return endpoint_request(state, setup, data, length);
	switch (setup[1]) {
	case GET_DESCRIPTOR: return get_descriptor(model, setup, data, length);
	case GET_CONFIGURATION: return give(data, length, &state->configuration, 1);
	case SET_CONFIGURATION: state->configuration = setup[2]; return 0;
	case GET_STATUS: return give(data, length, zeros, sizeof zeros);
	case GET_INTERFACE: return give(data, length, zeros, 1);
	case SET_ADDRESS: return 0;
	case SET_INTERFACE:
		if (model->choose_setting != NULL)
			model->choose_setting(self, setup[4], setup[2]);
		return 0;
	default: return -EPIPE;
	}
}
