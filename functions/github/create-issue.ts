import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { createdResponse } from "../../lib/http/response.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { issueExample } from "../../lib/providers/github/api/examples.ts";
import { changedSchema, toFlatAnswer } from "../../lib/providers/github/api/flat-answer.ts";
import { issue, newIssue } from "../../lib/providers/github/api/issues.ts";
import { repositoryApiPath, repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { writeGithubResource } from "../../lib/providers/github/api/write.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Opens an issue in a repository.",
    path: repositoryPath,
    query: accountQuery(),
    body: newIssue(),
    answer: () => changedSchema("issue", issue(), issueExample),
    status: 201,
    limit: limitPerMinute("write"),
    once: withIdempotencyKey(provider),
  },
  async ({ user, origin, path, query: { account }, body: content }) => {
    const change = { method: "POST", path: `${repositoryApiPath(path)}/issues`, content } as const;
    const { answer, accountId } = await writeGithubResource(provider, { user, origin, account }, change, issue());
    return createdResponse({ ...toFlatAnswer("issue", answer), accountId });
  },
);
