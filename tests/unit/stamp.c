/* S6: time stamps over many records at once. The tree against the definition of RFC 9162, answers
 * against stock `openssl ts` on both ends. */

#include "app/record/stamp.h"
#include "app/base/error.h"
#include "app/json/hex.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <string.h>

#define LEAVES_MAX 67

/* ---- the tree ---- */

static void
make_digest(guint number, char digest[MC_DIGEST_HEX_SIZE])
{
	g_autofree char *text = g_strdup_printf("record %u", number);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	mc_digest_hex(bytes, digest);
}

static void
make_leaves(McMerkleHash leaves[LEAVES_MAX])
{
	char digest[MC_DIGEST_HEX_SIZE];

	for (guint i = 0; i < LEAVES_MAX; i++) {
		make_digest(i, digest);
		g_assert_true(mc_merkle_leaf(digest, &leaves[i]));
	}
}

/* RFC 9162 §2.1.1, word by word and with another implementation of SHA-256. */
static McMerkleHash
defined_root(const McMerkleHash *leaves, gsize count)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize split = 1;
	McMerkleHash left;
	McMerkleHash right;
	gsize size = sizeof left;

	if (count == 1)
		return leaves[0];
	while (split * 2 < count)
		split *= 2;
	left = defined_root(leaves, split);
	right = defined_root(leaves + split, count - split);
	g_checksum_update(sum, (const guchar *)"\001", 1);
	g_checksum_update(sum, left.byte, sizeof left);
	g_checksum_update(sum, right.byte, sizeof right);
	g_checksum_get_digest(sum, left.byte, &size);
	return left;
}

static void
assert_same(const McMerkleHash *one, const McMerkleHash *other)
{
	g_assert_cmpmem(one->byte, sizeof one->byte, other->byte, sizeof other->byte);
}

static void
test_leaf(void)
{
	static const char digest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
	McMerkleHash leaf;
	char hex[2 * sizeof leaf + 1];

	/* printf 00e3b0… | xxd -r -p | sha256sum */
	g_assert_true(mc_merkle_leaf(digest, &leaf));
	mc_hex_write(leaf.byte, sizeof leaf, hex);
	g_assert_cmpstr(hex, ==, "4e59bf27372b1304bc0b137d1be9d566ad58b154b6a6b5778af7f414b1d4b84c");
	g_assert_false(mc_merkle_leaf("e3b0", &leaf));
}

/* Every record of every tree leads to the root that the RFC defines, by its own way alone. */
static void
test_tree(void)
{
	McMerkleHash leaves[LEAVES_MAX];
	McMerkleHash root;

	make_leaves(leaves);
	for (gsize count = 1; count <= LEAVES_MAX; count++) {
		g_autoptr(McMerkle) tree = mc_merkle_new(leaves, count);
		McMerkleHash defined = defined_root(leaves, count);

		assert_same(mc_merkle_root(tree), &defined);
		for (gsize i = 0; i < count; i++) {
			McMerkleWay way;

			mc_merkle_way(tree, i, &way);
			g_assert_true(mc_merkle_follow(&way, &leaves[i], &root));
			assert_same(&root, &defined);
			g_assert_true(mc_merkle_follow(&way, &leaves[(i + 1) % LEAVES_MAX], &root));
			g_assert_cmpint(memcmp(&root, &defined, sizeof root), !=, 0);
		}
	}
}

static void
test_wrong_ways(void)
{
	McMerkleHash leaves[LEAVES_MAX];
	g_autoptr(McMerkle) tree = NULL;
	McMerkleWay good;
	McMerkleWay way;
	McMerkleHash root;

	make_leaves(leaves);
	tree = mc_merkle_new(leaves, 13);
	mc_merkle_way(tree, 12, &good);
	way = good;
	way.steps--;
	g_assert_false(mc_merkle_follow(&way, &leaves[12], &root));
	way = good;
	way.steps++;
	g_assert_false(mc_merkle_follow(&way, &leaves[12], &root));
	way = good;
	way.index = 13;
	g_assert_false(mc_merkle_follow(&way, &leaves[12], &root));
	way.leaves = 0;
	g_assert_false(mc_merkle_follow(&way, &leaves[12], &root));
	/* At another place it leads elsewhere, or nowhere. */
	for (guint64 i = 0; i < 12; i++) {
		way = good;
		way.index = i;
		if (mc_merkle_follow(&way, &leaves[12], &root))
			g_assert_cmpint(memcmp(&root, mc_merkle_root(tree), sizeof root), !=, 0);
	}
}

/* ---- the stamp ---- */

typedef struct Fixture {
	char *folder;
	McStampTrust *trust;
	McMerkleHash root;
	McStampQuery query;
	GBytes *asked;
} Fixture;

static void
run_tsa(const char *what, const Fixture *fixture, const char *how, GBytes *in, GBytes **out)
{
	g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) tsa =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
	        MC_TSA, what, fixture->folder, how, NULL);

	g_assert_no_error(error);
	g_subprocess_communicate(tsa, in != NULL ? in : nothing, NULL, out, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_successful(tsa));
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *roots = NULL;
	g_autoptr(GError) error = NULL;

	fixture->folder = mc_test_folder_new();
	run_tsa("make", fixture, NULL, NULL, NULL);
	roots = g_build_filename(fixture->folder, "roots.pem", NULL);
	fixture->trust = mc_stamp_trust_new_from_file(roots, &error);
	g_assert_no_error(error);
	memset(fixture->root.byte, 0xa7, sizeof fixture->root.byte);
	fixture->asked = mc_stamp_ask(&fixture->query, &fixture->root, &error);
	g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_stamp_trust_free(fixture->trust);
	g_bytes_unref(fixture->asked);
	mc_test_folder_remove(fixture->folder);
}

static GBytes *
answer(Fixture *fixture, const char *how)
{
	GBytes *response = NULL;

	run_tsa("answer", fixture, how, fixture->asked, &response);
	return response;
}

static gboolean
takes(Fixture *fixture, GBytes *response, gint64 now_us, GError **error)
{
	gint64 stamped_us = 0;

	return mc_stamp_answers(fixture->trust, &fixture->query, now_us, response, &stamped_us, error);
}

static void
test_good(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) response = answer(fixture, "good");
	gint64 now_us = g_get_real_time();
	gint64 stamped_us = 0;
	g_autoptr(GError) error = NULL;

	mc_stamp_answers(fixture->trust, &fixture->query, now_us, response, &stamped_us, &error);
	g_assert_no_error(error);
	g_assert_cmpint(ABS(stamped_us - now_us), <, G_TIME_SPAN_MINUTE);
	/* An answer to an earlier question, and certificates that have run out. */
	fixture->query.nonce[0] ^= 1;
	g_assert_false(takes(fixture, response, now_us, NULL));
	fixture->query.nonce[0] ^= 1;
	g_assert_false(takes(fixture, response, now_us + 60 * G_TIME_SPAN_DAY, NULL));
	/* Later only root and moment are known. */
	g_assert_true(mc_stamp_holds(fixture->trust, &fixture->root, response, 0, &stamped_us, &error));
	fixture->root.byte[5] ^= 1;
	g_assert_false(mc_stamp_holds(fixture->trust, &fixture->root, response, 0, &stamped_us, NULL));
}

/* Each wrong answer is refused, and says why. */
static void
test_wrong_answers(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *how, *cause;
	} rows[] = {{"other-imprint", "imprint"}, {"other-nonce", "nonce"}, {"no-nonce", "nonce"},
	    {"other-key-usage", "unsuitable certificate purpose"},
	    {"stranger", "unable to get local issuer certificate"}, {"refuses", "refuses (status 2)"},
	    {"garbage", "no time stamp"}};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GBytes) response = answer(fixture, rows[i].how);
		g_autoptr(GError) error = NULL;

		g_test_message("%s", rows[i].how);
		g_assert_false(takes(fixture, response, g_get_real_time(), &error));
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, rows[i].cause));
	}
}

/* No byte of a stamp can be another one, and none can be missing. */
static void
test_changed_bytes(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) response = answer(fixture, "good");
	gsize size = 0;
	const guint8 *bytes = g_bytes_get_data(response, &size);
	guint taken = 0;

	for (gsize i = 0; i < size; i += 3) {
		g_autofree guint8 *copy = g_memdup2(bytes, size);
		g_autoptr(GBytes) changed = NULL;
		g_autoptr(GBytes) cut = g_bytes_new(bytes, i);

		copy[i] ^= 0x10;
		changed = g_bytes_new(copy, size);
		taken += takes(fixture, changed, g_get_real_time(), NULL) ? 1 : 0;
		g_assert_false(takes(fixture, cut, g_get_real_time(), NULL));
	}
	g_test_message("%u of %zu", taken, size / 3);
	/* What no signature covers: the status text is not there, the certificates have spare forms. */
	g_assert_cmpuint(taken, <, size / 3 / 50);
}

static void
test_proof(Fixture *fixture, gconstpointer data)
{
	McMerkleHash leaves[LEAVES_MAX];
	g_autoptr(McMerkle) tree = NULL;
	McStampProof proof = {.links = 1};
	McStampProof again = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(GBytes) written = NULL;
	gint64 stamped_us[1 + MC_STAMP_RENEWALS_MAX];
	g_autoptr(GError) error = NULL;

	make_leaves(leaves);
	tree = mc_merkle_new(leaves, LEAVES_MAX);
	g_bytes_unref(fixture->asked);
	fixture->asked = mc_stamp_ask(&fixture->query, mc_merkle_root(tree), &error);
	proof.link[0].response = answer(fixture, "good");
	mc_merkle_way(tree, 33, &proof.link[0].way);
	written = mc_stamp_proof_write(&proof);
	g_assert_true(mc_stamp_proof_read(written, &again, &error));
	make_digest(33, digest);
	mc_stamp_proof_holds(&again, fixture->trust, digest, stamped_us, &error);
	g_assert_no_error(error);
	make_digest(34, digest);
	g_assert_false(mc_stamp_proof_holds(&again, fixture->trust, digest, stamped_us, NULL));
	mc_stamp_proof_clear(&proof);
	mc_stamp_proof_clear(&again);
}

static void
test_proof_forms(void)
{
	static const char *const wrong[] = {"", "{}", "[]",
	    "{\"index\":0,\"leaves\":0,\"path\":[],\"response\":\"AA==\",\"v\":1}",
	    "{\"index\":-1,\"leaves\":1,\"path\":[],\"response\":\"AA==\",\"v\":1}",
	    "{\"index\":0,\"leaves\":1,\"path\":[1],\"response\":\"AA==\",\"v\":1}",
	    "{\"index\":0,\"leaves\":1,\"path\":[\"AA\"],\"response\":\"AA==\",\"v\":1}",
	    "{\"index\":0,\"leaves\":1,\"path\":[],\"response\":\"?\",\"v\":1}",
	    "{\"index\":0,\"leaves\":1,\"path\":[],\"response\":\"AA==\",\"v\":2}",
	    "{\"index\":0,\"leaves\":1,\"path\":[],\"renewals\":[],\"response\":\"AA==\",\"v\":1}",
	    "{\"index\":0,\"leaves\":1,\"path\":[],\"renewals\":[{}],\"response\":\"AA==\",\"v\":1}",
	    ("{\"index\":0,\"leaves\":1,\"path\":[],\"renewals\":[{\"index\":0,\"leaves\":1,\"path\":[]"
	     ","
	     "\"response\":\"AA==\",\"v\":1}],\"response\":\"AA==\",\"v\":1}"),
	    "{\"index\":0,\"leaves\":1,\"more\":1,\"path\":[],\"response\":\"AA==\",\"v\":1}"};

	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new_static(wrong[i], strlen(wrong[i]));
		McStampProof proof;
		g_autoptr(GError) error = NULL;

		g_assert_false(mc_stamp_proof_read(bytes, &proof, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stamp/leaf", test_leaf);
	g_test_add_func("/stamp/tree", test_tree);
	g_test_add_func("/stamp/wrong-ways", test_wrong_ways);
	g_test_add_func("/stamp/proof-forms", test_proof_forms);
#define ADD(path, function) g_test_add("/stamp/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("S6/good", test_good);
	ADD("S6/wrong-answers", test_wrong_answers);
	ADD("S6/changed-bytes", test_changed_bytes);
	ADD("S6/proof", test_proof);
	return g_test_run();
}
