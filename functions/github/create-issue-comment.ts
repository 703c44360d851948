import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { created } from "../../lib/http/response.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { changeGithub } from "../../lib/providers/github/change.ts";
import { newComment } from "../../lib/providers/github/issues.ts";
import { comment } from "../../lib/providers/github/lists.ts";
import { issueAt, issuePath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Comments on an issue or pull request.",
    path: issuePath,
    query: accountQuery(),
    body: newComment(),
    answer: () => z.object({ comment: comment(), accountId: z.string() }),
    status: 201,
    limit: perMinute("write"),
    once: oncePerKey(provider),
  },
  async ({ user, origin, path, query: { account }, body: content }) => {
    const change = { method: "POST", path: `${issueAt(path)}/comments`, content } as const;
    const { answer, accountId } = await changeGithub(provider, { user, origin, account }, change, comment());
    return created({ comment: answer, accountId });
  },
);
