// Signed requests to the few AWS APIs that only the commands need: three SDK clients more would be the price of five calls.
import { setTimeout as pause } from "node:timers/promises";
import { SSMClient } from "@aws-sdk/client-ssm";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

interface AwsRequest {
  readonly service: "sts" | "lambda" | "apigateway" | "rds-data" | "cloudformation";
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

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
      const isRepeatable = answer.status === 429 || answer.status >= 500;
      if (!isRepeatable || attempt === maxAttempts) return answer;
      await pause(200 * 2 ** attempt);
    }
  };
}

/** Those of AWS's query protocol. */
const formServices: ReadonlySet<AwsRequest["service"]> = new Set(["sts", "cloudformation"]);

type Credentials = ConstructorParameters<typeof SignatureV4>[0]["credentials"];

async function sendOnce(request: AwsRequest, region: string, credentials: Credentials): Promise<AwsAnswer> {
  const { service, method, path, query = {}, body } = request;
  const base = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${service}.${region}.${getUrlSuffix(region)}`);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { protocol, hostname, host } = base;
  const contentType = formServices.has(service) ? "application/x-www-form-urlencoded" : "application/json";
  const headers = { host, ...(body === undefined ? {} : { "content-type": contentType }) };
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

const getUrlSuffix = (region: string) => (region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
