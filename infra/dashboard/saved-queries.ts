// Queries over the logs, saved under Logs Insights. The runbook names each.
import { CfnQueryDefinition } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { LambdaRow } from "../lambda-plan.ts";
import { lambdaFunctionName } from "../names.ts";

/** A Lambda, of which only its name matters here. */
export type Logged = Pick<LambdaRow, "run" | "lambda" | "provider">;

interface SavedQuery {
  readonly name: string;
  /** Whose logs it reads. */
  readonly of: (lambda: Logged) => boolean;
  /** In the language of Logs Insights. */
  readonly lines: readonly string[];
}

const isStart = ({ run }: Logged) => /(^|\/)(start|authorize|launch)(-|$)/.test(run);
const isCallback = ({ run }: Logged) => /callback|(^|\/)confirm/.test(run);
const isBackground = ({ run }: Logged) => /^(jobs|live)\//.test(run);
const isShared = ({ provider }: Logged) => provider === undefined || provider === "every";
const isFlow = (lambda: Logged) => isStart(lambda) || isCallback(lambda);

/** The line of one request: every line carries its id, and the browser shows it with an error. */
const oneRequest = [
  'filter requestId = "PASTE THE REQUEST ID HERE"',
  "sort @timestamp asc",
  "display @timestamp, level, message, code, status, errorName, errorAt, @log",
];

const queries: readonly SavedQuery[] = [
  {
    name: "flows",
    of: isCallback,
    lines: [
      "filter ispresent(FlowFinished)",
      "stats sum(FlowFinished) as flows by provider, outcome, bin(1h)",
      "sort flows desc",
    ],
  },
  {
    name: "refreshes",
    of: ({ run }) => /refresh|^oauth\/token/.test(run),
    lines: [
      "filter ispresent(RefreshSucceeded) or ispresent(RefreshFailed)",
      "stats sum(RefreshSucceeded) as renewed, sum(RefreshFailed) as failed by provider, bin(15m)",
    ],
  },
  {
    name: "webhooks-received",
    of: ({ run }) => run.endsWith("/webhook") || run.startsWith("webhooks-v1/"),
    lines: [
      "filter ispresent(WebhookAccepted) or ispresent(WebhookRefused) or ispresent(WebhookUnavailable)",
      "stats sum(WebhookAccepted) as accepted, sum(WebhookRefused) as refused, sum(WebhookUnavailable) as unavailable by provider, reason, bin(15m)",
    ],
  },
  {
    name: "webhooks-processed",
    of: ({ run }) => run.endsWith("/process-webhook"),
    lines: [
      "filter ispresent(WebhookProcessed) or ispresent(WebhookFailed) or ispresent(WebhookDuplicate) or ispresent(WebhookNobody)",
      "stats sum(WebhookProcessed) as processed, sum(WebhookFailed) as failed, sum(WebhookDuplicate) as repeated, sum(WebhookNobody) as nobody by provider, code, bin(15m)",
    ],
  },
  {
    name: "questions",
    of: ({ run }) => run.startsWith("mcp/"),
    lines: [
      "filter ispresent(QueryTime) or ispresent(QueryRefused) or ispresent(QueryFallback)",
      "stats count(QueryTime) as answered, pct(QueryTime, 95) as p95, sum(QueryRefused) as refused, sum(QueryFallback) as toModel by source, rule, bin(1h)",
    ],
  },
  { name: "one-request-of-starts", of: isStart, lines: oneRequest },
  { name: "one-request-of-callbacks", of: isCallback, lines: oneRequest },
  { name: "one-request-of-jobs-and-sockets", of: isBackground, lines: oneRequest },
  {
    name: "one-request-of-the-rest",
    of: (lambda) => isShared(lambda) && !isFlow(lambda) && !isBackground(lambda),
    lines: oneRequest,
  },
];

/** Also one for each provider: its Lambdas are those that call it. */
function listSavedQueries(lambdas: readonly Logged[]): SavedQuery[] {
  const providers = new Set(lambdas.filter((lambda) => !isShared(lambda)).map(({ provider }) => provider));
  const ofProviders = [...providers].map((provider) => ({
    name: `one-request-of-${provider}`,
    of: (lambda: Logged) => lambda.provider === provider && !isFlow(lambda),
    lines: oneRequest,
  }));
  return [...queries, ...ofProviders];
}

/** Log groups that one query may read. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatchlogs_quotas.html */
const maxLogGroups = 50;

/** A query that needs more log groups than one may read is saved in several parts: `flows`, `flows-2`. */
export function addSavedQueries(scope: Construct, stage: string, lambdas: readonly Logged[]): void {
  for (const { name, of, lines } of listSavedQueries(lambdas)) {
    const logGroups = [
      ...new Set(lambdas.filter(of).map((lambda) => `/aws/lambda/${lambdaFunctionName(stage, lambda)}`)),
    ];
    for (let from = 0; from < logGroups.length; from += maxLogGroups) {
      const part = from === 0 ? name : `${name}-${from / maxLogGroups + 1}`;
      new CfnQueryDefinition(scope, `Query ${part}`, {
        name: `patchbay-${stage}/${part}`,
        logGroupNames: logGroups.slice(from, from + maxLogGroups),
        queryString: lines.join("\n| "),
      });
    }
  }
}
