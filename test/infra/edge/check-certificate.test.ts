import { expect, test } from "vitest";
import type { CallAws } from "../../../infra/aws/call-aws.ts";
import { checkCertificate } from "../../../infra/edge/check-certificate.ts";

const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000";
const limits = { apiOpen: false, startsPerFiveMinutes: 300, callbacksPerFiveMinutes: 300 };
const stage = { publicBaseUrl: "https://patch.example.com", edge: { certificateArn, ...limits } };

const answerWith =
  (status: number, body: object): CallAws =>
  async ({ service, target, body: sent }) => {
    expect([service, target]).toEqual(["acm", "CertificateManager.DescribeCertificate"]);
    expect(JSON.parse(sent ?? "")).toEqual({ CertificateArn: certificateArn });
    return { status, text: JSON.stringify(body) };
  };
const certificate = (Status: string, DomainName: string, SubjectAlternativeNames?: string[]) =>
  answerWith(200, { Certificate: { Status, DomainName, SubjectAlternativeNames, NotAfter: 1.9e9 } });

test.each([
  ["by its own name", certificate("ISSUED", "patch.example.com")],
  ["by another of its names", certificate("ISSUED", "example.com", ["example.com", "Patch.example.com"])],
  ["by a wildcard", certificate("ISSUED", "*.example.com")],
])("takes a certificate that is for the host %s", async (_, callAws) => {
  await expect(checkCertificate(stage, callAws)).resolves.toBeUndefined();
});

test.each([
  ["is not there", answerWith(400, { __type: "ResourceNotFoundException" }), "there is no certificate"],
  ["waits for its DNS records", certificate("PENDING_VALIDATION", "patch.example.com"), "add the DNS records"],
  ["has expired", certificate("EXPIRED", "patch.example.com"), "is EXPIRED: ask for another"],
  [
    "is for another host",
    certificate("ISSUED", "www.example.com"),
    "is for www.example.com, and publicBaseUrl is at patch.example.com",
  ],
  ["has a wildcard one label short", certificate("ISSUED", "*.com"), "is for *.com"],
  ["has a wildcard one label deep", certificate("ISSUED", "*.patch.example.com"), "is for *.patch.example.com"],
  ["may not be read", answerWith(403, {}), "may need acm:DescribeCertificate"],
])("refuses a certificate that %s, before anything is deployed", async (_, callAws, sentence) => {
  await expect(checkCertificate(stage, callAws)).rejects.toThrow(sentence);
});

test("asks nothing where there is no edge, or where the deployment makes the certificate", async () => {
  const callAws = () => Promise.reject(new Error("asked"));
  await checkCertificate({ publicBaseUrl: stage.publicBaseUrl }, callAws);
  await checkCertificate({ ...stage, edge: { ...limits, hostedZone: { id: "Z1", name: "example.com" } } }, callAws);
});
