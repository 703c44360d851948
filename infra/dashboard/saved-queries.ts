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
    name: "work-set-aside",
    of: (lambda) => isBackground(lambda) || /webhook/.test(lambda.run),
    lines: [
      "filter ispresent(ItemSetAside) or ispresent(DeliveryGivenUp) or ispresent(DeliveryTooLarge) or ispresent(OutboxRowSetAside)",
      "stats sum(ItemSetAside) as setAside, sum(DeliveryGivenUp) as givenUp, sum(DeliveryTooLarge) as tooLarge, sum(OutboxRowSetAside) as announcements by provider, code, bin(15m)",
    ],
  },
  {
    name: "queues",
    of: ({ run }) => /^jobs\//.test(run) || run.endsWith("/process-webhook"),
    lines: [
      "filter ispresent(DeadLetters) or ispresent(MessageLate)",
      "stats max(DeadLetters) as deadLetters, sum(MessageLate) as late by queue, reason, bin(30m)",
    ],
  },
  {
    name: "provider-failures",
    of: ({ provider }) => provider !== undefined,
    lines: [
      "filter ispresent(ProviderFailed) or ispresent(ProviderLatency)",
      "stats sum(ProviderFailed) as failed, count(ProviderLatency) as operations, max(ProviderLatency) as slowest by provider, operation, class, bin(15m)",
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

export interface QueryPart {
  readonly name: string;
  readonly logGroups: readonly string[];
  readonly lines: readonly string[];
}

/** The queries of a stage. One that needs more log groups than one may read comes in several parts: `flows`, `flows-2`. */
export const listQueryParts = (stage: string, lambdas: readonly Logged[]): QueryPart[] =>
  listSavedQueries(lambdas).flatMap(({ name, of, lines }) => {
    const all = lambdas.filter(of).map((lambda) => `/aws/lambda/${lambdaFunctionName(stage, lambda)}`);
    const logGroups = [...new Set(all)];
    return Array.from({ length: Math.ceil(logGroups.length / maxLogGroups) }, (_, part) => ({
      name: part === 0 ? name : `${name}-${part + 1}`,
      logGroups: logGroups.slice(part * maxLogGroups, (part + 1) * maxLogGroups),
      lines,
    }));
  });

export function addSavedQueries(scope: Construct, stage: string, parts: readonly QueryPart[]): void {
  for (const { name, logGroups, lines } of parts) {
    new CfnQueryDefinition(scope, `Query ${name}`, {
      name: `patchbay-${stage}/${name}`,
      logGroupNames: [...logGroups],
      queryString: lines.join("\n| "),
    });
  }
}
