import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { figmaFile, readFile } from "../../lib/providers/figma/api/file.ts";
import { filePath, nodeIds } from "../../lib/providers/figma/api/file-path.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const contract = {
  about: "Reads a Figma file: its tree down to `depth`, or only the nodes of `ids`.",
  path: filePath,
  query: z.object({ account, depth: z.coerce.number().int().min(1).max(10).default(2), ids: nodeIds.optional() }),
  answer: () => figmaFile,
};

export const handler = userEndpoint(contract, async ({ user, origin, path, query }) => {
  const { account, ...part } = query;
  return ok(await callProvider(provider, { user, origin, account }, (call) => readFile(call, path.fileKey, part)));
});
