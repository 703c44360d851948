import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { comment } from "../../lib/providers/figma/comments.ts";
import { filePath } from "../../lib/providers/figma/file-request.ts";
import { newComment, postComment } from "../../lib/providers/figma/post-comment.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Comments on a Figma file, at a node of it or in reply to the first comment of a thread.",
  path: filePath,
  query: accountQuery(),
  body: newComment,
  answer: () => comment.extend({ accountId: z.string() }),
  limit: perMinute("write"),
  once: oncePerKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, path, query: { account }, body }) =>
  callProvider(provider, { user, origin, account }, async (call) =>
    ok({ ...(await postComment(call, path.fileKey, body)), accountId: call.connection.accountId }),
  ),
);
