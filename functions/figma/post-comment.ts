import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { comment } from "../../lib/providers/figma/api/comments.ts";
import { filePath } from "../../lib/providers/figma/api/file-path.ts";
import { newComment, postComment } from "../../lib/providers/figma/api/post-comment.ts";
import { figma } from "../../lib/providers/figma/definition.ts";

const provider = applySettings(figma);

const contract = {
  about: "Comments on a Figma file, at a node of it or in reply to the first comment of a thread.",
  path: filePath,
  query: accountQuery(),
  body: newComment,
  answer: () => comment.extend({ accountId: z.string() }),
  limit: limitPerMinute("write"),
  once: withIdempotencyKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, path, query: { account }, body }) =>
  callProvider(provider, { user, origin, account }, async (call) =>
    ok({ ...(await postComment(call, path.fileKey, body)), accountId: call.connection.accountId }),
  ),
);
