import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, cachedCall, flag } from "../../lib/oauth/data-endpoint.ts";
import { filePath } from "../../lib/providers/figma/file-request.ts";
import { fileTokens, readTokens, tokensLifetime as seconds, tokensName } from "../../lib/providers/figma/variables.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Reads the variables of a Figma file as design tokens (W3C format), with the values of every mode.",
  path: filePath,
  query: z.object({ account, refresh: flag }),
  answer: () => fileTokens,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query }) => {
  const { account, refresh } = query;
  const kept = { name: tokensName(fileKey), schema: fileTokens, seconds, refresh };
  return ok(await cachedCall(provider, { user, origin, account }, kept, (call) => readTokens(call, fileKey)));
});
