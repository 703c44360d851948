import type { EhrProvider } from "../../ehr/port.ts";
import { discoverEndpoints } from "./discovery.ts";
import { smartPatients } from "./patients.ts";

/** What an EHR offers services. @param authorizationHosts hosts that its servers' endpoints may be on beside the server's own */
export const createSmartEhr = (authorizationHosts: readonly string[]): EhrProvider => ({
  ...smartPatients,
  async checkServer(fhirBaseUrl, hosts, fetch) {
    await discoverEndpoints({ fhirBaseUrl, hosts: [...authorizationHosts, ...hosts] }, fetch);
  },
});
