// Signs in to a database of Amazon RDS as an IAM identity: the password is a request, signed and never sent.
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentials } from "./sign-request.ts";

/** A token opens connections for 15 minutes; connections outlive it. */
const expiresIn = 900;

export interface DatabaseLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
}

/**
 * The password of a role that signs in by IAM; `rds-db:connect` must allow it.
 * docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
export async function signDatabaseLogin(
  { host, port, user, region }: DatabaseLogin,
  credentials: AwsCredentials,
  now = new Date(),
): Promise<string> {
  const signer = new SignatureV4({ service: "rds-db", region, credentials, sha256: Sha256 });
  const { query = {} } = await signer.presign(
    {
      method: "GET",
      protocol: "https:",
      hostname: host,
      port,
      path: "/",
      query: { Action: "connect", DBUser: user },
      headers: { host: `${host}:${port}` },
    },
    { expiresIn, signingDate: now },
  );
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `${host}:${port}/?${pairs.join("&")}`;
}
