// In a stage with an edge every entry takes requests of that edge only. It adds a secret to them, and says where they come from.
import { isIP } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { originHeader, viewerAddressHeader } from "../origin-header.ts";
import { isSameText } from "../same-text.ts";
import { readOriginSecrets } from "../store/origin-secrets.ts";

/** Set in the Lambdas of a stage with an edge: the id of the secret that it sends. */
const getSecretId = (): string | undefined => process.env.ORIGIN_SECRET;

/** Why a request was refused, as the cause of the problem: {@link requireEdge} has counted it. */
export const pastTheEdge = "origin";

/**
 * Refuses a request that does not come through the stage's edge. Does nothing in a stage without one.
 * @param given every value of the header {@link originHeader}
 * @throws Problem forbidden without a secret that is valid now; as `readOriginSecrets`
 */
export async function requireEdge(given: readonly (string | undefined)[]): Promise<void> {
  const id = getSecretId();
  if (id === undefined) return;
  const accepted = await readOriginSecrets(id);
  const [only = "", ...more] = given;
  // Compares with every secret, so that the time does not tell which one it was.
  const isAccepted = accepted.map((secret) => isSameText(only, secret)).includes(true);
  if (isAccepted && more.length === 0) return;
  count("OriginRefused");
  throw new Problem("forbidden", { detail: "This address is closed. Use the API's public one.", cause: pastTheEdge });
}

/**
 * Refuses as {@link requireEdge}. @returns the request without the secret, and with the viewer's address, as the edge knows it, in
 * the place of the edge's own. What a request says of itself (`X-Forwarded-For`) is never read, nor is the edge's header without one
 */
export async function admitRequest(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyEventV2> {
  await requireEdge([event.headers[originHeader]]);
  if (getSecretId() === undefined) return event;
  const { [originHeader]: _, ...headers } = event.headers;
  const { http } = event.requestContext;
  const sourceIp = parseViewerAddress(headers[viewerAddressHeader]) ?? http.sourceIp;
  return { ...event, headers, requestContext: { ...event.requestContext, http: { ...http, sourceIp } } };
}

/**
 * The address in `CloudFront-Viewer-Address`, which ends with the port: `198.51.100.10:46532`, `2001:db8::1:46532` without brackets.
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
function parseViewerAddress(header = ""): string | undefined {
  const [, address = ""] = /^\[?([^\]]+)\]?:\d{1,5}$/.exec(header) ?? [];
  return isIP(address) === 0 ? undefined : address;
}
