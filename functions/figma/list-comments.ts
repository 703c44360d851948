import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { fileComments, listComments } from "../../lib/providers/figma/api/comments.ts";
import { filePath } from "../../lib/providers/figma/api/file-path.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { countFileRead } from "../../lib/store/usage-counter.ts";

const provider = applySettings(figma);

const contract = {
  about: "Lists the comments on a Figma file, replies among them.",
  path: filePath,
  query: accountQuery(),
  answer: () => fileComments,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query: { account } }) => {
  const comments = await callProvider(provider, { user, origin, account }, (call) => listComments(call, fileKey));
  countFileRead(user.tenant, fileKey);
  return ok(comments);
});
