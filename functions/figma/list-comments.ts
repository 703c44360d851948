import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { fileComments, listComments } from "../../lib/providers/figma/comments.ts";
import { filePath } from "../../lib/providers/figma/file-request.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Lists the comments on a Figma file, replies among them.",
  path: filePath,
  query: accountQuery(),
  answer: () => fileComments,
};

export const handler = userEndpoint(contract, async ({ user, origin, path, query: { account } }) =>
  ok(await callProvider(provider, { user, origin, account }, (call) => listComments(call, path.fileKey))),
);
