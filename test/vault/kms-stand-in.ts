// A fake KMS: GenerateDataKey and Decrypt over real HTTP (AWS JSON 1.1), with faults on demand, so that the SDK's client is tested too.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod";

const input = z.object({
  EncryptionContext: z.record(z.string(), z.string()),
  CiphertextBlob: z.base64().optional(),
});
type Input = z.output<typeof input>;

/** An AWS error type, a status without body, or no answer: at all, or after its first bytes. */
export type Fault =
  | { type: string; status?: number }
  | { status: number }
  | "hang"
  | "half an answer"
  | "garbled answer"
  | "reset";

export const garbledPlaintext = "AAECAwQFBgcICQoLDA0ODw==";

export interface KmsStandIn extends AsyncDisposable {
  readonly operations: string[];
  readonly contexts: Record<string, string>[];
  client(requestTimeout?: number): KMSClient;
  fail(fault: Fault, times?: number): void;
  heal(): void;
}

export async function startKmsStandIn(): Promise<KmsStandIn> {
  const masterKey = randomBytes(32);
  const operations: string[] = [];
  const contexts: Record<string, string>[] = [];
  let fault: Fault = { status: 200 };
  let faults = 0;
  const server = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const body = await readBody(request);
    operations.push(operation);
    contexts.push(body.EncryptionContext);
    if (faults-- > 0) misbehave(response, fault);
    else answer(response, operation === "Decrypt" ? decrypt(masterKey, body) : generate(masterKey, body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = z.object({ port: z.number() }).parse(server.address());
  const clients: KMSClient[] = [];
  return {
    operations,
    contexts,
    client(requestTimeout = 20_000) {
      const client = new KMSClient({
        endpoint: `http://127.0.0.1:${address.port}`,
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        maxAttempts: 1,
        requestHandler: { requestTimeout, throwOnRequestTimeout: true },
      });
      clients.push(client);
      return client;
    },
    fail(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      faults = times;
    },
    heal() {
      faults = 0;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Input> {
  return input.parse(JSON.parse((await buffer(request)).toString()));
}

function misbehave(response: ServerResponse, fault: Fault) {
  if (fault === "hang") return;
  if (fault === "reset") return response.destroy();
  if (fault === "half an answer") return response.writeHead(200, { "content-length": "900" }).write('{"Plaintext":"');
  if (fault === "garbled answer") return response.writeHead(200).end(`{"Plaintext":"${garbledPlaintext}",,}`);
  const type = "type" in fault ? fault.type : "";
  answer(response, { __type: type, message: "as told" }, fault.status ?? 400);
}

function answer(response: ServerResponse, body: object, status?: number) {
  const refused = "__type" in body;
  response.writeHead(status ?? (refused ? 400 : 200), { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}

const bindTo = (context: Record<string, string>) => Buffer.from(JSON.stringify(Object.entries(context).sort()));

function generate(masterKey: Buffer, { EncryptionContext }: Input) {
  const plaintext = randomBytes(32);
  const iv = randomBytes(12);
  const wrapping = createCipheriv("aes-256-gcm", masterKey, iv).setAAD(bindTo(EncryptionContext));
  const wrapped = Buffer.concat([iv, wrapping.update(plaintext), wrapping.final(), wrapping.getAuthTag()]);
  return { Plaintext: plaintext.toString("base64"), CiphertextBlob: wrapped.toString("base64") };
}

function decrypt(masterKey: Buffer, { EncryptionContext, CiphertextBlob = "" }: Input) {
  const blob = Buffer.from(CiphertextBlob, "base64");
  const unwrapping = createDecipheriv("aes-256-gcm", masterKey, blob.subarray(0, 12)).setAAD(bindTo(EncryptionContext));
  unwrapping.setAuthTag(blob.subarray(-16));
  try {
    const plaintext = Buffer.concat([unwrapping.update(blob.subarray(12, -16)), unwrapping.final()]);
    return { Plaintext: plaintext.toString("base64") };
  } catch {
    return { __type: "InvalidCiphertextException" };
  }
}
