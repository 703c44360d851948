// The command against the store: what it writes, what it leaves alone, how it goes on after it was killed.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { updateExpression } from "../../../lib/store/item.ts";
import { key } from "../../../lib/store/table.ts";
import { listAuditRows } from "../../support/audit-rows.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { createRow, createUser, issuedTokens } from "./support/old-rows.ts";
import { encryptForC } from "./support/old-schemes.ts";
import {
  importFile,
  importRows,
  killAfter,
  type OldRow,
  printed,
  readProgressFiles,
  tenant,
  writeCsv,
} from "./support/run-import.ts";
import { digestTables, readConnections } from "./support/stored.ts";

test("writes what a callback would have written, with the times of the old row", async () => {
  const user = createUser();
  expect(await importRows("c", [createRow(user)])).toMatchObject({ code: 0, stderr: "" });
  const [stored] = await readConnections(user);
  expect(stored).toMatchObject({
    ...{ tenant: `c#${tenant}`, user, provider: "clio", accountId: "us-4711", accountName: "Ada Example" },
    ...{ status: "active", integrationId: "crm", params: { region: "app.clio.com" } },
    connectedAt: Date.UTC(2026, 0, 5, 10) / 1000,
    tokens: { default: { issuedAt: Date.UTC(2026, 1, 5, 10) / 1000, expiresAt: Date.UTC(2099, 0) / 1000 } },
  });
  const audit = (await listAuditRows(`c#${tenant}`)).filter((row) => row.user === user);
  expect(audit).toMatchObject([{ action: "imported", actor: "import", connection: stored?.id }]);
});

test("writes nothing in a dry run, and says the same counts as the run after it", async () => {
  const users = [createUser(), createUser()];
  const [first, second] = users.map((user) => createRow(user));
  const file = await writeCsv([{ ...first }, { ...second, provider: "friendster" }]);
  const before = await digestTables(users);
  const dry = await importFile("c", file, ["--tenant", tenant, "--dry-run"]);
  expect(await digestTables(users)).toEqual(before);
  const real = await importFile("c", file);
  expect([dry.code, real.code]).toEqual([2, 2]);
  const counts = (text: string) => text.split("\n").filter((line) => /^ +\d/.test(line));
  expect(counts(dry.stdout)).toEqual(counts(real.stdout));
  expect(counts(real.stdout)).toEqual([
    "        1  Imported",
    "        1  Refused",
    "            1  a provider that does not exist here (line 3)",
  ]);
});

async function change(user: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const [stored] = await readConnections(user);
  const Key = key.connection({ tenant: `c#${tenant}`, user }, "clio", stored?.id ?? "");
  await dynamodb().send(
    new UpdateItemCommand({ TableName: tableName("connections"), Key, ...updateExpression(fields) }),
  );
}

test("leaves a connection alone that was made here later", async () => {
  const user = createUser();
  await importRows("c", [createRow(user, { created_at: "2026-03-01", updated_at: "2026-03-01" })]);
  const [before] = await readConnections(user);
  const older = createRow(user, { created_at: "2026-01-01", updated_at: "2026-11-01" });
  const { code, stdout } = await importRows("c", [older]);
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining("1  Left as they are: connected or imported here later: line 2"),
  ]);
  expect(await readConnections(user)).toEqual([before]);
});

test("takes the place of a connection that is older than the old system's", async () => {
  const user = createUser();
  await importRows("c", [createRow(user, { created_at: "2025-01-01", updated_at: "2025-02-01" })]);
  const [before] = await readConnections(user);
  await importRows("c", [createRow(user, { created_at: "2026-01-01", updated_at: "2026-02-01" })]);
  const [after] = await readConnections(user);
  expect(after?.version).not.toBe(before?.version);
  expect(after?.id).toBe(before?.id);
});

test("leaves a connection alone that is being refreshed", async () => {
  const user = createUser();
  await importRows("c", [createRow(user, { created_at: "2025-01-01", updated_at: "2025-02-01" })]);
  const [before] = await readConnections(user);
  await change(user, { lease: { owner: "somebody", until: Date.now() / 1000 + 300, version: before?.version } });
  const { code, stdout } = await importRows("c", [createRow(user)]);
  expect([code, stdout]).toEqual([2, expect.stringContaining("is being refreshed here at this moment")]);
  expect((await readConnections(user))[0]?.version).toBe(before?.version);
});

test("does not take a caller's name away from another account", async () => {
  const user = createUser();
  await importRows("c", [createRow(user)]);
  const { stdout } = await importRows("c", [createRow(user, { provider_user_id: "4712" })]);
  expect(stdout).toContain("1  Left as they are");
  expect((await readConnections(user)).map(({ accountId }) => accountId)).toEqual(["us-4711"]);
});

test("imports the same file again without a change, also without its progress file", async () => {
  const user = createUser();
  const rows = [createRow(user)];
  await importRows("c", rows);
  const before = await readConnections(user);
  const { code, stdout } = await importRows("c", [...rows, createRow(createUser())]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("1  Already there, with the same tokens")]);
  expect(await readConnections(user)).toEqual(before);
});

test("of rows about the same account takes the newest, wherever it stands", async () => {
  const user = createUser();
  const newest = createRow(user, { updated_at: "2026-06-01" });
  const { code, stdout } = await importRows("c", [createRow(user), newest, createRow(user)]);
  expect([code, stdout]).toEqual([
    2,
    expect.stringContaining("2  a newer row of the file is about the same account (lines 2, 4)"),
  ]);
  expect((await readConnections(user))[0]?.tokens.default?.issuedAt).toBe(Date.UTC(2026, 5) / 1000);
});

test("refuses a refresh token that is good for one use while the old system runs, and says why", async () => {
  const user = createUser();
  const row = createRow(user, { provider: "github", provider_user_id: "99" });
  const running = await importRows("c", [row]);
  expect([running.code, running.stdout]).toEqual([
    2,
    expect.stringMatching(/good for one use.*both would redeem it, and the provider would end the whole grant/),
  ]);
  expect(await readConnections(user)).toEqual([]);
  expect((await importRows("c", [row], ["--tenant", tenant, "--old-system-stopped"])).code).toBe(0);
  expect(await readConnections(user)).toHaveLength(1);
});

test("says in a sentence that the key is another one, however many rows there are", async () => {
  const users = Array.from({ length: 30 }, createUser);
  const before = await digestTables(users);
  const rows = users.map((user) => createRow(user, { access_token: encryptForC("fake", "another") }));
  const { code, stdout, stderr } = await importRows("c", rows);
  expect(code).toBe(1);
  expect(stderr).toBe(
    "None of 30 encrypted rows opens with ENCRYPTION_KEY: it is missing, or another one, or these are tokens in plain text (--plain-tokens). Nothing was written.\n",
  );
  expect(stdout.split("\n").length).toBeLessThan(4);
  expect(await digestTables(users)).toEqual(before);
});

test("goes on behind every kind of odd row, and says which it was", async () => {
  const user = createUser();
  const odd: [string, OldRow][] = [
    ["cannot be decrypted", createRow(createUser(), { access_token: encryptForC("fake", "another") })],
    ["not in the form in which this surface kept tokens", createRow(createUser(), { access_token: "fake-plain" })],
    ["a date has a form that is not known: expiresAt", createRow(createUser(), { expires_at: "soon" })],
    ["has no access token", createRow(createUser(), { access_token: "" })],
    ["ended in the old system", createRow(createUser(), { status: "revoked" })],
    ["what the account needs besides", createRow(createUser(), { region: "mars" })],
    ["expired, and without a refresh token", createRow(createUser(), { refresh_token: "", expires_at: "2026-01-01" })],
    ["the row does not say which account", createRow(createUser(), { provider_user_id: "", expires_at: "2026-01-01" })],
    ["issued to another OAuth client", createRow(createUser(), { client_id: "another-client" })],
    ["by client credentials", createRow(createUser(), { grant_type: "client_credentials" })],
  ];
  const { code, stdout } = await importRows("c", [...odd.map(([, row]) => row), createRow(user)]);
  expect(code).toBe(2);
  expect(stdout).toContain("        1  Imported\n");
  odd.forEach(([reason], index) => {
    expect(stdout.split("\n").find((line) => line.includes(reason))).toContain(`(line ${index + 2})`);
  });
  expect(await readConnections(user)).toHaveLength(1);
});

test("renews at the first use what does not say when it expires", async () => {
  const user = createUser();
  await importRows("c", [createRow(user, { expires_at: "", updated_at: "", scopes: "" })]);
  const [stored] = await readConnections(user);
  expect(stored?.tokens.default?.expiresAt).toBeLessThanOrEqual(Date.now() / 1000);
});

test("takes settings over, unless the user has some here", async () => {
  const user = createUser();
  const settings = JSON.stringify({ webhookEnabled: true, auto_sync: true, notificationPreferences: { email: true } });
  const { stdout } = await importRows("c", [createRow(user, { settings })]);
  expect(stdout).toContain("Settings that have another form here, and were left out: line 2");
  const audit = (await listAuditRows(`c#${tenant}`)).filter((row) => row.user === user);
  expect(audit.map(({ action }) => action).sort()).toEqual(["imported", "settings"]);
});

test("names webhooks of the old system and columns that nothing is read from", async () => {
  const { stdout } = await importRows("c", [createRow(createUser(), { webhook_id: "77", favourite_colour: "green" })]);
  expect(stdout).toContain("Columns that nothing is read from: favourite_colour\n");
  expect(stdout).toMatch(/Webhooks of the old system\..*: line 2\n/);
  expect(stdout).not.toContain("green");
});

test("maps each row's tenant by a column, and the user by another name", async () => {
  const user = createUser();
  const { user_id: _, ...row } = createRow(user, { owner_uuid: user, company: "globex" });
  const words = ["--tenant-column", "company", "--column", "user=owner_uuid"];
  expect((await importRows("c", [row, createRow(createUser(), { company: "" })], words)).stdout).toContain(
    "names no tenant",
  );
  expect(await readConnections(user, "c#globex")).toHaveLength(1);
});

const rowCount = Number(process.env.PATCHBAY_IMPORT_ROWS ?? 1000);

test("goes on exactly where it was killed", async () => {
  const users = Array.from({ length: rowCount }, createUser);
  const file = await writeCsv(users.map((user) => createRow(user)));
  await killAfter(rowCount / 4, "c", file);
  const { code, stdout } = await importFile("c", file);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/of them done before/)]);
  const counted = [...stdout.matchAll(/^ +([\d,]+) {2}(?:Imported|Already there)/gm)];
  const total = counted.reduce((sum, [, count = "0"]) => sum + Number(count.replace(",", "")), 0);
  expect(total).toBe(rowCount);
  const mine = new Set(users);
  const audit = (await listAuditRows(`c#${tenant}`)).filter(({ user }) => mine.has(String(user)));
  expect(audit.filter(({ action }) => action === "imported")).toHaveLength(rowCount);
  expect(await readConnections(users.at(-1) ?? "")).toHaveLength(1);
}, 600_000);

test("prints no token, and notes none in its progress files", async () => {
  const texts = [...printed, await readProgressFiles()].join("\n");
  expect(texts.length).toBeGreaterThan(1000);
  expect([...issuedTokens].filter((token) => texts.includes(token))).toEqual([]);
  expect(texts).not.toMatch(/fake-(access|refresh|plain)|[0-9a-f]{32}:[0-9a-f]{32}:/);
});
