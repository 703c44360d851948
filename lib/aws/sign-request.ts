// Signs requests to AWS services that are called without their SDK client, which would add 100 kB to a bundle.
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The credentials that Lambda gives its function. */
export function readCredentials(env: Readonly<NodeJS.ProcessEnv> = process.env): AwsCredentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = env;
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

export interface SigningScope {
  /** The service's name in signatures, such as `bedrock` or `rds-data`. */
  readonly service: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Further headers, names in lower case. They win. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The headers of a signed POST of JSON. docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export async function signJsonPost(
  url: URL,
  body: string,
  { service, region, credentials, headers: more }: SigningScope,
  now: Date,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { protocol, hostname, host, pathname: path } = url;
  const headers = { host, "content-type": "application/json", accept: "application/json", ...more };
  const request = { method: "POST", protocol, hostname, path, query: {}, headers, body };
  return (await signer.sign(request, { signingDate: now })).headers;
}
