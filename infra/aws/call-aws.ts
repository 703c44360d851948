// Signed requests to the few AWS APIs that only the commands need: an SDK client more for each would be the price of a dozen calls.
import { setTimeout as pause } from "node:timers/promises";
import { SSMClient } from "@aws-sdk/client-ssm";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

interface AwsRequest {
  readonly service: QueryService | JsonService | "lambda" | "apigateway" | "rds-data";
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The operation, at services of AWS's JSON protocol: `AmazonSSM.GetParameter`. */
  readonly target?: string;
}

/** Services whose requests are forms: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export type QueryService = "sts" | "cloudformation" | "monitoring";
/** Services whose requests name their operation in a header: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export type JsonService = "secretsmanager" | "ssm" | "kms" | "sqs" | "acm";

export interface AwsAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a request; the answer may be an error. @throws Error when AWS does not answer */
export type CallAws = (request: AwsRequest) => Promise<AwsAnswer>;

const maxAttempts = 4;

/** The credentials are the shell's; AWS_ENDPOINT_URL is honoured. Throttled and failed requests are repeated. */
export function createAwsCaller(region: string): CallAws {
  const { credentials } = new SSMClient({ region }).config;
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await sendOnce(request, region, await credentials());
      if (!isRepeatable(answer) || attempt === maxAttempts) return answer;
      await pause(200 * 2 ** attempt);
    }
  };
}

/** Services of the query and the JSON protocol tell throttling by a code in an answer with status 400. */
const throttled = /Throttling|RequestThrottled|TooManyRequestsException|RequestLimitExceeded/;

const isRepeatable = ({ status, text }: AwsAnswer): boolean =>
  status === 429 || status >= 500 || (status === 400 && throttled.test(text));

const formServices: ReadonlySet<AwsRequest["service"]> = new Set<QueryService>(["sts", "cloudformation", "monitoring"]);

function getContentType({ service, target }: AwsRequest): string {
  if (formServices.has(service)) return "application/x-www-form-urlencoded";
  if (target === undefined) return "application/json";
  return `application/x-amz-json-${service === "sqs" ? "1.0" : "1.1"}`;
}

type Credentials = ConstructorParameters<typeof SignatureV4>[0]["credentials"];

async function sendOnce(request: AwsRequest, region: string, credentials: Credentials): Promise<AwsAnswer> {
  const { service, method, path, query = {}, body, target } = request;
  const base = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${service}.${region}.${getUrlSuffix(region)}`);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { protocol, hostname, host } = base;
  const headers = {
    host,
    ...(body === undefined ? {} : { "content-type": getContentType(request) }),
    ...(target === undefined ? {} : { "x-amz-target": target }),
  };
  const signed = await signer.sign({ method, protocol, hostname, path, query, headers, body });
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(url, {
    method,
    headers: signed.headers,
    signal,
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

export const getUrlSuffix = (region: string) => (region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
