-- The gateway's store as version 4 of its schema had it (and time stamps); frozen. Two records of one kiosk.
CREATE TABLE kiosk(id TEXT PRIMARY KEY, journal TEXT NOT NULL DEFAULT '', records INTEGER NOT NULL DEFAULT 0,
 seen_us INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE chain(kiosk TEXT NOT NULL, journal TEXT NOT NULL, head_seq INTEGER NOT NULL, head_digest TEXT NOT NULL,
 open_gaps INTEGER NOT NULL, PRIMARY KEY(kiosk, journal)) STRICT, WITHOUT ROWID;
CREATE TABLE record(id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, journal TEXT NOT NULL, seq INTEGER NOT NULL, gap INTEGER NOT NULL,
 digest TEXT NOT NULL, prev TEXT NOT NULL, type TEXT NOT NULL, reference TEXT NOT NULL, outcomes TEXT NOT NULL,
 certificate TEXT NOT NULL, next_certificate TEXT NOT NULL, at_us INTEGER NOT NULL, received_us INTEGER NOT NULL,
 receipt BLOB NOT NULL, envelope BLOB NOT NULL, personal BLOB, UNIQUE(kiosk, journal, seq)) STRICT;
CREATE TABLE refusal(id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, kiosk TEXT NOT NULL, path TEXT NOT NULL,
 digest TEXT NOT NULL, codes TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TABLE stamp(last INTEGER PRIMARY KEY, first INTEGER NOT NULL, at_us INTEGER NOT NULL, root TEXT NOT NULL,
 response BLOB NOT NULL) STRICT;
INSERT INTO kiosk VALUES('K-0001', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, 1764000002000000);
INSERT INTO chain VALUES('K-0001', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, '2222222222222222222222222222222222222222222222222222222222222222', 0);
INSERT INTO record VALUES(1, 'K-0001', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 0, '1111111111111111111111111111111111111111111111111111111111111111', '0000000000000000000000000000000000000000000000000000000000000000', 'genesis', 'MC-K0001-000001-X', '',
 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 1764000000000000, 1764000001000000, x'0101', x'0a0a', NULL);
INSERT INTO record VALUES(2, 'K-0001', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, 0, '2222222222222222222222222222222222222222222222222222222222222222', '1111111111111111111111111111111111111111111111111111111111111111', 'audit', 'MC-K0001-000002-X', '',
 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 1764000001000000, 1764000002000000, x'0202', x'0b0b', NULL);
INSERT INTO refusal VALUES(1, 1764000003000000, 'K-0001', '/v1/kiosks/K-0001/records/3', '', 'bad-seal', 'frozen');
INSERT INTO stamp VALUES(2, 1, 1764000004000000, 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', x'0303');
PRAGMA user_version = 4;
