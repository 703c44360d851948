import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTokenOpener, type TokenOpener } from "../../../infra/import/open-token.ts";
import type { RowRefusal } from "../../../infra/import/row-refusal.ts";
import { type SurfaceName, surfaces } from "../../../infra/import/surfaces.ts";
import { localDirectory } from "../../../infra/local/directories.ts";
import { findFreePort } from "../../../infra/local/ports.ts";
import { type Postgres, startPostgres } from "../../../infra/local/postgres/start.ts";
import { encryptForA, encryptForB, encryptForC, oldKeys, toBytea } from "./support/old-schemes.ts";

function createOpener(name: SurfaceName, value: string = oldKeys[name], isPlain = false): TokenOpener {
  const surface = surfaces[name];
  return createTokenOpener({ surface, oldKey: { value, key: surface.deriveKey(value) }, isPlain });
}

const refusal = (opener: TokenOpener, stored: string): Promise<unknown> =>
  opener.open(stored).then(
    () => "opened",
    ({ reason }: RowRefusal) => reason,
  );

const token = "fake-access-token.0123456789_~";

test.each([
  ["a plain token of surface A", "a", token],
  ["BYTEA of surface A as psql prints it", "a", toBytea(encryptForA(token, oldKeys.a))],
  ["BYTEA of surface A in base64", "a", encryptForA(token, oldKeys.a).toString("base64")],
  ["a triple of surface B", "b", encryptForB(token, oldKeys.b)],
  ["a triple of surface B in capitals", "b", encryptForB(token, oldKeys.b).toUpperCase()],
  ["a triple of surface C", "c", encryptForC(token, oldKeys.c)],
] as const)("opens %s", async (_, surface, stored) => {
  expect(await createOpener(surface).open(stored)).toBe(token);
});

test("opens BYTEA whose iv begins like a message of OpenPGP", async () => {
  const stored = encryptForA(token, oldKeys.a);
  expect(await createOpener("a").open(toBytea(stored))).toBe(token);
  stored.set([0xc3, 0x0d, 0x04]);
  expect(await refusal(createOpener("a"), toBytea(stored))).toBe("not_decrypted");
});

const a = () => encryptForA(token, oldKeys.a);
const b = () => encryptForB(token, oldKeys.b);
const c = () => encryptForC(token, oldKeys.c);
const [iv = "", tag = "", ciphertext = ""] = c().split(":");

test.each([
  ["a truncated BYTEA", "a", toBytea(a().subarray(0, -1)), "not_decrypted"],
  ["a BYTEA of the iv alone", "a", toBytea(a().subarray(0, 16)), "not_decrypted"],
  ["a doubled BYTEA", "a", toBytea(Buffer.concat([a(), a()])), "not_decrypted"],
  ["a BYTEA under a foreign key", "a", toBytea(encryptForA(token, "another")), "not_decrypted"],
  ["an empty BYTEA", "a", "\\x", "not_decrypted"],
  ["half a digit pair", "a", "\\xabc", "unusual_form"],
  ["a token encrypted twice on surface A", "a", toBytea(encryptForA(toBytea(a()), oldKeys.a)), "encrypted_twice"],
  ["base64 that does not open", "a", Buffer.alloc(60, 7).toString("base64"), "not_decrypted"],
  ["a truncated triple", "b", b().slice(0, -2), "not_decrypted"],
  ["a doubled triple", "b", `${b()}${b()}`, "unusual_form"],
  ["a triple under a foreign key", "b", encryptForB(token, "cd".repeat(32)), "not_decrypted"],
  ["a token encrypted twice on surface B", "b", encryptForB(b(), oldKeys.b), "encrypted_twice"],
  ["plain text on surface B", "b", token, "unusual_form"],
  ["a shortened tag", "c", `${iv}:${tag.slice(0, 24)}:${ciphertext}`, "unusual_form"],
  ["a changed tag", "c", `${iv}:${"0".repeat(32)}:${ciphertext}`, "not_decrypted"],
  ["an iv of 12 bytes", "c", `${iv.slice(0, 24)}:${tag}:${ciphertext}`, "unusual_form"],
  ["text with a line break", "c", encryptForC("fake\ntoken", oldKeys.c), "not_a_token"],
  ["an empty token", "c", `${iv}:${tag}:`, "unusual_form"],
] as const)("refuses %s", async (_, surface, stored, reason) => {
  expect(await refusal(createOpener(surface), stored)).toBe(reason);
});

test("takes what looks encrypted as it stands where tokens are said to be plain", async () => {
  const plain = "A".repeat(64);
  expect(await createOpener("a", oldKeys.a, true).open(plain)).toBe(plain);
  expect(await createOpener("b", oldKeys.b, true).open(token)).toBe(token);
});

test("never takes something encrypted for a token where the key is missing", async () => {
  const opener = createTokenOpener({ surface: surfaces.a, oldKey: undefined, isPlain: false });
  expect(await refusal(opener, toBytea(a()))).toBe("not_decrypted");
  expect(await refusal(opener, a().toString("base64"))).toBe("not_decrypted");
  expect(await opener.open(token)).toBe(token);
});

test("refuses a key of surface B that is not 64 hexadecimal digits, without showing it", () => {
  expect(() => surfaces.b.deriveKey("fake-key-value")).toThrow(
    /^TOKEN_ENCRYPTION_KEY must be 64 hexadecimal digits\.$/,
  );
});

test("opens what GnuPG wrote: gpg --symmetric --cipher-algo AES", async () => {
  const stored =
    "\\x8c0d04070302ce33fa10898d06ffffd24f018bf99ebd11f326d8b6e39ce1fc1d88aab1b8723ae096a93baaf04f1e98f2e7018a54a708480d04f52bbace0dbd0fe507190c65b070660a3326d702a761596e3708cd7c8f7da6ac0a23fa041a7a15";
  expect(await createOpener("a").open(stored)).toBe(token);
});

const directory = await mkdtemp(join(localDirectory, "pgcrypto-"));
let server: Postgres;
let client: Client;
beforeAll(async () => {
  server = await startPostgres({ directory, port: await findFreePort() });
  client = new Client({ connectionString: server.adminUrl() });
  await client.connect();
  await client.query("create extension pgcrypto");
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

test.each(["", "cipher-algo=aes256", "compress-algo=1", "s2k-mode=1", "sess-key=1", "unicode-mode=1"])(
  "opens what PostgreSQL's pgp_sym_encrypt writes with %j",
  async (options) => {
    const sql = "select pgp_sym_encrypt($1, $2, $3)::text as stored, armor(pgp_sym_encrypt($1, $2, $3)) as armored";
    const { rows } = await client.query(sql, [token, oldKeys.a, options]);
    expect(rows[0].stored).toMatch(/^\\xc3/);
    expect(await createOpener("a").open(rows[0].stored)).toBe(token);
    expect(await createOpener("a").open(rows[0].armored)).toBe(token);
    expect(await createOpener("a").open(Buffer.from(rows[0].stored.slice(2), "hex").toString("base64"))).toBe(token);
    expect(await refusal(createOpener("a", "another"), rows[0].stored)).toBe("not_decrypted");
    expect(await refusal(createOpener("a"), rows[0].stored.slice(0, -2))).toBe("not_decrypted");
  },
);
