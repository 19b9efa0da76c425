/* The VFS: forwards everything to the system's and remembers what changes a file. */

#include "tests/support/disk/disk.h"
#include "tests/support/disk/inner.h"
#include <sqlite3.h>
#include <string.h>

typedef struct DiskFile {
	sqlite3_file base;
	char *name; /* NULL: not remembered */
	sqlite3_file *real; /* behind this struct */
} DiskFile;

static McDisk *the_disk;
static sqlite3_vfs vfs;

static sqlite3_vfs *
real_vfs(void)
{
	return vfs.pAppData;
}

static void
operation_clear(gpointer data)
{
	McDiskOperation *operation = data;

	g_free(operation->name);
	g_clear_pointer(&operation->bytes, g_bytes_unref);
}

static void
remember(McDiskKind kind, const char *name, gint64 offset, GBytes *bytes)
{
	McDiskOperation operation = {
	    .kind = kind, .name = g_strdup(name), .offset = offset, .bytes = bytes};

	g_array_append_val(the_disk->operations, operation);
}

/* ---- a file ---- */

static int
on_close(sqlite3_file *file)
{
	DiskFile *self = (DiskFile *)file;

	g_clear_pointer(&self->name, g_free);
	return self->real->pMethods->xClose(self->real);
}

static int
on_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
	DiskFile *self = (DiskFile *)file;

	return self->real->pMethods->xRead(self->real, bytes, size, offset);
}

static int
on_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
	DiskFile *self = (DiskFile *)file;

	if (self->name != NULL)
		remember(MC_DISK_WRITE, self->name, offset, g_bytes_new(bytes, (gsize)size));
	return self->real->pMethods->xWrite(self->real, bytes, size, offset);
}

static int
on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	DiskFile *self = (DiskFile *)file;

	if (self->name != NULL)
		remember(MC_DISK_TRUNCATE, self->name, size, NULL);
	return self->real->pMethods->xTruncate(self->real, size);
}

static int
on_sync(sqlite3_file *file, int flags)
{
	DiskFile *self = (DiskFile *)file;

	if (self->name != NULL)
		remember(MC_DISK_FLUSH, self->name, 0, NULL);
	/* The real disk is not asked: it loses nothing in a test, and takes its time. */
	return SQLITE_OK;
}

static int
on_size(sqlite3_file *file, sqlite3_int64 *size)
{
	DiskFile *self = (DiskFile *)file;

	return self->real->pMethods->xFileSize(self->real, size);
}

static int
on_lock(sqlite3_file *file, int level)
{
	DiskFile *self = (DiskFile *)file;

	return self->real->pMethods->xLock(self->real, level);
}

static int
on_unlock(sqlite3_file *file, int level)
{
	DiskFile *self = (DiskFile *)file;

	return self->real->pMethods->xUnlock(self->real, level);
}

static int
on_reserved(sqlite3_file *file, int *result)
{
	DiskFile *self = (DiskFile *)file;

	return self->real->pMethods->xCheckReservedLock(self->real, result);
}

static int
on_control(sqlite3_file *file, int op, void *argument)
{
	DiskFile *self = (DiskFile *)file;

	return self->real->pMethods->xFileControl(self->real, op, argument);
}

/* No promise beyond a whole sector: SQLite must not lean on more. */
static int
on_sector_size(sqlite3_file *file)
{
	return MC_DISK_SECTOR;
}

static int
on_characteristics(sqlite3_file *file)
{
	return 0;
}

/* Version 1: no shared memory. A WAL under an exclusive lock needs none, and any other use of one
 * fails here. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_characteristics,
};

/* ---- the files' names ---- */

/* What the disk calls the file at this path, or NULL when it lies elsewhere. */
static const char *
name_of(const char *path)
{
	gsize length = strlen(the_disk->folder);

	if (path == NULL || strncmp(path, the_disk->folder, length) != 0 || path[length] != '/')
		return NULL;
	return path + length + 1;
}

/* What is met for the first time is kept as it was found; after that the operations say it all. */
static void
meet(const char *path, const char *name)
{
	gboolean is_known = !g_hash_table_add(the_disk->known, g_strdup(name));
	char *contents = NULL;
	gsize size = 0;

	if (!g_file_get_contents(path, &contents, &size, NULL))
		remember(MC_DISK_MAKE, name, 0, NULL);
	else if (is_known)
		g_free(contents);
	else
		g_hash_table_insert(the_disk->before, g_strdup(name), g_bytes_new_take(contents, size));
}

static int
on_open(sqlite3_vfs *self, sqlite3_filename path, sqlite3_file *file, int flags, int *out_flags)
{
	DiskFile *disk_file = (DiskFile *)file;
	const char *name = name_of(path);
	int code = SQLITE_OK;

	memset(disk_file, 0, sizeof *disk_file);
	disk_file->real = (sqlite3_file *)(disk_file + 1);
	if (name != NULL)
		meet(path, name);
	code = real_vfs()->xOpen(real_vfs(), path, disk_file->real, flags, out_flags);
	if (disk_file->real->pMethods == NULL)
		return code;
	disk_file->base.pMethods = &methods;
	disk_file->name = g_strdup(name);
	return code;
}

static int
on_delete(sqlite3_vfs *self, const char *path, int flush_folder)
{
	const char *name = name_of(path);

	if (name != NULL)
		remember(MC_DISK_REMOVE, name, 0, NULL);
	return real_vfs()->xDelete(real_vfs(), path, flush_folder);
}

McDisk *
mc_disk_new(const char *folder)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	g_assert_null(the_disk);
	the_disk = g_new0(McDisk, 1);
	the_disk->folder = g_strdup(folder);
	the_disk->before =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	the_disk->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	the_disk->operations = g_array_new(FALSE, TRUE, sizeof(McDiskOperation));
	g_array_set_clear_func(the_disk->operations, operation_clear);
	vfs = *real;
	vfs.zName = "medcheck-disk";
	vfs.szOsFile = (int)sizeof(DiskFile) + real->szOsFile;
	vfs.pNext = NULL;
	vfs.pAppData = real;
	vfs.xOpen = on_open;
	vfs.xDelete = on_delete;
	sqlite3_vfs_register(&vfs, 1);
	return the_disk;
}

void
mc_disk_free(McDisk *disk)
{
	sqlite3_vfs_unregister(&vfs);
	sqlite3_vfs_register(real_vfs(), 1);
	g_free(disk->folder);
	g_hash_table_unref(disk->before);
	g_hash_table_unref(disk->known);
	g_array_unref(disk->operations);
	g_free(disk);
	the_disk = NULL;
}

guint
mc_disk_operations(const McDisk *disk)
{
	return disk->operations->len;
}
