// Reads the certificate that an edge names: CloudFront would refuse an unfit one in the middle of the deployment.
import { z } from "zod";
import { type CallAws, createAwsCaller } from "../aws/call-aws.ts";
import { callJson } from "../aws/call-json.ts";
import type { Stage } from "../config.ts";
import { edgeRegion } from "../names.ts";

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html */
const answer = z.object({
  Certificate: z.object({
    Status: z.string(),
    DomainName: z.string(),
    SubjectAlternativeNames: z.array(z.string()).default([]),
  }),
});

/**
 * Makes sure that the certificate exists, is issued, and is for the host of `publicBaseUrl`. Does nothing for a stage without an
 * edge, or whose certificate the deployment makes itself.
 * @throws Error in one sentence
 */
export async function checkCertificate(
  { edge, publicBaseUrl }: Pick<Stage, "edge" | "publicBaseUrl">,
  callEdge: CallAws = createAwsCaller(edgeRegion),
): Promise<void> {
  const arn = edge?.certificateArn;
  if (arn === undefined) return;
  const found = await callJson(callEdge, {
    ...{ service: "acm", target: "CertificateManager.DescribeCertificate", input: { CertificateArn: arn } },
    ...{ answer, missing: "ResourceNotFoundException" },
  });
  if (found === undefined) throw new Error(`edge.certificateArn: there is no certificate ${arn} in this account.`);
  const { Status, DomainName, SubjectAlternativeNames } = found.Certificate;
  if (Status !== "ISSUED") throw new Error(`edge.certificateArn: the certificate is ${Status}: ${advise(Status)}`);
  const { hostname } = new URL(publicBaseUrl);
  const names = new Set([DomainName, ...SubjectAlternativeNames]);
  if ([...names].some((name) => coversHost(name, hostname))) return;
  throw new Error(
    `edge.certificateArn: the certificate is for ${[...names].join(", ")}, and publicBaseUrl is at ${hostname}.`,
  );
}

const advise = (status: string): string =>
  status === "PENDING_VALIDATION"
    ? "add the DNS records that AWS Certificate Manager shows for it, and run this again once it is issued."
    : "ask for another in us-east-1.";

/** A wildcard stands for exactly one label: https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3 */
function coversHost(name: string, hostname: string): boolean {
  if (name.startsWith("*.")) return hostname.slice(hostname.indexOf(".")) === name.slice(1).toLowerCase();
  return name.toLowerCase() === hostname;
}
