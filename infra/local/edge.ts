// What the local origin does of an edge: like CloudFront it adds the origin secret, and says where a request comes from.
import type { IncomingMessage } from "node:http";
import { originHeader, viewerAddressHeader } from "../../lib/origin-header.ts";
import type { StageInput } from "../config.ts";
import { originSecretName } from "../names.ts";

/** The stage that is like the studio, whose API is under its application's own domain. */
export const hasLocalEdge = (stage: string): boolean => stage === "teststudio";

/** No certificate, but every edge has one. */
export const localEdge: NonNullable<StageInput["edge"]> = {
  certificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/of-nothing",
};

/** Obviously no secrets: the one that is sent, and the one of before, which is valid too. */
export const localOriginSecret = { current: "origin-secret-of-the-local-cloud", previous: "origin-secret-of-before" };

/** Where an operator's command would have written it. */
export const listOriginSecrets = (stage: string): [name: string, secret: typeof localOriginSecret][] =>
  hasLocalEdge(stage) ? [[originSecretName(stage), localOriginSecret]] : [];

/** The headers of a request without what it says of these things, and with what the edge says. */
export function addEdgeHeaders({ rawHeaders, socket }: IncomingMessage): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = [rawHeaders[index], rawHeaders[index + 1]];
    if (![originHeader, viewerAddressHeader].includes(name.toLowerCase())) kept.push(name, value);
  }
  const address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  const says = [viewerAddressHeader, `${address}:${socket.remotePort}`];
  return [...kept, originHeader, localOriginSecret.current, ...says];
}
