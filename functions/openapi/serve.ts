// Serves the OpenAPI document, which the build puts next to this bundle.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import type { Response } from "../../lib/http/response.ts";

interface Document {
  readonly body: string;
  readonly etag: string;
}

let cachedDocument: Promise<Document> | undefined;

async function readDocument(): Promise<Document> {
  const body = await readFile(new URL("./openapi.json", import.meta.url), "utf8").catch(() => undefined);
  if (body === undefined) throw new Problem("not_configured", { detail: "This build has no document of the API." });
  return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

const about = "This document: the API in OpenAPI 3.1.";
const answer = () => z.looseObject({ openapi: z.string() });

export const handler = publicEndpoint(
  { about, answer },
  async ({ headers }): Promise<Response<{ openapi: string }>> => {
    cachedDocument ??= readDocument();
    const { body, etag } = await cachedDocument;
    const cacheHeaders = { etag, "cache-control": "public, max-age=300" };
    if (headers["if-none-match"] === etag) return { statusCode: 304, headers: cacheHeaders, body: "" };
    return { statusCode: 200, headers: { ...cacheHeaders, "content-type": "application/json" }, body };
  },
);
