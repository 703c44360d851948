import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { uploadBytes } from "../../../lib/providers/slack/api/upload-bytes.ts";
import { readUploadedFile, toSafeFileName, type Upload } from "../../../lib/providers/slack/api/upload-request.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { fc } from "../../support/properties.ts";
import { answer, answerEndlessly, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const describeRefusal = (error: unknown) => (error instanceof Problem ? [error.code, error.members.field] : error);
const refusal = (upload: Upload) => readUploadedFile(upload).catch(describeRefusal);

test.each([
  ["report.pdf", "report.pdf"],
  ["C:\\fakepath\\report.pdf", "report.pdf"],
  ["../../etc/passwd", "passwd"],
  ["a\r\nb\u0000.txt", "ab.txt"],
  ["invoice\u202Efdp.exe", "invoicefdp.exe"],
  [" Grüße 🎉.txt ", "Grüße 🎉.txt"],
  [".gitignore", ".gitignore"],
])("the name %j becomes %j", (given, expected) => {
  expect(toSafeFileName(given)).toBe(expected);
});

test.each([undefined, "", " ", ".", "..", "folder/", "\u0000", "a".repeat(256)])("the name %j is refused", (given) => {
  expect(() => toSafeFileName(given)).toThrow(/^filename: /);
});

const anyUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));

test("no file name contains a path or invisible characters", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(anyUnit, fc.constantFrom("/", "\\", ".", "\u0000", " ")), maxLength: 300 }),
      (given) => {
        try {
          expect(toSafeFileName(given)).not.toMatch(/[/\\]|\p{Cc}|\p{Bidi_Control}|^\.{0,2}$/u);
        } catch (error) {
          expect(describeRefusal(error)).toEqual(["invalid_request", "filename"]);
        }
      },
    ),
  );
});

test("any bytes sent in base64 become the file", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1 }),
      fc.constantFrom("base64", "base64url"),
      async (bytes, alphabet) => {
        const content = Buffer.from(bytes)
          .toString(alphabet as "base64")
          .replace(/(.{76})/g, "$1\r\n");
        const file = await readUploadedFile({ content, filename: "a" });
        expect(Buffer.from(file.bytes).equals(Buffer.from(bytes))).toBe(true);
      },
    ),
  );
});

test.each(["no base64!", "YQ=", "Y", "YQ==YQ==", "=", "data:text/plain;base64,YQ=="])(
  "%j is no base64",
  async (content) => {
    expect(await refusal({ content, filename: "a" })).toEqual(["invalid_request", "content"]);
  },
);

const file = new File(["a"], "a.txt");
test.each<[string, Upload, unknown]>([
  ["nothing", {}, ["invalid_request", "file"]],
  ["two files", { file, content: file }, ["invalid_request", "content"]],
  ["no bytes", { content: "", filename: "a" }, ["invalid_request", "content"]],
  ["base64 without a name", { file: "YQ==" }, ["invalid_request", "filename"]],
  ["a form's file without a name", { file: new File(["a"], "") }, ["invalid_request", "filename"]],
  ["a byte too many", { file: new File([new Uint8Array(4_500_001)], "a") }, ["payload_too_large", undefined]],
])("refuses %s", async (_, upload, expected) => {
  expect(await refusal(upload)).toEqual(expected);
});

const bytes = Uint8Array.of(1, 2, 255);
const send = (to: string, provider = withOrigin(slack, end.url)) =>
  uploadBytes(provider, to, bytes, fetch).then(
    () => "sent",
    (error: unknown) => findProviderError(error),
  );

test("the bytes go without a token", async () => {
  end.play = answer(200, "OK - 3");
  expect(await send(`${end.url}/upload/v1/abc`)).toBe("sent");
  expect(end.requests[0]).toMatchObject({ method: "POST", path: "/upload/v1/abc", headers: { "content-length": "3" } });
  expect(end.requests[0]?.headers.authorization).toBeUndefined();
});

test.each([
  "https://files.slack.com.evil.example/x",
  "http://files.slack.com/x",
  "https://files.slack.com:8443/x",
  "https://user@files.slack.com/x",
  "https://evil.example/https://files.slack.com/",
  "file:///etc/passwd",
  "http://169.254.169.254/latest/meta-data",
  end.url,
])("%s is not where Slack's files go", async (to) => {
  expect(await send(to, slack)).toMatchObject({ kind: "permanent", code: "egress_refused" });
  expect(end.requests).toEqual([]);
});

test("Slack's own host for files is", async () => {
  const asked: string[] = [];
  const network = async (url: unknown) => {
    asked.push(String(url));
    return new Response("OK");
  };
  await uploadBytes(slack, "https://files.slack.com/upload/v1/abc", bytes, network as typeof fetch);
  expect(asked).toEqual(["https://files.slack.com/upload/v1/abc"]);
});

test.each<[string, Play, object]>([
  ["a 500", answer(500), { kind: "transient", code: "http_500" }],
  ["a 401", answer(401), { kind: "permanent", code: "http_401" }],
  ["a 403", answer(403), { kind: "permanent", code: "http_403" }],
  ["a 429", answer(429, "", { "retry-after": "9" }), { kind: "rate", code: "http_429", retryAfterSeconds: 9 }],
  ["a redirect", answer(302, "", { location: "http://localhost:1/" }), { kind: "permanent", code: "http_302" }],
  ["a flood", answerEndlessly(10_000_000), { kind: "permanent", code: "answer_too_large" }],
  ["a reset", reset, { kind: "transient" }],
])("%s after the bytes is a failure of its class", async (_, play, expected) => {
  end.play = play;
  expect(await send(`${end.url}/upload`)).toMatchObject(expected);
  expect(end.requests).toHaveLength(1);
});
