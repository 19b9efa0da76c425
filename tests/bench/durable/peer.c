#include "tests/bench/durable/peer.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sqlite3.h>
#include <unistd.h>

#define SIGNATURE_MAX 80

struct McBenchPeer {
	GBytes *content;
	EVP_PKEY *key;
	int file;
	sqlite3 *db;
	sqlite3_stmt *insert;
};

McBenchPeer *
mc_bench_peer_new(const McBenchRecord *record)
{
	McBenchPeer *self = g_new0(McBenchPeer, 1);
	g_autofree char *path = g_build_filename(record->folder, "floor", NULL);
	g_autofree char *database = g_build_filename(record->folder, "plain.db", NULL);
	BIO *pem = BIO_new_file(record->key_path, "r");

	self->content = record->content;
	self->key = PEM_read_bio_PrivateKey(pem, NULL, NULL, NULL);
	BIO_free(pem);
	g_assert_nonnull(self->key);
	self->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	g_assert_cmpint(self->file, >=, 0);
	g_assert_cmpint(sqlite3_open(database, &self->db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(self->db,
	                    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
	                    "PRAGMA synchronous = FULL;"
	                    "CREATE TABLE record (id INTEGER PRIMARY KEY, content BLOB, seal BLOB)",
	                    NULL, NULL, NULL),
	    ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(self->db, "INSERT INTO record (content, seal) VALUES (?, ?)",
	                    -1, &self->insert, NULL),
	    ==, SQLITE_OK);
	return self;
}

void
mc_bench_peer_free(McBenchPeer *self)
{
	EVP_PKEY_free(self->key);
	sqlite3_finalize(self->insert);
	sqlite3_close(self->db);
	close(self->file);
	g_free(self);
}

static gsize
sign(McBenchPeer *self, guint8 signature[SIGNATURE_MAX])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	gsize size = SIGNATURE_MAX;

	g_assert_cmpint(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, self->key), ==, 1);
	g_assert_cmpint(EVP_DigestSign(context, signature, &size, g_bytes_get_data(self->content, NULL),
	                    g_bytes_get_size(self->content)),
	    ==, 1);
	EVP_MD_CTX_free(context);
	return size;
}

static void
put(int file, gconstpointer bytes, gsize size)
{
	g_assert_cmpint(write(file, bytes, size), ==, (gssize)size);
}

void
mc_bench_peer_flush(McBenchPeer *self)
{
	guint8 signature[SIGNATURE_MAX];
	gsize size = sign(self, signature);

	put(self->file, g_bytes_get_data(self->content, NULL), g_bytes_get_size(self->content));
	put(self->file, signature, size);
	g_assert_cmpint(fdatasync(self->file), ==, 0);
}

void
mc_bench_peer_insert(McBenchPeer *self)
{
	guint8 signature[SIGNATURE_MAX];
	gsize size = sign(self, signature);

	sqlite3_reset(self->insert);
	sqlite3_bind_blob64(self->insert, 1, g_bytes_get_data(self->content, NULL),
	    g_bytes_get_size(self->content), SQLITE_STATIC);
	sqlite3_bind_blob64(self->insert, 2, signature, size, SQLITE_STATIC);
	g_assert_cmpint(sqlite3_step(self->insert), ==, SQLITE_DONE);
	sqlite3_reset(self->insert);
}
