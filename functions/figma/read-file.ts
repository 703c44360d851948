import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { readFile } from "../../lib/providers/figma/file.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const path = z.object({ fileKey: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "is not a file's key") });
const query = z.object({
  account,
  depth: z.coerce.number().int().min(1).max(10).default(2),
  ids: z
    .string()
    .max(2000)
    .regex(/^[\w:;,-]+$/, "is not a list of node ids")
    .optional(),
});

export const handler = userEndpoint({ path, query }, async ({ user, origin, path, query }) => {
  const { account, ...part } = query;
  return ok(await callProvider(provider, { user, origin, account }, (call) => readFile(call, path.fileKey, part)));
});
