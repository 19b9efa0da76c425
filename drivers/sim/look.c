#include "drivers/sim/bench.h"

#include <gio/gio.h>
#include <string.h>

#define PICTURE_SIDE_MAX 4096

static gboolean
read_side(const char *text, guint *side, GError **error)
{
	guint64 wide = 0;

	if (!g_ascii_string_to_unsigned(text, 10, 1, PICTURE_SIDE_MAX, &wide, error))
		return FALSE;
	*side = (guint)wide;
	return TRUE;
}

static gboolean
refuse(const char *why, GError **error)
{
	g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, why);
	return FALSE;
}

gboolean
mc_sim_rig_gaze(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimPicture picture = {0};
	g_autofree char *content = NULL;
	const char *seen = NULL;
	gsize size = 0;

	if (!read_side(arguments[0], &picture.width, error) ||
	    !read_side(arguments[1], &picture.height, error) ||
	    !g_file_get_contents(arguments[2], &content, &size, error))
		return FALSE;
	picture.rgb = (const guint8 *)content;
	picture.stride = (gsize)picture.width * 3;
	if (size != picture.stride * picture.height)
		return refuse("gaze wants three bytes a pixel", error);
	seen = mc_sim_seat_gaze(rig->seat, &picture);
	if (seen == NULL)
		return refuse("nobody looks", error);
	g_string_append_printf(reply, " %s", seen);
	return TRUE;
}

gboolean
mc_sim_rig_lamp(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	gboolean alone = strcmp(arguments[0], "alone") == 0;
	McSimKey key = MC_SIM_KEY_DOWN;

	if (!alone && (!mc_sim_key_from_name(arguments[0], &key) ||
	                  (key != MC_SIM_KEY_LEFT && key != MC_SIM_KEY_RIGHT)))
		return refuse("lamp wants alone, left or right", error);
	return mc_sim_seat_lamp(rig->seat, key, !alone) || refuse("nobody looks", error);
}
