#include "drivers/camera/wire.h"

#include <string.h>

static void
put(guint8 *at, guint64 value, guint bytes)
{
	for (guint i = 0; i < bytes; i++)
		at[i] = (guint8)(value >> (8 * i));
}

static guint
get(const guint8 *at, guint bytes)
{
	guint value = 0;

	for (guint i = 0; i < bytes; i++)
		value |= (guint)at[i] << (8 * i);
	return value;
}

void
mc_camera_head_write(const McCameraHead *head, guint8 bytes[MC_CAMERA_HEAD_BYTES])
{
	memset(bytes, 0, MC_CAMERA_HEAD_BYTES);
	bytes[0] = 'M';
	bytes[1] = 'C';
	bytes[2] = (guint8)head->kind;
	bytes[3] = (guint8)head->state;
	bytes[4] = (guint8)head->cause;
	put(bytes + 6, head->width, 2);
	put(bytes + 8, head->height, 2);
	put(bytes + 10, head->length, 4);
	memcpy(bytes + 16, head->digest, sizeof head->digest);
}

static gboolean
is_state(const McCameraHead *head)
{
	static const guint8 none[MC_CAMERA_DIGEST_BYTES] = {0};

	return head->state >= MC_CAMERA_READY && head->state <= MC_CAMERA_FAULT &&
	       (head->cause != MC_CAMERA_CAUSE_NONE) == (head->state == MC_CAMERA_FAULT) &&
	       head->width == 0 && head->height == 0 && head->length == 0 &&
	       memcmp(head->digest, none, sizeof none) == 0;
}

static gboolean
is_still(const McCameraHead *head)
{
	return head->state == MC_CAMERA_RUNNING && head->cause == MC_CAMERA_CAUSE_NONE &&
	       head->width > 0 && head->width <= MC_CAMERA_WIDTH_MAX && head->height > 0 &&
	       head->height <= MC_CAMERA_HEIGHT_MAX && head->length >= 4 &&
	       head->length <= MC_CAMERA_STILL_BYTES_MAX;
}

gboolean
mc_camera_head_read(const guint8 bytes[MC_CAMERA_HEAD_BYTES], McCameraHead *head)
{
	if (bytes[0] != 'M' || bytes[1] != 'C' || bytes[4] >= MC_CAMERA_CAUSES || bytes[5] != 0 ||
	    bytes[14] != 0 || bytes[15] != 0)
		return FALSE;
	head->kind = (McCameraKind)bytes[2];
	head->state = (McCameraState)bytes[3];
	head->cause = (McCameraCause)bytes[4];
	head->width = get(bytes + 6, 2);
	head->height = get(bytes + 8, 2);
	head->length = get(bytes + 10, 4);
	memcpy(head->digest, bytes + 16, sizeof head->digest);
	return (head->kind == MC_CAMERA_KIND_STATE && is_state(head)) ||
	       (head->kind == MC_CAMERA_KIND_STILL && is_still(head));
}

void
mc_camera_digest(const guint8 *bytes, gsize length, guint8 digest[MC_CAMERA_DIGEST_BYTES])
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize size = MC_CAMERA_DIGEST_BYTES;

	g_checksum_update(sum, bytes, (gssize)length);
	g_checksum_get_digest(sum, digest, &size);
}

static gboolean
is_jpeg(const McCameraReader *self)
{
	const guint8 *end = self->picture + self->head.length - 2;
	guint8 digest[MC_CAMERA_DIGEST_BYTES];

	mc_camera_digest(self->picture, self->head.length, digest);
	return self->picture[0] == 0xff && self->picture[1] == 0xd8 && end[0] == 0xff &&
	       end[1] == 0xd9 && memcmp(digest, self->head.digest, sizeof digest) == 0;
}

static gsize
fill(McCameraReader *self, guint8 *to, gsize offset, gsize size, const guint8 *bytes, gsize length)
{
	gsize part = MIN(length, size - offset);

	memcpy(to + offset, bytes, part);
	self->have += part;
	return part;
}

/* A message that was taken makes room for the next one. */
static void
begin_anew(McCameraReader *self)
{
	if (self->have < MC_CAMERA_HEAD_BYTES || self->have < MC_CAMERA_HEAD_BYTES + self->head.length)
		return;
	explicit_bzero(self->picture, self->head.length);
	self->head = (McCameraHead){0};
	self->have = 0;
}

static McCameraRead
take(McCameraReader *self, const guint8 *bytes, gsize length, gsize *used)
{
	begin_anew(self);
	if (self->have < MC_CAMERA_HEAD_BYTES) {
		*used = fill(self, self->head_bytes, self->have, MC_CAMERA_HEAD_BYTES, bytes, length);
		if (self->have < MC_CAMERA_HEAD_BYTES)
			return MC_CAMERA_MORE;
		if (!mc_camera_head_read(self->head_bytes, &self->head))
			return MC_CAMERA_BROKEN;
	}
	*used += fill(self, self->picture, self->have - MC_CAMERA_HEAD_BYTES, self->head.length,
	    bytes + *used, length - *used);
	if (self->have < MC_CAMERA_HEAD_BYTES + self->head.length)
		return MC_CAMERA_MORE;
	if (self->head.kind == MC_CAMERA_KIND_STILL && !is_jpeg(self))
		return MC_CAMERA_BROKEN;
	return MC_CAMERA_MESSAGE;
}

McCameraRead
mc_camera_reader_take(McCameraReader *self, const guint8 *bytes, gsize length, gsize *used)
{
	McCameraRead read = MC_CAMERA_BROKEN;

	*used = 0;
	if (length == 0 && !self->is_broken)
		return MC_CAMERA_MORE;
	if (!self->is_broken)
		read = take(self, bytes, length, used);
	self->is_broken = read == MC_CAMERA_BROKEN;
	return read;
}

void
mc_camera_reader_clear(McCameraReader *self)
{
	explicit_bzero(self, sizeof *self);
}
