import { Certificate, CertificateValidation, type ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import type { Distribution } from "aws-cdk-lib/aws-cloudfront";
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";

type Edge = NonNullable<Stage["edge"]>;

export function importZone(scope: Construct, { hostedZone }: Edge): IHostedZone | undefined {
  if (hostedZone === undefined) return undefined;
  const { id: hostedZoneId, name: zoneName } = hostedZone;
  return HostedZone.fromHostedZoneAttributes(scope, "Zone", { hostedZoneId, zoneName });
}

/** The configured certificate, else one that is proven in the hosted zone. */
export function provideCertificate(
  scope: Construct,
  { certificateArn }: Edge,
  domainName: string,
  zone: IHostedZone | undefined,
): ICertificate {
  if (certificateArn) return Certificate.fromCertificateArn(scope, "Certificate", certificateArn);
  if (zone === undefined) throw new Error("An edge needs a certificate or a hosted zone.");
  return new Certificate(scope, "Certificate", { domainName, validation: CertificateValidation.fromDns(zone) });
}

/** Leads the domain to the edge, over IPv4 and IPv6. */
export function addRecords(zone: IHostedZone, domainName: string, distribution: Distribution): void {
  const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  new ARecord(distribution.stack, "Address", { zone, recordName: `${domainName}.`, target });
  new AaaaRecord(distribution.stack, "AddressOfIpv6", { zone, recordName: `${domainName}.`, target });
}
