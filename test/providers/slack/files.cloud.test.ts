import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { asUser, tokenFor } from "../../support/api.ts";
import { cloud } from "../../support/cloud.ts";
import { sandbox } from "../../support/sandbox.ts";

const slack = getSandbox("slack");
const path = "/api/integrations/slack/files";

let account: Account;
beforeAll(async () => {
  await slack.reset();
  account = await connectAccount("slack");
});
beforeEach(async () => {
  await slack.forgetScripts();
  await slack.forgetRequests();
});

type Parts = Readonly<Record<string, string | File>>;

/** Uploads a form; each has a new random boundary. */
async function upload(parts: Parts, headers: Readonly<Record<string, string>> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  const authorization = `Bearer ${await tokenFor(account.person)}`;
  const url = new URL(path, cloud().origin);
  const answer = await fetch(url, { method: "POST", headers: { authorization, ...headers }, body: form });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Record<string, unknown> };
}

const bytes = Uint8Array.from({ length: 1024 }, (_, at) => at % 256);
const createDrawing = () => new File([bytes], "C:\\pictures\\draw ing.png", { type: "image/png" });

const listStored = () => slack.requests("/upload/");
const listCompleted = () => slack.requests("/api/files.completeUploadExternal");

test("a file from a form goes to Slack byte for byte, without a token, and is shared", async () => {
  const parts = { file: createDrawing(), title: "Draft", channel: "#releases", initial_comment: "Look" };
  const { status, json } = await upload(parts);
  expect([status, json]).toEqual([
    200,
    {
      file: {
        id: expect.stringMatching(/^F/),
        name: "draw ing.png",
        title: "Draft",
        size: 1024,
        permalink: expect.stringMatching(/^http/),
      },
      accountId: "T0ACME001",
    },
  ]);
  const [sent, ...more] = await listStored();
  expect(more).toEqual([]);
  expect(sent?.headers).toMatchObject({ "content-length": "1024", "content-type": "application/octet-stream" });
  expect(sent?.headers.authorization).toBeUndefined();
  expect(sent?.body).toBe(Buffer.from(bytes).toString("utf8"));
  const form = new URLSearchParams((await listCompleted())[0]?.body);
  expect(Object.fromEntries(form)).toMatchObject({ channel_id: "C0ACME4", initial_comment: "Look" });
  expect(JSON.parse(form.get("files") ?? "")).toEqual([{ id: Object(json.file).id, title: "Draft" }]);
});

test("a base64 file without a channel is not shared", async () => {
  const content = Buffer.from("Grüße 🎉").toString("base64");
  const { status, json } = await account.user.post(path, { content, filename: "notes.txt" });
  expect([status, json]).toMatchObject([200, { file: { name: "notes.txt", size: 12 } }]);
  expect((await listStored())[0]?.body).toBe("Grüße 🎉");
  expect(new URLSearchParams((await listCompleted())[0]?.body).has("channel_id")).toBe(false);
});

test("a form repeated with another boundary is the same request", async () => {
  const key = { "idempotency-key": crypto.randomUUID() };
  const first = await upload({ file: createDrawing(), channel: "C0ACME4" }, key);
  const again = await upload({ file: createDrawing(), channel: "C0ACME4" }, key);
  expect([again.status, again.json, again.headers.get("idempotency-replayed")]).toEqual([200, first.json, "true"]);
  expect((await upload({ file: createDrawing(), channel: "C0ACME3" }, key)).status).toBe(422);
  expect(await listCompleted()).toHaveLength(1);
});

test.each<[string, Parts, string]>([
  ["without a file", { title: "Draft" }, "file"],
  ["with an empty file", { file: new File([], "a.txt") }, "file"],
  ["with two files", { file: createDrawing(), content: createDrawing() }, "content"],
  ["with a name that is none", { file: createDrawing(), filename: "folder/.." }, "filename"],
  ["with a comment for nobody", { file: createDrawing(), initial_comment: "Look" }, "channel"],
  ["for a thread that is none", { file: createDrawing(), channel: "C0ACME4", thread_ts: "latest" }, "thread_ts"],
])("a form %s is refused by name", async (_, parts, field) => {
  const { status, json } = await upload(parts);
  expect([status, json]).toEqual([400, expect.objectContaining({ code: "invalid_request", field })]);
  expect(await slack.requests("/api/files.")).toEqual([]);
});

test("what is neither a form nor JSON is refused for its type", async () => {
  const answer = await account.user.post(path, "file=x", { "content-type": "application/x-www-form-urlencoded" });
  expect([answer.status, answer.json]).toEqual([415, expect.objectContaining({ code: "unsupported_media_type" })]);
});

test("a file that is too large is refused, and the error says how large it may be", async () => {
  const { status, json } = await upload({ file: new File([new Uint8Array(4_500_001)], "large.bin") });
  expect([status, json]).toEqual([413, expect.objectContaining({ detail: expect.stringContaining("4.5 MB") })]);
});

test("a file of the maximum size is uploaded", async () => {
  const { status, json } = await upload({ file: new File([new Uint8Array(4_500_000)], "large.bin") });
  expect([status, json]).toMatchObject([200, { file: { size: 4_500_000 } }]);
});

test("a channel that Slack does not have is not found", async () => {
  for (const channel of ["#nowhere", "C0NOWHERE"]) {
    expect(await upload({ file: createDrawing(), channel })).toMatchObject({ status: 404 });
  }
});

test("another user's account is not found", async () => {
  const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  const { id } = await account.readStored();
  const body = { content: "YQ==", filename: "a.txt" };
  expect(await stranger.post(`${path}?account=${id}`, body)).toMatchObject({ status: 404 });
});

const address = (url: string) => ({ body: { ok: true, upload_url: url, file_id: "F0ELSEWHERE" } });
const get = "/api/files.getUploadURLExternal";

test("a file is not sent to an address of somebody else's", async () => {
  for (const url of [`${sandbox("figma").url()}/stolen`, "http://169.254.169.254/latest", "not an address"]) {
    await slack.script({ ...address(url), path: get });
    expect(await upload({ file: createDrawing() })).toMatchObject({ status: 502, json: { code: "provider_error" } });
  }
  expect(await sandbox("figma").requests("/stolen")).toEqual([]);
  expect(await listCompleted()).toEqual([]);
});

const slackErrorAnswer = (error: string) => ({ body: { ok: false, error } });
test.each([
  ["the address", get, slackErrorAnswer("missing_scope"), 403, 0],
  ["the address", get, slackErrorAnswer("internal_error"), 503, 0],
  ["the bytes", "/upload/*", { status: 500 }, 503, 0],
  ["the bytes", "/upload/*", { status: 403, body: "text_of_the_provider" }, 502, 0],
  ["the bytes", "/upload/*", { status: 429, headers: { "retry-after": "7" } }, 429, 0],
  ["the end", "/api/files.completeUploadExternal", { workFirst: true, drop: true as const }, 409, 1],
  ["the end", "/api/files.completeUploadExternal", slackErrorAnswer("is_archived"), 403, 1],
  ["the end", "/api/files.completeUploadExternal", slackErrorAnswer("text_of_the_provider"), 502, 1],
] as const)("when Slack refuses %s of %s with %j it is a %i", async (_, at, answer, status, ends) => {
  await slack.script({ ...answer, path: at, times: 9 });
  const shown = await upload({ file: createDrawing(), channel: "C0ACME4" });
  expect(shown.status).toBe(status);
  expect(JSON.stringify(shown.json)).not.toContain("text_of_the_provider");
  expect(await listCompleted()).toHaveLength(ends);
});
