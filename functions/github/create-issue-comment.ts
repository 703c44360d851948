import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { createdResponse } from "../../lib/http/response.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { commentExample } from "../../lib/providers/github/api/examples.ts";
import { changedSchema, toFlatAnswer } from "../../lib/providers/github/api/flat-answer.ts";
import { newComment } from "../../lib/providers/github/api/issues.ts";
import { comment } from "../../lib/providers/github/api/lists.ts";
import { issueApiPath, issuePath } from "../../lib/providers/github/api/repository-path.ts";
import { writeGithubResource } from "../../lib/providers/github/api/write.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Comments on an issue or pull request.",
    path: issuePath,
    query: accountQuery(),
    body: newComment(),
    answer: () => changedSchema("comment", comment(), commentExample),
    status: 201,
    limit: limitPerMinute("write"),
    once: withIdempotencyKey(provider),
  },
  async ({ user, origin, path, query: { account }, body: content }) => {
    const change = { method: "POST", path: `${issueApiPath(path)}/comments`, content } as const;
    const { answer, accountId } = await writeGithubResource(provider, { user, origin, account }, change, comment());
    return createdResponse({ ...toFlatAnswer("comment", answer), accountId });
  },
);
