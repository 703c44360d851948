import type { Manifest } from "../manifest.ts";

export const displayName = "Epic";

export const manifest = {
  id: "epic",
  displayName,
  application: "epic",
  environmentPrefix: "EPIC",
  registerAt: "https://fhir.epic.com/Developer/Apps",
  tags: {},
  isEhr: true,
  hasClientCredentials: true,
  stack: "connect-2",
  sandbox: {
    port: 19,
    endpoints: {
      authorize: "/interconnect-fhir-oauth/oauth2/authorize",
      token: "/interconnect-fhir-oauth/oauth2/token",
      api: "/interconnect-fhir-oauth/api/FHIR/R4",
    },
  },
} as const satisfies Manifest;
