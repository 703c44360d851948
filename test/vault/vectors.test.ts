// Fixed vectors of what is sealed. A change that fails here makes stored rows unreadable, or seals them in another format.
import "../http/lambda-environment.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tokenSealContext } from "../../lib/connections/token-sets.ts";
import { apiKeySealContext } from "../../lib/crm/api-key-seal-context.ts";
import { customerSealContext } from "../../lib/crm/kept-answers.ts";
import { callSealContext } from "../../lib/crm/log-call.ts";
import { deletionKeyContext } from "../../lib/deletion/subject-hash.ts";
import { launchSealContext } from "../../lib/ehr/launch-handles.ts";
import { patientPageSealContext } from "../../lib/ehr/patient-pages.ts";
import { answerSealContext } from "../../lib/mcp/answer-cache.ts";
import { cacheSealContext } from "../../lib/provider-client/cache.ts";
import { requestSealContext } from "../../lib/provider-client/idempotency.ts";
import { nonceBytes, openRecord, parseRecord, type SealedRecord, sealRecord } from "../../lib/vault/record.ts";
import type { Purpose, SealContext } from "../../lib/vault/seal-context.ts";
import { exportSealContext } from "../../lib/webhooks/data-export.ts";
import { hookSealContext } from "../../lib/webhooks/hook-secret.ts";
import { payloadSealContext } from "../../lib/webhooks/payload.ts";

const dataKey = Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "hex");
const nonce = Buffer.alloc(nonceBytes, 0xa5);
const owner = { tenant: "c#acme", user: "ada" };
const connection = { ...owner, provider: "slack", id: "c-1" };
const delivery = { provider: "slack", receipt: "receipt-1" };

/** Where each kind of value is sealed, by the code that seals it. */
const contexts = {
  "an access token of a connection": tokenSealContext(connection, "connection", "bot", "access"),
  "a refresh token of a connection": tokenSealContext(connection, "connection", "bot", "refresh"),
  "a token of a pending grant": tokenSealContext(connection, "pending", "default", "access"),
  "a cached answer": cacheSealContext(connection, "channels:all"),
  "an answer under an Idempotency-Key": requestSealContext("slack", { ...owner, name: "POST /a#b" }),
  "the payload of a delivery": payloadSealContext(delivery.provider, delivery.receipt, 0),
  "the second piece of a payload": payloadSealContext(delivery.provider, delivery.receipt, 1),
  "a page of patients": patientPageSealContext({ ...connection, provider: "epic" }, "token-1"),
  "the launch of an EHR": launchSealContext("epic", "hash-1"),
  "the API key of a connector": apiKeySealContext({ tenant: "t#acme", user: "acme" }, "hubspot"),
  "a customer found by phone": customerSealContext({ tenant: "t#acme", user: "acme" }, "hash-1"),
  "the answer to a call summary": callSealContext({ tenant: "t#acme", user: "acme", name: "call-1" }),
  "the secret of a hook": hookSealContext({ provider: "clio", id: "hook-1" }),
  "what is kept of a person": exportSealContext({ provider: "shopify", id: "export-1" }),
  "the answer to a question": answerSealContext({ owner, name: "hash-1" }),
  "the key that deletions are named by": deletionKeyContext,
} satisfies Readonly<Record<string, SealContext>>;

/** Sealed with the key and the nonce above, in hexadecimal. */
const vectors: Readonly<Record<keyof typeof contexts, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "vectors.json"), "utf8"),
);

const seal = (context: SealContext) =>
  Buffer.from(
    sealRecord("sealed text, ünïcödé", context, {
      id: { purpose: context.purpose, provider: context.provider, bucket: 7, version: 1 },
      dataKey,
      nonce,
    }),
  ).toString("hex");

const kinds = Object.entries<SealContext>(contexts) as [keyof typeof contexts, SealContext][];

test.each(kinds)("%s is sealed as it was", (name, context) => {
  expect(seal(context)).toBe(vectors[name]);
});

test.each(kinds)("%s that was sealed before opens, and only there", (name, context) => {
  const record = parseRecord(Buffer.from(vectors[name], "hex")) as SealedRecord;
  expect(openRecord(record, context, dataKey)?.toString("utf8")).toBe("sealed text, ünïcödé");
  for (const field of ["tenant", "user", "connection", "field"] as const)
    expect(openRecord(record, { ...context, [field]: `${context[field]}x` }, dataKey)).toBeUndefined();
});

const everyPurpose: Readonly<Record<Purpose, true>> = {
  connection: true,
  pending: true,
  cache: true,
  delivery: true,
  launch: true,
  connector: true,
  customer: true,
  hook: true,
  export: true,
  answer: true,
  deletion: true,
};

test("every purpose has a vector", () => {
  const covered = new Set(kinds.map(([, { purpose }]) => purpose));
  expect([...covered].sort()).toEqual(Object.keys(everyPurpose).sort());
});
