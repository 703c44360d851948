// A service's search for patients, from the request to the answer.
import { config } from "../config.ts";
import { defaultDependencies } from "../connections/dependencies.ts";
import { toPatientsAnswer } from "../ehr/patient-answer.ts";
import { type PatientSearch, searchPatients } from "../ehr/search-patients.ts";
import { findTenantConnection } from "../ehr/tenant-connection.ts";
import { Problem } from "../errors.ts";
import type { Origin } from "../http/endpoint.ts";
import { ok } from "../http/response.ts";
import type { Service } from "../http/service-endpoint.ts";
import { withCallDependencies } from "../provider-client/data-endpoint.ts";
import { writeAudit } from "../store/audit.ts";
import { truncate } from "../truncate.ts";
import { ehrIds, findEhr } from "./ehr.ts";
import { getProvider } from "./index.ts";

interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: Origin;
}

/** Audits who searched for whom of whom, and not by what. @throws Problem */
export async function answerPatientSearch(service: Service, search: PatientSearch, { headers, origin }: Asked) {
  const providers = ehrIds.filter((id) => service.providers.includes(id));
  const connection = await findTenantConnection(service.tenant, providers);
  const ehr = findEhr(connection.provider);
  if (ehr === undefined) throw new Problem("not_connected");
  const { tenant, user, provider, id } = connection;
  const actor = { actor: service.actor, ip: origin.ip, requestId: origin.requestId };
  const purpose = truncate(headers["x-purpose"] ?? "", 200);
  await writeAudit({
    tenant,
    user,
    provider,
    connection: id,
    ...actor,
    action: "patients_searched",
    ...(purpose && { reason: purpose }),
  });
  return withCallDependencies(
    getProvider(provider),
    { origin },
    async (dependencies) => {
      const access = {
        provider: dependencies.provider,
        ehr,
        connection,
        actor,
        country: config("EHR_COUNTRY").EHR_COUNTRY,
      };
      return ok(toPatientsAnswer(await searchPatients(access, search, dependencies)));
    },
    defaultDependencies(),
  );
}
