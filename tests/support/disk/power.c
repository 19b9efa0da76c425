/* What lies on the disk after the power failed. */

#include "tests/support/disk/disk.h"
#include "tests/support/disk/inner.h"
#include <string.h>

/* A file while the operations are gone through. */
typedef struct Image {
	GByteArray *flushed; /* NULL: not there */
	GPtrArray *pending; /* of const McDiskOperation: since the last flush */
} Image;

static void
image_free(gpointer data)
{
	Image *image = data;

	g_clear_pointer(&image->flushed, g_byte_array_unref);
	g_ptr_array_unref(image->pending);
	g_free(image);
}

static Image *
image_of(GHashTable *images, const char *name)
{
	Image *image = g_hash_table_lookup(images, name);

	if (image != NULL)
		return image;
	image = g_new0(Image, 1);
	image->pending = g_ptr_array_new();
	g_hash_table_insert(images, g_strdup(name), image);
	return image;
}

static GHashTable *
images_before(const McDisk *disk)
{
	GHashTable *images = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, image_free);
	GHashTableIter each;
	gpointer name = NULL;
	gpointer bytes = NULL;

	g_hash_table_iter_init(&each, disk->before);
	while (g_hash_table_iter_next(&each, &name, &bytes)) {
		Image *image = image_of(images, name);
		gsize size = 0;
		gconstpointer data = g_bytes_get_data(bytes, &size);

		image->flushed = g_byte_array_append(g_byte_array_new(), data, (guint)size);
	}
	return images;
}

static void
grow(GByteArray *file, guint size)
{
	guint old = file->len;

	if (size <= old)
		return;
	g_byte_array_set_size(file, size);
	memset(file->data + old, 0, size - old);
}

/* Does the operation, its first `size` bytes of it when it is a write. */
static void
apply(GByteArray **file, const McDiskOperation *operation, gsize size)
{
	if (operation->kind == MC_DISK_REMOVE) {
		g_clear_pointer(file, g_byte_array_unref);
		return;
	}
	if (*file == NULL)
		*file = g_byte_array_new();
	if (operation->kind == MC_DISK_TRUNCATE) {
		grow(*file, (guint)operation->offset);
		g_byte_array_set_size(*file, (guint)operation->offset);
	}
	if (operation->kind == MC_DISK_WRITE && size > 0) {
		grow(*file, (guint)operation->offset + (guint)size);
		memcpy((*file)->data + operation->offset, g_bytes_get_data(operation->bytes, NULL), size);
	}
}

static gsize
whole(const McDiskOperation *operation)
{
	return operation->bytes != NULL ? g_bytes_get_size(operation->bytes) : 0;
}

static void
flush(Image *image)
{
	for (guint i = 0; i < image->pending->len; i++) {
		const McDiskOperation *operation = g_ptr_array_index(image->pending, i);

		apply(&image->flushed, operation, whole(operation));
	}
	g_ptr_array_set_size(image->pending, 0);
}

/* Sectors are whole on the disk, not in the write: it may begin in the middle of one. */
static gsize
torn(const McDiskOperation *operation, GRand *random)
{
	guint64 first = (guint64)operation->offset / MC_DISK_SECTOR;
	guint64 last = ((guint64)operation->offset + whole(operation)) / MC_DISK_SECTOR;
	guint64 end = 0;

	if (last <= first)
		return 0;
	end =
	    (first + (guint64)g_rand_int_range(random, 0, (gint32)(last - first) + 1)) * MC_DISK_SECTOR;
	return end > (guint64)operation->offset ? (gsize)(end - (guint64)operation->offset) : 0;
}

static void
spoil(GByteArray *file, const McDiskOperation *operation, GRand *random)
{
	gsize size = whole(operation);
	gsize from = size > 0 ? (gsize)g_rand_int_range(random, 0, (gint32)size) : 0;
	gsize to = MIN(size, from + MC_DISK_SECTOR);

	for (gsize i = from; i < to; i++)
		file->data[(gsize)operation->offset + i] = (guint8)g_rand_int(random);
}

static void
lose_some(Image *image, const McDiskOperation *operation, McLoss loss, GRand *random)
{
	gint32 fate = g_rand_int_range(random, 0, 4);

	if (fate < 2) {
		apply(&image->flushed, operation, whole(operation));
		return;
	}
	if (fate == 2 || loss == MC_LOSS_SOME || operation->kind != MC_DISK_WRITE)
		return;
	if (loss == MC_LOSS_TORN) {
		apply(&image->flushed, operation, torn(operation, random));
		return;
	}
	apply(&image->flushed, operation, whole(operation));
	spoil(image->flushed, operation, random);
}

static void
lose(Image *image, McLoss loss, GRand *random)
{
	guint kept = image->pending->len;

	if (loss == MC_LOSS_ALL)
		kept = 0;
	if (loss == MC_LOSS_AFTER_ONE && kept > 0)
		kept = (guint)g_rand_int_range(random, 0, (gint32)kept + 1);
	for (guint i = 0; i < kept; i++) {
		const McDiskOperation *operation = g_ptr_array_index(image->pending, i);

		if (loss <= MC_LOSS_AFTER_ONE)
			apply(&image->flushed, operation, whole(operation));
		else
			lose_some(image, operation, loss, random);
	}
}

static void
write_image(const char *folder, const char *name, const Image *image)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	g_autoptr(GError) error = NULL;

	if (image->flushed == NULL)
		return;
	g_mkdir_with_parents(parent, 0700);
	g_file_set_contents_full(path, (const char *)image->flushed->data, image->flushed->len,
	    G_FILE_SET_CONTENTS_NONE, 0600, &error);
	g_assert_no_error(error);
}

void
mc_disk_crash(const McDisk *disk, guint at, McLoss loss, guint32 seed, const char *to_folder)
{
	g_autoptr(GHashTable) images = images_before(disk);
	GRand *random = g_rand_new_with_seed(seed);
	g_autoptr(GList) names = NULL;

	g_assert_cmpuint(at, <=, disk->operations->len);
	for (guint i = 0; i < at; i++) {
		const McDiskOperation *operation = &g_array_index(disk->operations, McDiskOperation, i);
		Image *image = image_of(images, operation->name);

		if (operation->kind == MC_DISK_FLUSH)
			flush(image);
		else
			g_ptr_array_add(image->pending, (gpointer)operation);
	}
	/* In a fixed order, so that the seed decides. */
	names = g_list_sort(g_hash_table_get_keys(images), (GCompareFunc)strcmp);
	for (GList *each = names; each != NULL; each = each->next) {
		Image *image = g_hash_table_lookup(images, each->data);

		lose(image, loss, random);
		write_image(to_folder, each->data, image);
	}
	g_rand_free(random);
}
