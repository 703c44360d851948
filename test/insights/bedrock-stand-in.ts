// A fake of Bedrock's Converse API: it checks the request's signature, then answers like a model.
import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Model } from "../../lib/insights/converse.ts";
import { answer, json, type Play } from "../support/test-server.ts";

const secretAccessKey = "fake-secret-access-key";

export const createModel = (endpoint: string, more: Partial<Model> = {}): Model => ({
  id: "example.model-v1:0",
  region: "eu-central-1",
  endpoint,
  credentials: { accessKeyId: "AKIAFAKE", secretAccessKey, sessionToken: "fake-session" },
  deadlineMs: 20_000,
  ...more,
});

/** Answers with a model's text in Converse's format if the request is signed correctly. */
export const answerWithText =
  (text: string): Play =>
  (response, asked) => {
    const play = isSigned(asked)
      ? json({ output: { message: { role: "assistant", content: [{ text }] } } })
      : answer(403);
    play(response, asked);
  };

export const answerWithItems = (...actionItems: object[]): Play => answerWithText(JSON.stringify({ actionItems }));

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function isSigned({ method, path, headers, body }: SignedRequest): boolean {
  const { authorization = "" } = headers;
  const [, scope = "", names = "", signature = ""] =
    /^AWS4-HMAC-SHA256 Credential=AKIAFAKE\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const date = String(headers["x-amz-date"]);
  const canonicalHeaders = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonicalPath = path.split("/").map(encodeURIComponent).join("/");
  const canonical = [method, canonicalPath, "", canonicalHeaders.join(""), names, sha256(body)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secretAccessKey}`);
  const expected = hmac(key, ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n")).toString("hex");
  return scope.endsWith("/eu-central-1/bedrock/aws4_request") && signature === expected;
}
