/* S6, "insider at the gateway": the transparency log's tree as it grows, held against the
 * definitions of RFC 9162, and what a witness signs and refuses. */

#include "app/base/error.h"
#include "app/record/tree-head.h"
#include "tests/kit/provision.h"
#include <string.h>

#define LEAVES_MAX 70

/* ---- a log in memory ---- */

typedef struct Kept {
	GArray *level[MC_MERKLE_STEPS_MAX + 1]; /* of McMerkleHash */
	McMerkleLog log;
} Kept;

static void
keep(guint level, const McMerkleHash *node, gpointer data)
{
	Kept *kept = data;

	if (kept->level[level] == NULL)
		kept->level[level] = g_array_new(FALSE, FALSE, sizeof *node);
	g_array_append_vals(kept->level[level], node, 1);
}

static void
add(Kept *kept, const McMerkleHash *leaf)
{
	keep(0, leaf, kept);
	mc_merkle_log_add(&kept->log, leaf, keep, kept);
}

static gboolean
get(guint level, guint64 place, McMerkleHash *node, gpointer data, GError **error)
{
	const Kept *kept = data;

	g_assert_nonnull(kept->level[level]);
	g_assert_cmpuint(place, <, kept->level[level]->len);
	*node = g_array_index(kept->level[level], McMerkleHash, place);
	return TRUE;
}

static void
clear(Kept *kept)
{
	for (guint i = 0; i < G_N_ELEMENTS(kept->level); i++)
		if (kept->level[i] != NULL)
			g_array_unref(kept->level[i]);
}

static McMerkleHash
leaf_of(const char *what, guint number)
{
	g_autofree char *text = g_strdup_printf("%s %u", what, number);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	char digest[MC_DIGEST_HEX_SIZE];
	McMerkleHash leaf;

	mc_digest_hex(bytes, digest);
	g_assert_true(mc_merkle_leaf(digest, &leaf));
	return leaf;
}

static gboolean
is_same(const McMerkleHash *one, const McMerkleHash *other)
{
	return memcmp(one, other, sizeof *one) == 0;
}

/* ---- the tree ---- */

/* At every size: the root that the whole tree has (merkle.h, held against the definition by
 * unit-stamp), from what is kept and when it is taken up again; every leaf's way is the same. */
static void
test_grown(void)
{
	McMerkleHash leaves[LEAVES_MAX];
	Kept kept = {0};
	const McMerkleNodes nodes = {get, &kept};

	for (guint size = 1; size <= LEAVES_MAX; size++) {
		g_autoptr(McMerkle) tree = NULL;
		McMerkleHash root;
		McMerkleLog resumed;

		leaves[size - 1] = leaf_of("record", size - 1);
		add(&kept, &leaves[size - 1]);
		tree = mc_merkle_new(leaves, size);
		mc_merkle_log_root(&kept.log, &root);
		g_assert_true(is_same(&root, mc_merkle_root(tree)));
		g_assert_true(mc_merkle_log_resume(&nodes, size, &resumed, NULL));
		mc_merkle_log_root(&resumed, &root);
		g_assert_true(is_same(&root, mc_merkle_root(tree)));
		for (guint i = 0; i < size; i++) {
			McMerkleWay way;
			McMerkleWay whole;

			mc_merkle_way(tree, i, &whole);
			g_assert_true(mc_merkle_log_way(&nodes, i, size, &way, NULL));
			g_assert_cmpmem(way.beside, way.steps * sizeof *way.beside, whole.beside,
			    whole.steps * sizeof *whole.beside);
		}
	}
	clear(&kept);
}

static void
roots_of(McMerkleHash roots[LEAVES_MAX + 1], const McMerkleHash leaves[LEAVES_MAX])
{
	for (guint size = 1; size <= LEAVES_MAX; size++) {
		g_autoptr(McMerkle) tree = mc_merkle_new(leaves, size);

		roots[size] = *mc_merkle_root(tree);
	}
}

/* Between any two sizes the proof holds, and none with a hash changed, too many or too few, for
 * another root or between other sizes. */
static void
test_growth(void)
{
	McMerkleHash leaves[LEAVES_MAX];
	McMerkleHash roots[LEAVES_MAX + 1];
	Kept kept = {0};
	const McMerkleNodes nodes = {get, &kept};

	for (guint i = 0; i < LEAVES_MAX; i++) {
		leaves[i] = leaf_of("record", i);
		add(&kept, &leaves[i]);
	}
	roots_of(roots, leaves);
	for (guint to = 1; to <= LEAVES_MAX; to++)
		for (guint from = 1; from < to; from++) {
			McMerkleGrowth growth;
			McMerkleGrowth other;

			g_assert_true(mc_merkle_log_growth(&nodes, from, to, &growth, NULL));
			g_assert_true(mc_merkle_grew(&growth, &roots[from], &roots[to]));
			g_assert_false(mc_merkle_grew(&growth, &roots[to], &roots[from]));
			for (guint i = 0; i < growth.steps; i++) {
				other = growth;
				other.path[i].byte[7] ^= 1;
				g_assert_false(mc_merkle_grew(&other, &roots[from], &roots[to]));
			}
			other = growth;
			other.steps--;
			g_assert_false(mc_merkle_grew(&other, &roots[from], &roots[to]));
			other = growth;
			other.path[other.steps++] = roots[1];
			g_assert_false(mc_merkle_grew(&other, &roots[from], &roots[to]));
			g_assert_false(mc_merkle_grew(&growth, &roots[from == 1 ? 2 : from - 1], &roots[to]));
		}
	clear(&kept);
}

static void
test_growth_ends(void)
{
	const McMerkleHash root = leaf_of("root", 1);
	const McMerkleHash other = leaf_of("root", 2);
	McMerkleGrowth growth = {.from = 5, .to = 5};

	g_assert_true(mc_merkle_grew(&growth, &root, &root));
	g_assert_false(mc_merkle_grew(&growth, &root, &other));
	growth.from = 0;
	g_assert_true(mc_merkle_grew(&growth, &root, &other));
	growth.steps = 1;
	g_assert_false(mc_merkle_grew(&growth, &root, &other));
	growth = (McMerkleGrowth){.from = 6, .to = 5};
	g_assert_false(mc_merkle_grew(&growth, &root, &root));
	growth = (McMerkleGrowth){.from = 2, .to = 5, .steps = G_MAXUINT};
	g_assert_false(mc_merkle_grew(&growth, &root, &root));
}

/* ---- heads ---- */

typedef struct Fixture {
	McProvision *provision;
	McSigner *gateway, *kiosk;
	McVerifier *gateways, *kiosks;
	Kept kept;
} Fixture;

static McSigner *
open_signer(const Fixture *fixture, const char *name)
{
	g_autofree char *stem = mc_provision_path(fixture->provision, name);
	g_autofree char *key = g_strconcat(stem, ".key", NULL);
	g_autofree char *certificate = g_strconcat(stem, ".crt", NULL);
	g_autofree char *chain = g_strconcat(stem, "-chain.pem", NULL);
	McSigner *signer = mc_signer_new_from_files(key, certificate, chain, NULL);

	g_assert_nonnull(signer);
	return signer;
}

static McVerifier *
open_verifier(const Fixture *fixture, const char *name)
{
	g_autofree char *path = mc_provision_path(fixture->provision, name);
	McVerifier *verifier = mc_verifier_new_from_file(path, NULL);

	g_assert_nonnull(verifier);
	return verifier;
}

/* The kiosk's key stands for a witness's: it is one more party with roots of its own. */
static void
set_up(Fixture *fixture, gconstpointer suite)
{
	fixture->provision = mc_provision_new_suite(suite);
	fixture->gateway = open_signer(fixture, "gateway/receipt");
	fixture->kiosk = open_signer(fixture, "recorder/signing");
	fixture->gateways = open_verifier(fixture, "recorder/gateway-roots.pem");
	fixture->kiosks = open_verifier(fixture, "gateway/kiosk-roots.pem");
	for (guint i = 0; i < LEAVES_MAX; i++) {
		McMerkleHash leaf = leaf_of("record", i);

		add(&fixture->kept, &leaf);
	}
}

static void
tear_down(Fixture *fixture, gconstpointer suite)
{
	mc_signer_free(fixture->gateway);
	mc_signer_free(fixture->kiosk);
	mc_verifier_free(fixture->gateways);
	mc_verifier_free(fixture->kiosks);
	mc_provision_free(fixture->provision);
	clear(&fixture->kept);
}

static McTreeHead
head_at(Fixture *fixture, guint size)
{
	const McMerkleNodes nodes = {get, &fixture->kept};
	McTreeHead head = {.size = size, .at_wall_us = g_get_real_time()};
	McMerkleLog log;

	g_assert_true(mc_merkle_log_resume(&nodes, size, &log, NULL));
	mc_merkle_log_root(&log, &head.root);
	return head;
}

static GBytes *
seal_head(Fixture *fixture, guint size, McTreeHead *head)
{
	GBytes *sealed = NULL;

	*head = head_at(fixture, size);
	sealed = mc_tree_head_seal(fixture->gateway, head, NULL);
	g_assert_nonnull(sealed);
	return sealed;
}

static void
test_witnessed(Fixture *fixture, gconstpointer suite)
{
	McTreeHead head;
	McTreeHead read;
	McTreeHead later;
	McSealedBy by;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) sealed = seal_head(fixture, 40, &head);
	g_autoptr(GBytes) other = seal_head(fixture, 41, &later);
	g_autoptr(GBytes) witnessed = NULL;
	g_autoptr(GBytes) by_itself = NULL;

	g_assert_true(mc_tree_head_open(fixture->gateways, sealed, &read, &by, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(read.log, ==, "G-0001");
	g_assert_cmpuint(read.size, ==, 40);
	g_assert_true(is_same(&read.root, &head.root));
	witnessed = mc_tree_head_witness(fixture->kiosk, &head, sealed, g_get_real_time(), NULL);
	g_assert_true(
	    mc_tree_head_is_witnessed(fixture->kiosks, witnessed, sealed, fixture->gateways, &error));
	/* Another head, a stranger's word, its own word, and a head for a witness's word. */
	g_assert_false(
	    mc_tree_head_is_witnessed(fixture->kiosks, witnessed, other, fixture->gateways, NULL));
	g_assert_false(
	    mc_tree_head_is_witnessed(fixture->gateways, witnessed, sealed, fixture->gateways, NULL));
	by_itself = mc_tree_head_witness(fixture->gateway, &head, sealed, g_get_real_time(), NULL);
	g_assert_false(
	    mc_tree_head_is_witnessed(fixture->gateways, by_itself, sealed, fixture->gateways, &error));
	g_assert_nonnull(strstr(error->message, "second party"));
	g_assert_false(
	    mc_tree_head_is_witnessed(fixture->gateways, sealed, sealed, fixture->gateways, NULL));
	g_assert_false(mc_tree_head_open(fixture->kiosks, sealed, &read, NULL, NULL));
}

/* The witness's decision, and its name. */
static void
test_follows(Fixture *fixture, gconstpointer suite)
{
	const McMerkleNodes nodes = {get, &fixture->kept};
	McTreeHead earlier = head_at(fixture, 23);
	McTreeHead later = head_at(fixture, 60);
	McTreeHead wrong;
	McMerkleGrowth growth;
	McMerkleGrowth none = {.from = 23, .to = 23};
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_merkle_log_growth(&nodes, 23, 60, &growth, NULL));
	g_assert_true(mc_tree_head_follows(&earlier, &later, &growth, &error));
	g_assert_true(mc_tree_head_follows(&earlier, &earlier, &none, &error));
#define REFUSED(from, to, proof, code, word)                                                       \
	g_assert_false(mc_tree_head_follows((from), (to), (proof), &error));                           \
	g_assert_error(error, MC_ERROR, code);                                                         \
	g_assert_nonnull(strstr(error->message, word));                                                \
	g_clear_error(&error)
	REFUSED(&later, &earlier, &growth, MC_ERROR_UNTRUSTED, "shrunk");
	wrong = earlier;
	wrong.root.byte[0] ^= 1;
	REFUSED(&earlier, &wrong, &none, MC_ERROR_UNTRUSTED, "forked");
	REFUSED(&wrong, &later, &growth, MC_ERROR_UNTRUSTED, "rewritten");
	wrong = later;
	wrong.root.byte[31] ^= 1;
	REFUSED(&earlier, &wrong, &growth, MC_ERROR_UNTRUSTED, "rewritten");
	REFUSED(&earlier, &later, &none, MC_ERROR_BAD_INPUT, "--from 23");
	g_strlcpy(wrong.log, "G-0002", sizeof wrong.log);
	REFUSED(&earlier, &wrong, &growth, MC_ERROR_UNTRUSTED, "another log");
}

static void
test_proof(Fixture *fixture, gconstpointer suite)
{
	const McMerkleNodes nodes = {get, &fixture->kept};
	McTreeHead head;
	McTreeHead found;
	McTreeProof proof = {.head = seal_head(fixture, 37, &head)};
	McTreeProof again;
	g_autoptr(GBytes) text = g_bytes_new_static("record 30", 9);
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) error = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(text, digest);
	g_assert_true(mc_merkle_log_way(&nodes, 30, 37, &proof.way, NULL));
	proof.witnessed =
	    mc_tree_head_witness(fixture->kiosk, &head, proof.head, g_get_real_time(), NULL);
	bytes = mc_tree_proof_write(&proof, &error);
	g_assert_no_error(error);
	g_assert_true(mc_tree_proof_read(bytes, &again, &error));
	g_assert_true(
	    mc_tree_proof_holds(&again, fixture->gateways, fixture->kiosks, digest, &found, &error));
	g_assert_cmpuint(found.size, ==, 37);
	g_clear_pointer(&again.witnessed, g_bytes_unref);
	g_assert_true(mc_tree_proof_holds(&again, fixture->gateways, NULL, digest, &found, &error));
	g_assert_false(
	    mc_tree_proof_holds(&again, fixture->gateways, fixture->kiosks, digest, &found, &error));
	g_assert_nonnull(strstr(error->message, "nobody has witnessed"));
	g_clear_error(&error);
	digest[0] = digest[0] == '0' ? '1' : '0';
	g_assert_false(mc_tree_proof_holds(&again, fixture->gateways, NULL, digest, &found, &error));
	g_assert_nonnull(strstr(error->message, "not in the gateway's log"));
	mc_tree_proof_clear(&again);
	mc_tree_proof_clear(&proof);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tree/S6/grown", test_grown);
	g_test_add_func("/tree/S6/growth", test_growth);
	g_test_add_func("/tree/S6/growth-ends", test_growth_ends);
#define ADD(path, suite, function)                                                                 \
	g_test_add("/tree/S6/" path, Fixture, suite, set_up, function, tear_down)
	ADD("witnessed", "p256-sha256", test_witnessed);
	ADD("witnessed-sm2", "sm2-sm3", test_witnessed);
	ADD("follows", "p256-sha256", test_follows);
	ADD("proof", "p256-sha256", test_proof);
	return g_test_run();
}
